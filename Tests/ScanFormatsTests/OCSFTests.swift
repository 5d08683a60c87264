import EvidenceModel
import Foundation
import Testing

@testable import ScanFormats

@Suite struct OCSFTests {
  private let arn = "arn:aws:vault:eu-south-2:111122223333:vault/blue"

  /// A Compliance Finding of Security Hub with some members changed; `NSNull` removes one.
  private func record(_ changes: [String: Any] = [:]) throws -> String {
    var record: [String: Any] = [
      "class_uid": 2003, "activity_id": 2, "time": 1_772_848_800_250, "severity": "High",
      "severity_id": 4, "status": "New",
      "metadata": [
        "version": "1.6.0",
        "product": [
          "name": "Security Hub",
          "uid": "arn:aws:securityhub:eu-south-2::productv2/aws/securityhub",
        ],
      ],
      "compliance": [
        "control": "Vault.3", "status": "Fail", "status_id": 3,
        "requirements": ["PCI DSS v9.0/1.2.3"],
        "standards": ["standards/aws-foundational-security-best-practices/v/1.0.0"],
      ],
      "finding_info": ["uid": "finding-1", "title": "Vaults should be closed", "desc": "Looks."],
      "cloud": [
        "provider": "AWS", "region": "eu-south-2", "account": ["uid": "111122223333"],
      ],
      "remediation": ["desc": "Close it.", "references": ["https://docs.example/v"]],
      "resources": [
        [
          "uid": "blue", "uid_alt": arn, "region": "global", "type": "AWS::Vault::Vault",
          "name": "blue", "tags": [["name": "env", "value": "prod"]],
        ]
      ],
    ]
    for (key, value) in changes { record[key] = value is NSNull ? nil : value }
    let data = try JSONSerialization.data(withJSONObject: record, options: .sortedKeys)
    return String(decoding: data, as: UTF8.self)
  }

  private func read(_ records: [[String: Any]]) throws -> ReadScan {
    try ReadScan("[" + records.map { try record($0) }.joined(separator: ",") + "]")
  }

  private func product(_ name: String, version: String = "1.0") -> [String: Any] {
    ["product": ["name": name, "version": version], "event_code": "vault_is_closed"]
  }

