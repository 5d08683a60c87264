import EvidenceModel
import RuleCatalogs
import Testing

@Suite(.enabled(if: SeedDocument.isPresent, Comment(rawValue: SeedDocument.absence)))
struct SeedCatalogTests {
  let catalog: RuleCatalog

  init() throws {
    let (format, text) = try CatalogFormats.detect(SeedDocument.bytes(), file: "seed.txt")
    try #require(format.key == "threat-modeling-document")
    catalog = try format.read(text, file: "seed.txt")
  }

  private func rule(_ key: String) throws -> RuleDefinition {
    try #require(catalog.rules.first { $0.key == key })
  }

  private func rules(_ code: String) -> [String] {
    catalog.anomalies.filter { $0.code == code }.compactMap(\.rule)
  }

  @Test func `has every rule with its ratings, scopes and threats`() {
    #expect(catalog.key == "threat-modeling-rules")
    #expect(catalog.title == "Threat Modeling Rules")
    #expect(CatalogCounts(catalog) == .seed)
    #expect(catalog.cwes.count == 11)
    #expect(catalog.cwes[653] == "Insufficient Compartmentalization")
    #expect(catalog.frameworks.map(\.key) == ["PCI", "NIST", "GDPR", "HIPAA", "APRA", "MAS"])
    #expect(catalog.rules.allSatisfy { !$0.title.isEmpty && !$0.description.isEmpty })
    #expect(catalog.rules.allSatisfy { !$0.service.isEmpty && !$0.recommendation.isEmpty })
  }

  @Test(arguments: [
    "s3-bucket-is-public", "documentdb-cluster-is-not-encrypted-with-the-customer-master-key",
    "eks-clusters-kubernetes-api-server-endpoint-is-publicly-accessible-from-the-internet",
    "elbv2-load-balancer-has-deletion-protection-feature-is-not-enabled",
    "sqs-queue-is-exposed-to-public", "neptune-cluster-uses-a-low-retention-period",
  ])
  func `makes stable keys`(key: String) throws {
    _ = try rule(key)
    #expect(Set(catalog.rules.map(\.key)).count == catalog.rules.count)
  }

  @Test func `keeps as written what it normalised`() throws {
    let retention = try rule("neptune-cluster-uses-a-low-retention-period")
    #expect(retention.title == "Amazon Neptune cluster uses a low retention period")
    #expect(retention.asWritten["title"]?.hasSuffix("period**") == true)
    let scaled = try rule("ec2-instance-is-not-launched-in-an-autoscaling-group")
    #expect(scaled.asWritten["stride"] == "availability")
    let athena = try rule("athena-query-results-are-not-stored-encrypted")
    #expect(athena.asWritten["dependent"] == "None")
    let logging = try rule("cloudfront-logging-not-enabled")
    #expect(logging.asWritten["assurance_scope"] == "PCI, NIST, HIPPA, GDPR, APRA")
  }

  @Test func `gives every link that works`() throws {
    let urls = catalog.rules.compactMap(\.referenceURL)
    #expect(urls.count == 47)
    #expect(
      urls.allSatisfy {
        $0.hasPrefix("https://docs.aws.amazon.com/") || $0.hasPrefix("https://aws.amazon.com/")
      })
    #expect(urls.allSatisfy { !$0.contains(" ") && !$0.hasSuffix(".") })
    #expect(catalog.rules.allSatisfy { !$0.recommendation.contains("://") })
    let queue = try rule("sqs-queue-is-exposed-to-public").referenceURL
    #expect(queue?.contains("/AmazonSimpleQueueService/latest/") == true)
    let tracing = try rule("tracing-is-not-enabled-for-the-amazon-lambda-function").referenceURL
    #expect(tracing?.hasSuffix("/dg/services-xray.html") == true)
    let gateway = try #require(catalog.rules.first { $0.service == "Amazon API Gateway" })
    #expect(gateway.referenceURL?.hasSuffix("-access-control-aws-waf.html") != true)
    #expect(gateway.referenceURL?.hasSuffix("control-access-aws-waf.html") == true)
    #expect(gateway.recommendation.hasSuffix("vulnerabilities."))
  }

  @Test func `reports every doubt with a line of the document`() throws {
    let lines = try SeedDocument.bytes().count { $0 == UInt8(ascii: "\n") } + 1
    #expect(catalog.anomalies.allSatisfy { (1...lines).contains($0.line) })
    let counts = Dictionary(catalog.anomalies.map { ($0.code, 1) }, uniquingKeysWith: +)
    #expect(
      counts == [
        "broken-link": 47, "damaged-text": 40, "description-repeats-title": 5, "glued-link": 4,
        "malformed-title": 2, "missing-field": 1, "missing-link": 16, "misspelt-scope": 33,
        "misspelt-service": 4, "misspelt-threat": 5, "off-subject-description": 11,
        "off-subject-recommendation": 16, "vendor-text": 1,
      ])
  }

  @Test func `finds the recommendations pasted from other rules`() {
    let pasted = rules("off-subject-recommendation")
    for key in [
      "application-load-balancer-have-access-logging-feature-not-enabled",
      "elbv2-load-balancer-has-deletion-protection-feature-is-not-enabled",
      "less-than-two-healthy-target-instances-associated-with-each-amazon-elbv2-load-balancer",
      "ec2-ebs-volume-is-not-encrypted",
      "efs-volume-does-not-enforce-data-at-rest-encryption-using-kms-cmks",
    ] {
      #expect(pasted.contains(key))
    }
    // All others advise on Secrets Manager where the rule is about another service's keys.
    #expect(pasted.count == 16)
    #expect(rules("off-subject-description").count == 11)
    #expect(
      rules("missing-field") == [
        "athena-query-results-are-not-encrypted-with-the-customer-master-key"
      ])
  }

  @Test func `reads the document with carriage returns alike`() throws {
    let text = String(decoding: try SeedDocument.bytes(), as: UTF8.self)
    let windows = text.replacing("\n", with: "\r\n")
    #expect(ThreatModelingDocument().read(windows, file: "seed.txt") == catalog)
  }
}
