import EvidenceModel
import Testing

@testable import RuleCatalogs

@Suite struct RuleLintTests {
  /// The codes of the doubts about a rule, the missing fields left out.
  private func codes(_ change: (inout RuleDefinition) -> Void) -> [String] {
    var rule = RuleDefinition(key: "a", title: "Amazon S3 bucket is not encrypted")
    rule.service = "Amazon S3"
    rule.referenceURL = "https://a.b"
    change(&rule)
    let lines = Dictionary(uniqueKeysWithValues: RuleField.allCases.map { ($0, 2) })
    return RuleLint(lines: lines, titleLine: 1).check(rule).map(\.code)
  }

  @Test(arguments: [
    (9.0, Severity.critical), (8.9, .high), (7.0, .high), (6.9, .medium), (4.0, .medium),
    (3.9, .low), (0.1, .low), (0.0, .informational),
  ])
  func `takes the bands of CVSS version 3`(score: Double, severity: Severity) {
    for other in Severity.allCases where other != .unknown {
      let found = codes {
        $0.cvss = score
        $0.severity = other
      }
      #expect(found == (other == severity ? [] : ["cvss-severity-mismatch"]))
    }
  }

  @Test(arguments: [
    "Use the Amazon Amazon key.", "Key Management Amazon Service", "Amazon Services run it.",
    "Add the Amazon: SecureTransport condition.",
  ])
  func `finds what search-and-replace damaged`(text: String) {
    #expect(codes { $0.description = text }.contains("damaged-text"))
  }

  @Test(arguments: [
    "Amazon services run it.", "Amazon Serviced", "Amazon: more of it", "AWS services, Amazon S3",
  ])
  func `leaves sound words alone`(text: String) {
    #expect(codes { $0.description = text } == [])
  }

  @Test func `finds vendors, repeated titles, missing links and misspelt services`() {
    #expect(codes { $0.recommendation = "Rapticore advises encryption." } == ["vendor-text"])
    #expect(
      codes { $0.description = "Amazon S3: bucket is not encrypted." } == [
        "description-repeats-title"
      ])
    let unlinked = codes {
      $0.recommendation = "Encrypt it."
      $0.referenceURL = nil
    }
    #expect(unlinked == ["missing-link"])
    let misspelt = codes {
      $0.service = "Amazon Neptune"
      $0.title = "A"
      $0.description = "Nepture and its Neptures, not Neptunes, Neptune's or a nepture."
    }
    #expect(misspelt == ["misspelt-service", "misspelt-service"])
  }

  @Test(arguments: [
    ("Load balancer has no access logging", "Use a TLS listener."),
    ("Load balancer has no deletion protection", "Use a TLS listener."),
    ("Fewer than two healthy targets", "Use a TLS listener to encrypt traffic."),
    ("EBS volume is not encrypted", "Launch instances in an Auto Scaling group."),
    ("File system does not use a KMS CMK", "Associate a WAF web ACL."),
    ("Bucket is not encrypted", "Amazon Secrets Manager has a customer master key."),
    ("Bucket does not use a customer master key", "AWS Secrets Manager can use CMKs."),
  ])
  func `finds advice on another subject`(title: String, advice: String) {
    let found = codes {
      $0.title = title
      $0.recommendation = advice
    }
    #expect(found == ["off-subject-recommendation"])
  }

  @Test(arguments: [
    ("Load balancer has no access logging", "Turn on access logs."),
    ("Bucket is not encrypted", "Choose a KMS key."),
    ("Bucket is not encrypted", "Ask the owner."),
    ("Bucket stands alone", "Use a TLS listener."),
    ("Security group opens a port", "Restrict access by the least privilege principle."),
    ("Bucket is public", "Make the bucket private; publish it with Amazon CloudFront."),
    ("Bucket has no logging", "Send its logs to Amazon CloudWatch."),
    ("Password is not encrypted", "Keep the secret in AWS Secrets Manager, encrypted."),
  ])
  func `trusts advice on the title's subject or on none`(title: String, advice: String) {
    let found = codes {
      $0.title = title
      $0.recommendation = advice
    }
    #expect(found == [])
  }

  @Test func `finds a description of another service`() {
    let about = "The default of the Amazon Secrets Manager is a key of its own."
    #expect(codes { $0.description = about } == ["off-subject-description"])
    #expect(codes { $0.description = "The bucket is open. " + about } == [])
    #expect(codes { $0.description = about.replacing("Amazon ", with: "") } == [])
  }
}