  @Test func `reads every field of a finding of Security Hub`() throws {
    let scan = try read([[:]])
    let resource = Resource(
      provider: "aws", account: "111122223333", region: "eu-south-2", uid: arn, name: "blue",
      type: "AWS::Vault::Vault", tags: TagSet([ResourceTag(key: "env", value: "prod")]))
    #expect(
      scan.observations == [
        Observation(
          rule: "Vault.3", resource: resource, status: .fail, severity: .high,
          alias: "finding-1", scannedAt: Timestamp(microseconds: 1_772_848_800_250_000),
          bytes: ByteRange(offset: 1, count: try record().utf8.count))
      ])
    var rule = RuleDefinition(key: "Vault.3", title: "Vaults should be closed")
    rule.severity = .high
    rule.description = "Looks."
    rule.recommendation = "Close it."
    rule.referenceURL = "https://docs.example/v"
    rule.mappings = [
      RequirementReference.named(edition: "PCI DSS v9.0", requirement: "1.2.3"),
      RequirementReference.named(
        edition: "aws-foundational-security-best-practices/v/1.0.0", requirement: "Vault.3"),
    ].sorted()
    #expect(scan.rules == [rule])
    #expect(scan.tools == ["aws-security-hub -"])
    #expect(scan.warnings == [])
  }

  @Test func `reads pages and events of Security Hub`() throws {
    let finding = try record()
    for text in ["{\"Findings\":[\(finding)]}", "{\"detail\":{\"findings\":[\(finding)]}}"] {
      #expect(try ReadScan(text).observations.map(\.rule) == ["Vault.3"])
    }
  }

  @Test func `does not know the severity of a pass, but that of the rule`() throws {
    let pass: [String: Any] = [
      "severity": "Informational", "status": "Resolved",
      "compliance": ["control": "Vault.3", "status": "Pass", "status_id": 1],
    ]
    let scan = try read([pass, ["time": 1_772_848_700_000]])
    #expect(scan.observations.map(\.status) == [.pass, .fail])
    #expect(scan.observations.map(\.severity) == [.unknown, .high])
    #expect(scan.rules.map(\.severity) == [.high])
    #expect(Set(scan.observations.map(\.scannedAt)).count == 1)
  }

  @Test(
    arguments: [
      (["status": "Warning"], .unknown), (["status_id": 1], .pass), (["status_id": 2], .unknown),
      (["status_id": 3], .fail), (["status_id": 99], .unknown), (["status": "FAILED"], .fail),
      (["status": "Splendid"], .unknown), ([:], .unknown),
    ] as [([String: any Sendable], Status)])
  func `reads the verdict`(compliance: [String: any Sendable], status: Status) throws {
    let members: [String: Any] = compliance.merging(["control": "Vault.3"]) { $1 }
    #expect(try read([["compliance": members]]).observations.map(\.status) == [status])
  }

  @Test func `takes a record without compliance for a problem while it lasts`() throws {
    let detection: [String: Any] = [
      "class_uid": 2004, "compliance": NSNull(), "metadata": ["product": ["name": "Watch Dog"]],
      "finding_info": ["uid": "finding-7", "title": "Odd", "types": ["Recon:Vault"]],
    ]
    let vulnerability: [String: Any] = [
      "class_uid": 2002, "compliance": NSNull(), "vulnerabilities": [["cve": ["uid": "CVE-1"]]],
      "metadata": ["product": ["name": "Watch Dog"]],
    ]
    let states = ["New", "Suppressed", "Archived", "Resolved", "Deleted"]
    let scan = try read(
      [vulnerability] + states.map { status in detection.merging(["status": status]) { $1 } }
        + [detection.merging(["activity_id": 3]) { $1 }])
    #expect(scan.tools == ["watch-dog -"])
    #expect(
      scan.observations.map(\.rule) == ["CVE-1", "Recon:Vault", "Recon:Vault", "Recon:Vault"])
    #expect(scan.observations.map(\.discriminator) == ["", "finding-7", "finding-7", "finding-7"])
    #expect(scan.observations.map(\.status) == [.fail, .fail, .fail, .fail])
    #expect(scan.observations.map(\.isMuted) == [false, false, true, true])
    #expect(
      scan.rejected.map(\.reason) == [
        "is resolved: it is no longer true", "is deleted: it is no longer true",
        "is closed: it is no longer true",
      ])
  }

  @Test func `takes a compliance of null for none`() throws {
    let text = #"""
      {"class_uid": 2004, "time": 1772848800000, "severity": "High", "compliance": null,
       "cloud": {"account": {"uid": "111122223333"}},
       "finding_info": {"uid": "f", "types": ["Open Vault"]}, "resources": [{"uid": "blue"}]}
      """#
    let scan = try ReadScan(text)
    #expect(scan.observations.map(\.status) == [.fail])
    #expect(scan.warnings == [])
  }

  @Test func `dispatches each record by its class`() throws {
    let scan = try read([[:], ["class_uid": 3002], ["class_uid": NSNull()]])
    #expect(scan.observations.count == 1)
    #expect(
      scan.rejected.map(\.reason) == [
        "is an OCSF record of class 3002, not a finding", "is not an OCSF record",
      ])
  }

  @Test func `has a result for each resource, and takes the deprecated one`() throws {
    let several = try read([["resources": [["uid": "a"], ["uid": "b"]]]])
    #expect(several.observations.map(\.resource.uid) == ["a", "b"])
    let one = try read([["resources": NSNull(), "resource": ["uid": "c"]]])
    #expect(one.observations.map(\.resource.uid) == ["c"])
    let none = try read([["resources": [Any]()]])
    #expect(none.observations.map(\.resource.uid) == ["111122223333"])
  }

  @Test func `reads what Prowler 3 writes`() throws {
    let old: [String: Any] = [
      "class_uid": 2001, "time": 1_772_848_800, "status": "Failure", "status_id": 2,
      "finding_info": NSNull(), "finding": ["uid": "prowler-aws-x", "title": "Vault is closed"],
      "metadata": ["product": ["name": "Prowler", "feature": ["uid": "vault_is_closed"]]],
      "compliance": ["status": "Failure", "requirements": ["CIS-1.5: 1.20, 1.21"]],
    ]
    let words = ["Success", "Failure", "Other"]
    let scan = try read(words.map { word in old.merging(["status": word]) { $1 } })
    #expect(scan.tools == ["prowler -"])
    #expect(Set(scan.observations.map(\.rule)) == ["vault_is_closed"])
    #expect(scan.observations.map(\.status) == [.pass, .fail, .unknown])
    #expect(scan.observations.first?.scannedAt.description == "2026-03-07T02:00:00Z")
    #expect(
      scan.rules.map(\.mappings) == [
        [
          RequirementReference(edition: "CIS-1.5", requirement: "1.20"),
          RequirementReference(edition: "CIS-1.5", requirement: "1.21"),
        ]
      ])
  }

  @Test func `keeps how requirements stand apart from Prowler's own results`() throws {
    let requirement: [String: Any] = [
      "metadata": product("Prowler", version: "5.46.0"),
      "compliance": [
        "standards": ["LAW-9"], "requirements": ["5.1"], "status_id": 3,
        "checks": [["uid": "vault_is_closed", "status": "Pass"]],
      ],
    ]
    let manual: [String: Any] = [
      "metadata": product("Prowler", version: "5.46.0"),
      "compliance": ["standards": ["LAW-9"], "requirements": ["5.2"], "status": "Manual"],
    ]
    let scan = try read([requirement, manual])
    #expect(scan.tools == ["prowler 5.46.0"])
    #expect(scan.observations == [])
    #expect(scan.requirements.map(\.rule) == ["vault_is_closed", nil])
    #expect(
      scan.requirements.map(\.requirement) == [
        RequirementReference(edition: "LAW-9", requirement: "5.1"),
        RequirementReference(edition: "LAW-9", requirement: "5.2"),
      ])
    #expect(scan.requirements.map(\.status) == [.fail, .manual])
  }

  @Test func `leaves Prowler's Detection Findings to their own reader`() throws {
    let temporary = try TemporaryFile(ProwlerOCSFText.array([[:]]))
    guard case .format(let format) = try ScanFormats.detect(temporary.open()) else { return }
    #expect(format.key == "prowler-ocsf")
  }

  @Test func `says that a file is cut off`() throws {
    let error = importError { _ = try ReadScan(#"[{"class_uid": 2004,"#) }
    #expect(error?.code == .truncatedFile)
  }

  @Test func `rejects what names no rule`() throws {
    let scan = try read([
      [:], ["compliance": ["status": "Fail"], "metadata": ["product": ["name": "X"]]],
    ])
    #expect(scan.rejected.map(\.reason) == ["names no rule"])
  }
}
