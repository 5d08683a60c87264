import EvidenceModel
import Foundation
import Testing

@testable import ScanFormats

@Suite struct ProwlerJSONTests {
  private func text(_ members: [String: Any]) throws -> String {
    let data = try JSONSerialization.data(withJSONObject: members, options: .sortedKeys)
    return String(decoding: data, as: UTF8.self)
  }

  private func version3(_ changes: [String: Any] = [:]) throws -> String {
    let record: [String: Any] = [
      "AssessmentStartTime": "2026-03-07T02:00:00.5", "Provider": "aws",
      "FindingUniqueId": "prowler-aws-vault_is_closed-111122223333-eu-south-2-blue",
      "CheckID": "vault_is_closed", "CheckTitle": "Vault is closed", "ServiceName": "vault",
      "Status": "FAIL", "StatusExtended": "Vault blue is open.", "Severity": "high",
      "ResourceType": "AwsVault", "Description": "Vaults are closed.", "Risk": "Anyone walks in.",
      "Remediation": ["Recommendation": ["Text": "Close it.", "Url": "https://docs.example/v"]],
      "Compliance": ["PCI-9.0": ["1.2"]], "AccountId": "111122223333", "Region": "eu-south-2",
      "ResourceId": "blue", "ResourceArn": "arn:aws:vault:eu-south-2:111122223333:vault/blue",
      "ResourceTags": ["env": "prod"],
    ]
    return try text(record.merging(changes) { $1 })
  }

  private func version2(_ changes: [String: Any] = [:]) throws -> String {
    let record: [String: Any] = [
      "Account Number": "012345678901", "Control": "[check77] Close the vaults",
      "Message": "eu-south-2: vault blue is open", "Severity": "High", "Status": "FAIL",
      "Control ID": "7.07", "Region": "eu-south-2", "Timestamp": "2026-03-07T02:00:00Z",
      "Service": "vault", "Risk": "Anyone walks in.", "Remediation": "Close it.",
      "Doc link": "https://docs.example/v", "Resource ID": "blue",
    ]
    return try text(record.merging(changes) { $1 })
  }

  @Test func `reads every field of version 3`() throws {
    let scan = try ReadScan("[\(try version3())]")
    let resource = Resource(
      provider: "aws", account: "111122223333", region: "eu-south-2",
      uid: "arn:aws:vault:eu-south-2:111122223333:vault/blue", name: "blue", type: "AwsVault",
      tags: TagSet([ResourceTag(key: "env", value: "prod")]))
    #expect(
      scan.observations == [
        Observation(
          rule: "vault_is_closed", resource: resource, status: .fail, severity: .high,
          detail: "Vault blue is open.",
          alias: "prowler-aws-vault_is_closed-111122223333-eu-south-2-blue",
          scannedAt: Timestamp(microseconds: 1_772_848_800_500_000),
          bytes: ByteRange(offset: 1, count: try version3().utf8.count))
      ])
    var rule = RuleDefinition(key: "vault_is_closed", title: "Vault is closed")
    rule.service = "vault"
    rule.severity = .high
    rule.description = "Vaults are closed."
    rule.risk = "Anyone walks in."
    rule.recommendation = "Close it."
    rule.referenceURL = "https://docs.example/v"
    rule.mappings = [RequirementReference(edition: "PCI-9.0", requirement: "1.2")]
    #expect(scan.rules == [rule])
    #expect(scan.tools == ["prowler -"])
    #expect(scan.hasGuessedZone)
  }

  @Test func `reads every field of version 2`() throws {
    let scan = try ReadScan(version2())
    let resource = Resource(
      provider: "aws", account: "012345678901", region: "eu-south-2", uid: "blue")
    #expect(
      scan.observations == [
        Observation(
          rule: "check77", resource: resource, status: .fail, severity: .high,
          detail: "eu-south-2: vault blue is open",
          scannedAt: Timestamp(microseconds: 1_772_848_800_000_000),
          bytes: ByteRange(offset: 0, count: try version2().utf8.count))
      ])
    #expect(scan.rules.map(\.title) == ["Close the vaults"])
    #expect(scan.warnings == [])
  }

  @Test func `reads the words of both versions in any case`() throws {
    let words = ["PASS", "Pass", "FAIL", "Info", "INFO", "WARNING", "GREAT"]
    for records in [
      try words.map { try version2(["Status": $0]) },
      try words.map { try version3(["Status": $0]) },
    ] {
      let scan = try ReadScan(records.joined(separator: "\n"))
      #expect(
        scan.observations.map(\.status) == [
          .pass, .pass, .fail, .manual, .manual, .unknown, .unknown,
        ])
      #expect(scan.observations.map(\.isMuted) == words.map { $0 == "WARNING" })
      #expect(scan.warnings.contains("the status 'GREAT' is unknown; it is kept as 'unknown'"))
    }
  }

  @Test func `has one time for a run of version 2, the last`() throws {
    let scan = try ReadScan(
      version2(["Timestamp": "2026-03-07T02:30:00Z"]) + "\n" + version2())
    #expect(
      scan.observations.map(\.scannedAt.description)
        == Array(repeating: "2026-03-07T02:30:00Z", count: 2))
  }

  @Test func `reads the accounts of other clouds`() throws {
    let none = NSNull()
    let azure = try version3([
      "Provider": "azure", "AccountId": none, "Subscription": "sub-1", "ResourceArn": none,
      "ResourceId": "/subscriptions/1/vault", "ResourceName": "blue", "Region": none,
    ])
    let gcp = try version3([
      "Provider": "gcp", "AccountId": none, "ProjectId": "project-1", "Region": none,
      "Location": "europe-9",
    ])
    let resources = try ReadScan("[\(azure),\(gcp)]").observations.map(\.resource)
    #expect(resources.map(\.account) == ["sub-1", "project-1"])
    #expect(resources.map(\.region) == ["", "europe-9"])
    #expect(resources.first?.uid == "/subscriptions/1/vault")
    #expect(resources.first?.name == "blue")
  }

  @Test func `rejects what is no finding`() throws {
    let scan = try ReadScan("[\(try version3()),{\"a\":1},\(try version2(["Control": "Close"]))]")
    #expect(
      scan.rejected.map(\.reason) == ["is not a finding of Prowler 2 or 3", "names no check"])
    #expect(scan.rejected.first?.excerpt == "{\"a\":1}")
  }

  @Test(
    .enabled(if: Corpus.isHere, "the corpus of real scans is not beside the package"),
    arguments: [
      ("aws_prowler_v3plus/many_vuln.json", [.fail: 3]),
      ("aws_prowler_v3plus/one_vuln.json", [.fail: 1]),
      ("aws_prowler_v3plus/no_vuln.json", [:]),
      ("aws_prowler/many_vuln.json", [.fail: 4, .pass: 1, .manual: 1]),
      ("aws_prowler/many_vuln_plus_one.json", [.fail: 5, .pass: 1, .manual: 1]),
      ("aws_prowler/one_vuln.json", [.fail: 1]),
    ] as [(String, [Status: Int])])
  func `reads real files`(name: String, statuses: [Status: Int]) throws {
    let path = Corpus.folder.appending(path: "defectdojo/" + name).path(percentEncoded: false)
    let scan = try ReadScan(ScanFile(path: path))
    #expect(scan.rejected == [])
    #expect(Dictionary(grouping: scan.observations, by: \.status).mapValues(\.count) == statuses)
  }
}
