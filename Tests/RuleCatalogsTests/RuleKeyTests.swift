import Testing

@testable import RuleCatalogs

@Suite struct RuleKeyTests {
  @Test(arguments: [
    ("Amazon S3 Bucket is Public", "s3-bucket-is-public"),
    (
      "Amazon DocumentDB Cluster is not encrypted with the Customer Master Key(CMK)",
      "documentdb-cluster-is-not-encrypted-with-the-customer-master-key"
    ),
    ("Amazon EKS cluster's endpoint (public)", "eks-clusters-endpoint"),
    ("A cluster\u{2019}s endpoint.", "a-clusters-endpoint"),
    ("Balancers (ALBs) have no logs in order to protect them", "balancers-have-no-logs"),
    ("Queue (SQS is open", "queue-sqs-is-open"),
    ("Amazon", "amazon"),
    ("Zażółć", "za"),
    ("規則", "規則"),
  ])
  func `makes a key of a title's words`(title: String, key: String) {
    #expect(RuleKey.key(title: title) == key)
  }

  @Test func `numbers repeated titles without touching another title's key`() {
    let titles = ["Open", "Open 2", "open", "OPEN", "", "…"]
    #expect(
      RuleKey.keys(titles: titles) == [
        "open", "open-2", "open-3", "open-4", "untitled", "untitled-2",
      ])
  }
}
