import EvidenceModel
import Testing

@testable import ScanFormats

@Suite struct ProwlerV3CSVTests {
  private static let aws = [
    "ASSESSMENT_START_TIME", "FINDING_UNIQUE_ID", "PROVIDER", "CHECK_ID", "CHECK_TITLE", "STATUS",
    "STATUS_EXTENDED", "SEVERITY", "RESOURCE_TYPE", "SERVICE_NAME", "COMPLIANCE", "ACCOUNT_ID",
    "REGION", "RESOURCE_ID", "RESOURCE_ARN",
  ]

  private func read(_ changes: [String: String], columns: [String] = aws) throws -> ReadScan {
    let usual = [
      "ASSESSMENT_START_TIME": "2023-05-04T03:02:01",
      "FINDING_UNIQUE_ID": "prowler-aws-vault_is_closed-012345678901-eu-south-2-blue",
      "PROVIDER": "aws", "CHECK_ID": "vault_is_closed", "CHECK_TITLE": "Vault is closed",
      "STATUS": "FAIL", "STATUS_EXTENDED": "Vault blue is open.", "SEVERITY": "high",
      "RESOURCE_TYPE": "AwsVault", "SERVICE_NAME": "vault", "COMPLIANCE": "ABC-1: 1.1, 1.2",
      "ACCOUNT_ID": "12345678901", "REGION": "eu-south-2", "RESOURCE_ID": "blue",
      "RESOURCE_ARN": "arn:aws:vault:eu-south-2:012345678901:vault/blue",
    ]
    let row = columns.map { changes[$0] ?? usual[$0] ?? "" }
    return try ReadScan(
      columns.joined(separator: ";") + "\n" + row.joined(separator: ";") + "\n")
  }

  @Test func `reads a record and its rule`() throws {
    let scan = try read([:])
    let observation = try #require(scan.observations.first)
    #expect(observation.rule == "vault_is_closed")
    #expect(observation.resource.uid == "arn:aws:vault:eu-south-2:012345678901:vault/blue")
    #expect(observation.resource.name == "blue")
    #expect(observation.resource.region == "eu-south-2")
    #expect(observation.status == .fail && observation.severity == .high)
    #expect(observation.scannedAt.description == "2023-05-04T03:02:01Z")
    #expect(scan.tools == ["prowler -"])
    #expect(scan.rules.map(\.title) == ["Vault is closed"])
    #expect(scan.rules[0].mappings.map(\.requirement) == ["1.1", "1.2"])
  }

  @Test func `gives an account its zeros back`() throws {
    #expect(try read([:]).observations[0].resource.account == "012345678901")
  }

  @Test(arguments: [("INFO", Status.manual, false), ("WARNING", .unknown, true)])
  func `reads the verdicts of version 3`(word: String, status: Status, isMuted: Bool) throws {
    let observation = try read(["STATUS": word]).observations[0]
    #expect(observation.status == status && observation.isMuted == isMuted)
  }

  @Test func `reads the columns of Azure and GCP`() throws {
    let common = Self.aws.prefix(11)
    let azure = try read(
      ["PROVIDER": "azure", "SUBSCRIPTION": "s1", "RESOURCE_ID": "/r/1", "RESOURCE_NAME": "one"],
      columns: common + ["SUBSCRIPTION", "RESOURCE_ID", "RESOURCE_NAME"])
    #expect(azure.observations[0].resource.account == "s1")
    #expect(azure.observations[0].resource.uid == "/r/1")
    #expect(azure.observations[0].resource.name == "one")
    let gcp = try read(
      ["PROVIDER": "gcp", "PROJECT_ID": "p1", "LOCATION": "europe-west9"],
      columns: common + ["PROJECT_ID", "LOCATION", "RESOURCE_ID", "RESOURCE_NAME"])
    #expect(gcp.observations[0].resource.account == "p1")
    #expect(gcp.observations[0].resource.region == "europe-west9")
  }
}
