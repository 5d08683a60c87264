import EvidenceModel
import Testing

@testable import ScanFormats

@Suite struct ProwlerComplianceCSVTests {
  private static let columns = [
    "PROVIDER", "DESCRIPTION", "ACCOUNTID", "REGION", "ASSESSMENTDATE", "REQUIREMENTS_ID",
    "REQUIREMENTS_DESCRIPTION", "REQUIREMENTS_ATTRIBUTES_SECTION", "STATUS", "STATUSEXTENDED",
    "RESOURCEID", "CHECKID", "MUTED", "RESOURCENAME", "FRAMEWORK", "NAME",
  ]

  private func text(_ rows: [[String: String]], delimiter: String = ";") -> String {
    let usual = [
      "PROVIDER": "aws", "ACCOUNTID": "012345678901", "REGION": "eu-south-2",
      "ASSESSMENTDATE": "2026-03-02 02:00:00", "REQUIREMENTS_ID": "1.2",
      "REQUIREMENTS_DESCRIPTION": "Doors are shut", "STATUS": "PASS",
      "STATUSEXTENDED": "Vault blue is shut.", "RESOURCEID": "arn:vault/blue",
      "CHECKID": "vault_is_closed", "MUTED": "False", "RESOURCENAME": "blue", "FRAMEWORK": "ABC",
      "NAME": "The ABC of doors v2.1",
    ]
    return ([Self.columns] + rows.map { row in Self.columns.map { row[$0] ?? usual[$0] ?? "" } })
      .map { $0.joined(separator: delimiter) + "\n" }.joined()
  }

  private func read(_ rows: [[String: String]]) throws -> ReadScan { try ReadScan(text(rows)) }

  @Test func `keeps a requirement apart from the finding`() throws {
    let scan = try read([["STATUS": "FAIL"]])
    #expect(scan.observations == [])
    #expect(scan.tools == ["prowler -"])
    let result = try #require(scan.requirements.first)
    #expect(result.requirement == RequirementReference(edition: "ABC-2.1", requirement: "1.2"))
    #expect(result.rule == "vault_is_closed")
    #expect(result.status == .fail)
    #expect(result.account == "012345678901")
    #expect(result.region == "eu-south-2")
    #expect(result.resource == "arn:vault/blue")
  }

  @Test func `gives a manual requirement the account of the others`() throws {
    let manual = [
      "ACCOUNTID": "", "REGION": "", "CHECKID": "manual", "RESOURCEID": "manual_check",
      "RESOURCENAME": "Manual check", "STATUS": "MANUAL",
    ]
    let scan = try read([manual, ["ACCOUNTID": "12345678901"]])
    #expect(scan.requirements.map(\.status) == [.manual, .pass])
    #expect(scan.requirements.map(\.rule) == [nil, "vault_is_closed"])
    #expect(scan.requirements.map(\.account) == ["012345678901", "012345678901"])
    #expect(scan.requirements[0].resource == "")
    let several = try read([manual, [:], ["ACCOUNTID": "111122223333"]])
    #expect(several.requirements[0].account == nil)
  }

  @Test func `reads what is muted, in the words of spreadsheets too`() throws {
    let scan = try read([["MUTED": "TRUE"], ["STATUS": "MUTED"], [:]])
    #expect(scan.requirements.map(\.isMuted) == [true, true, false])
    #expect(scan.requirements.map(\.status) == [.pass, .unknown, .pass])
  }

  @Test(arguments: [",", "\t"])
  func `reads what a spreadsheet saved`(delimiter: String) throws {
    let scan = try ReadScan(text([[:], ["ACCOUNTID": "1.23457E+11"]], delimiter: delimiter))
    #expect(scan.requirements.count == 1)
    #expect(scan.rejected.count == 1)
  }

  @Test func `rejects records without check or requirement`() throws {
    let scan = try read([["CHECKID": ""], ["REQUIREMENTS_ID": ""]])
    #expect(scan.rejected.map(\.reason) == ["names no check", "names no requirement"])
  }

  @Test(arguments: [
    ("ABC", "The ABC", "ABC"), ("ABC-2.1", "The ABC v2.1", "ABC-2.1"),
    ("ABC", "The ABC of vaults", "ABC"),
  ])
  func `names the edition`(framework: String, name: String, edition: String) throws {
    let scan = try read([["FRAMEWORK": framework, "NAME": name]])
    #expect(scan.requirements.map(\.requirement.edition) == [edition])
  }

  @Test func `takes the edition from the file's name where no column tells it`() throws {
    let rows = [["FRAMEWORK": "", "NAME": ""]]
    let scan = try ReadScan(TemporaryFile(text(rows)).open(as: "night_abc_2.1_aws.csv"))
    #expect(scan.requirements.map(\.requirement.edition) == ["ABC-2.1"])
    #expect(try read(rows).rejected.map(\.reason) == ["names no framework"])
  }
}
