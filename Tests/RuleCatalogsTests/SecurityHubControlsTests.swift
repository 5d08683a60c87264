import EvidenceModel
import Testing

@testable import RuleCatalogs

@Suite struct SecurityHubControlsTests {
  private func read(_ text: String) throws -> RuleCatalog {
    let (format, text) = try CatalogFormats.detect(Array(text.utf8), file: "f.json")
    #expect(format.key == "security-hub-controls")
    return try format.read(text, file: "f.json")
  }

  private static let one = """
    {"SecurityControlId": "S3.1", "Title": "Vaults are closed", "Description": "It checks vaults.",
     "SeverityRating": "MEDIUM", "RemediationUrl": "https://docs.example/S3.1/remediation"}
    """

  @Test(arguments: [
    one, "[\(one)]", #"{"SecurityControlDefinitions": [\#(one)], "NextToken": "x"}"#,
    #"{"SecurityControls": [\#(one)], "UnprocessedIds": []}"#,
    one.replacing("\n", with: "") + "\n\n",
  ])
  func `reads lists of controls`(text: String) throws {
    let catalog = try read(text)
    #expect(catalog.key == "aws-security-hub")
    #expect(catalog.tool == "aws-security-hub")
    let rule = try #require(catalog.rules.first)
    #expect(rule.key == "S3.1")
    #expect(rule.title == "Vaults are closed")
    #expect(rule.description == "It checks vaults.")
    #expect(rule.service == "S3")
    #expect(rule.severity == .medium)
    #expect(rule.referenceURL == "https://docs.example/S3.1/remediation")
    #expect(catalog.anomalies.isEmpty)
  }

  @Test func `reads lines, and leaves out what is doubtful`() throws {
    let catalog = try read(
      """
      {"Id": "S3.1", "Title": "a", "Severity": "Low", "RemediationUrl": "https://x.example"}
      {"Id": "S3.1", "Title": "b", "Severity": "Low", "RemediationUrl": "https://x.example"}
      {"Title": "nameless"}
      {"Id": "S3.2", "Title": "c", "RelatedRequirements": ["", "nothing"]}
      """)
    #expect(catalog.rules.map { "\($0.key) \($0.title)" } == ["S3.1 a", "S3.2 c"])
    #expect(
      catalog.anomalies.map { "\($0.line) \($0.code)" } == [
        "2 repeated-check", "1 control-without-id", "4 unknown-requirement",
        "4 unknown-requirement",
      ])
  }

  @Test func `reads which requirements a control is evidence for`() throws {
    let arn = "arn:aws:securityhub:us-east-1:123456789012:control/"
    let catalog = try read(
      """
      {"Controls": [
        {"ControlId": "S3.1", "Title": "a", "SeverityRating": "HIGH",
         "StandardsControlArn": "\(arn)pci-dss/v/4.0.1/S3.1",
         "RelatedRequirements": ["PCI DSS v4.0.1/1.4.4", "NIST.800-53.r5 AC-2(3)"]},
        {"ControlId": "S3.1", "Title": "a", "SeverityRating": "HIGH",
         "StandardsControlArn": "\(arn)aws-foundational-security-best-practices/v/1.0.0/S3.1",
         "RelatedRequirements": ["NIST.800-53.r5 AC-2(3)", "CIS AWS Foundations 2.5"]}]}
      """)
    #expect(catalog.rules.map(\.key) == ["S3.1"])
    #expect(catalog.anomalies.isEmpty)
    #expect(
      catalog.evidence.map { "\($0.requirement.edition) \($0.requirement.requirement)" } == [
        "PCI-4.0.1 1.4.4", "NIST-800-53-Revision-5 AC-2(3)", "CIS-1.2 2.5",
        "AWS-Foundational-Security-Best-Practices S3.1",
      ])
    #expect(
      catalog.evidence.allSatisfy {
        $0.rule == RuleReference(catalog: "aws-security-hub", rule: "S3.1")
      })
  }
}
