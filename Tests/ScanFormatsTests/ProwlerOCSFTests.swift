import EvidenceModel
import Foundation
import Testing

@testable import ScanFormats

@Suite struct ProwlerOCSFTests {
  private let absent = NSNull()

  private func read(
    _ records: [[String: Any]], context: ReadingContext = ReadingContext()
  ) throws -> ReadScan {
    try ReadScan(ProwlerOCSFText.array(records), context: context)
  }

  /// The observation of one record.
  private func observation(
    _ changes: [String: Any], context: ReadingContext = ReadingContext()
  ) throws -> Observation {
    let scan = try read([changes], context: context)
    #expect(scan.rejected == [])
    return try #require(scan.observations.first)
  }

  @Test func `reads every field of an observation`() throws {
    let observation = try observation([:])
    let resource = Resource(
      provider: "aws", account: "111122223333", region: "eu-south-2",
      uid: "arn:aws:vault:eu-south-2:111122223333:vault/blue", name: "blue", type: "AwsVault")
    let length = try ProwlerOCSFText.record().utf8.count
    #expect(
      observation
        == Observation(
          rule: "vault_is_closed", resource: resource, status: .fail, severity: .high,
          detail: "Vault blue is open.",
          alias: "prowler-aws-vault_is_closed-111122223333-eu-south-2-blue",
          scannedAt: Timestamp(microseconds: 1_772_848_800_000_000),
          bytes: ByteRange(offset: 1, count: length)))
  }

  @Test func `reads the rule`() throws {
    var rule = RuleDefinition(key: "vault_is_closed", title: "Vault is closed")
    rule.service = "vault"
    rule.severity = .high
    rule.description = "Vaults are **closed**."
    rule.risk = "Anyone walks in."
    rule.recommendation = "Close it."
    rule.referenceURL = "https://docs.example/vault"
    rule.mappings = [
      RequirementReference(edition: "ABC", requirement: "x"),
      RequirementReference(edition: "PCI-9.0", requirement: "1.1"),
      RequirementReference(edition: "PCI-9.0", requirement: "1.2"),
    ]
    #expect(try read([[:]]).rules == [rule])
  }

  @Test func `names the tool and each rule once, before the observations`() throws {
    let scan = try read([[:], ["metadata.event_code": "b"], [:], ["metadata.event_code": "b"]])
    #expect(
      scan.order == [
        "tool", "rule", "observation", "rule", "observation", "observation", "observation",
      ])
    #expect(scan.tools == ["prowler 5.46.0"])
    #expect(scan.rules.map(\.key) == ["vault_is_closed", "b"])
  }

  @Test func `names the tool again when its version changes, and rules again at another time`()
    throws
  {
    let later: [String: Any] = ["metadata.product.version": "5.47.0", "time": 1_772_935_200]
    let scan = try read([[:], later, later])
    #expect(scan.tools == ["prowler 5.46.0", "prowler 5.47.0"])
    #expect(
      scan.order == ["tool", "rule", "observation", "tool", "rule", "observation", "observation"])
  }

  @Test func `reads the verdict from status_code alone`() throws {
    let scan = try read([
      ["status_code": "PASS", "status": "Other"], ["status_code": "FAIL", "status_id": 3],
      ["status_code": "MANUAL"], ["status_code": "FAIL", "status": "Suppressed"],
      ["status_code": "MUTED"],
    ])
    #expect(scan.observations.map(\.status) == [.pass, .fail, .manual, .fail, .unknown])
    #expect(scan.observations.map(\.isMuted) == [false, false, false, true, true])
    #expect(scan.warnings == [])
  }

  @Test func `keeps an unknown status as unknown and warns once per word`() throws {
    let scan = try read([
      ["status_code": "ODD"], ["status_code": "ODD"], ["status_code": "pass"],
    ])
    #expect(scan.observations.map(\.status) == [.unknown, .unknown, .unknown])
    #expect(
      scan.warnings == [
        "the status 'ODD' is unknown; it is kept as 'unknown'",
        "the status 'pass' is unknown; it is kept as 'unknown'",
      ])
  }

  @Test func `keeps an unknown severity as unknown and warns once per word`() throws {
    let scan = try read([["severity": "Awful"], ["severity": "Awful"], ["severity": absent]])
    #expect(scan.observations.map(\.severity) == [.unknown, .unknown, .unknown])
    #expect(scan.warnings == ["the severity 'Awful' is unknown; it is kept as 'unknown'"])
  }

  @Test func `finds the rule of versions that have no event code`() throws {
    #expect(
      try observation(["metadata.event_code": absent, "finding_info.analytic.uid": "other"]).rule
        == "other")
    var changes: [String: Any] = ["metadata.event_code": absent, "finding_info.analytic": absent]
    #expect(try observation(changes).rule == "vault_is_closed")
    changes["finding_info.uid"] = "prowler-aws-AVD-AWS-0001-111122223333-eu-south-2-a-b"
    #expect(try observation(changes).rule == "AVD-AWS-0001")
    changes["finding_info.uid"] = "prowler-aws-vault_is_closed-elsewhere-blue"
    #expect(try observation(changes).rule == "vault_is_closed")
  }

  @Test func `reads times as seconds or milliseconds`() throws {
    let expected = Timestamp(microseconds: 1_772_848_800_000_000)
    #expect(try observation(["time": 1_772_848_800]).scannedAt == expected)
    #expect(try observation(["time": 1_772_848_800_000]).scannedAt == expected)
    #expect(try observation(["time": 1_772_848_800.5]).scannedAt == expected)
  }

  @Test func `falls back to the times of older versions`() throws {
    var changes: [String: Any] = ["time": absent, "event_time": "2026-03-07T02:00:00+00:00"]
    #expect(try observation(changes).scannedAt.description == "2026-03-07T02:00:00Z")
    changes = ["time": absent, "finding_info.created_time": "2026-03-07T03:00:00Z"]
    #expect(try observation(changes).scannedAt.description == "2026-03-07T03:00:00Z")
    changes = ["time": absent]
    #expect(try observation(changes).scannedAt.description == "2026-03-07T02:00:00Z")
    changes = ["time": absent, "finding_info.created_time": absent]
    #expect(try observation(changes).scannedAt.description == "2026-03-06T21:00:00Z")
  }

  @Test func `never reads time_dt where there is a time`() throws {
    let scan = try read([["time": "soon", "finding_info.created_time": absent]])
    #expect(scan.observations == [])
    #expect(scan.rejected.map(\.reason) == ["has no time that can be read"])
  }

  @Test func `reads a time without a zone in the zone that the user names`() throws {
    let changes: [String: Any] = ["time": absent, "event_time": "2026-03-06T21:00:00.25"]
    let context = ReadingContext(timeZone: TimeZone(identifier: "America/New_York"))
    let scan = try read([changes], context: context)
    #expect(
      scan.observations.map(\.scannedAt) == [Timestamp(microseconds: 1_772_848_800_250_000)])
    #expect(scan.warnings == [])
  }

  @Test func `warns once of checks that do not say what they are evidence for`() throws {
    for compliance in [NSNull(), "PCI", ["PCI"]] as [Any] {
      let scan = try ReadScan(
        ProwlerOCSFText.array([
          ["unmapped.compliance": compliance],
          ["unmapped.compliance": compliance, "metadata.event_code": "door_is_closed"],
        ]))
      #expect(scan.warnings.count == 1)
      #expect(scan.warnings.first?.contains("'vault_is_closed'") == true)
    }
    let scan = try ReadScan(ProwlerOCSFText.array([["unmapped.compliance": [String: Any]()]]))
    #expect(scan.warnings == [])
  }

  @Test func `reads a time without a zone as UTC with one warning`() throws {
    let changes: [String: Any] = ["time": absent, "event_time": "2026-03-06T21:00:00"]
    let scan = try read([changes, changes])
    #expect(
      scan.observations.map(\.scannedAt.description)
        == Array(repeating: "2026-03-06T21:00:00Z", count: 2))
    #expect(scan.hasGuessedZone)
  }

  @Test func `takes the user's time for every record`() throws {
    let time = Timestamp(microseconds: 5_000_000)
    let scan = try read(
      [[:], ["time": "soon"], ["time": absent, "event_time": "2026-03-06T21:00:00"]],
      context: ReadingContext(scannedAt: time))
    #expect(scan.observations.map(\.scannedAt) == [time, time, time])
    #expect(scan.warnings == [])
    #expect(scan.rules.count == 1)
  }

  @Test func `finds the account, and asks for one where there is none`() throws {
    let other: [String: Any] = ["cloud.account": absent, "unmapped.provider_uid": "444455556666"]
    #expect(try observation(other).resource.account == "444455556666")
    let none: [String: Any] = ["cloud.account.uid": "", "unmapped.provider_uid": absent]
    let context = ReadingContext(account: "777788889999")
    #expect(try observation(none, context: context).resource.account == "777788889999")
    #expect(try observation([:], context: context).resource.account == "111122223333")
    let error = importError { _ = try read([[:], none]) }
    #expect(error?.code == .missingContext)
    #expect(error?.hint == "name it with --account")
    #expect(error?.place?.byteOffset == 2 + (try ProwlerOCSFText.record().utf8.count))
  }

  @Test func `restores the zeros of an AWS account`() throws {
    let account = "cloud.account.uid"
    #expect(try observation([account: "22223333"]).resource.account == "000022223333")
    #expect(
      try observation([account: "22223333", "cloud.provider": "gcp"]).resource.account
        == "22223333")
    #expect(try observation([account: "sub-1"]).resource.account == "sub-1")
  }

  @Test func `finds region and provider`() throws {
    #expect(
      try observation(["cloud.region": absent, "resource.region": "ap-1"]).resource.region == "ap-1"
    )
    let none: [String: Any] = ["cloud.region": "", "resource.region": absent]
    #expect(try observation(none).resource.region == "")
    let context = ReadingContext(region: "eu-9")
    #expect(try observation(none, context: context).resource.region == "eu-9")
    #expect(try observation([:], context: context).resource.region == "eu-south-2")
    #expect(
      try observation(["cloud.provider": absent, "unmapped.provider": "azure"]).resource.provider
        == "azure")
    #expect(
      try observation(["cloud.provider": absent, "unmapped.provider": absent]).resource.provider
        == "aws")
  }

  @Test func `reads Kubernetes findings, which have no cloud`() throws {
    let changes: [String: Any] = [
      "cloud": absent, "resource.region": absent, "resource.namespace": "kube-system",
      "unmapped.provider_uid": "cluster-a", "unmapped.provider": absent,
      "finding_info.uid": "prowler-kubernetes-vault_is_closed-cluster-a-namespace: kube-system-x",
    ]
    let resource = try observation(changes).resource
    #expect(resource.provider == "kubernetes")
    #expect(resource.account == "cluster-a")
    #expect(resource.region == "namespace: kube-system")
  }

  @Test(arguments: ["", "None", "N/A"])
  func `takes the name, then the account, for an absent resource id`(word: String) throws {
    let named = try observation(["resource.uid": word]).resource
    #expect(named.uid == "blue")
    let bare = try observation(["resource.uid": word, "resource.name": word]).resource
    #expect(bare.uid == "111122223333")
    #expect(bare.name == "")
    let gone = try observation(["resources": [Any]()]).resource
    #expect(gone.uid == "111122223333")
    #expect(gone.type == "")
  }

  @Test func `takes the message where there is no status detail`() throws {
    #expect(
      try observation(["status_detail": absent, "message": "Said so."]).detail == "Said so.")
  }

  @Test func `accepts what older versions write in other types`() throws {
    let scan = try read([
      ["unmapped": ["categories": "", "compliance": [String: Any]()]],
      ["metadata.event_code": "b", "unmapped": absent, "remediation.references": [""]],
    ])
    #expect(scan.rules.map(\.mappings) == [[], []])
    #expect(scan.rules.map(\.referenceURL) == ["https://docs.example/vault", nil])
  }

  @Test func `rejects what is no finding of Prowler's, with place and excerpt`() throws {
    let first = try ProwlerOCSFText.record()
    let others = [
      #"{"class_uid": 2001}"#, #"{"a": 1}"#, #"{"class_uid": 2004}"#,
      #"{"class_uid":2004,"metadata":{"product":{"name":"Other"}}}"#,
    ]
    let scan = try ReadScan("[" + ([first] + others).joined(separator: ",") + "]")
    #expect(scan.observations.count == 1)
    #expect(
      scan.rejected.map(\.reason) == [
        "is an OCSF record of class 2001, not a Detection Finding (2004)",
        "is not an OCSF record", "is a finding of no product, not of Prowler",
        "is a finding of 'Other', not of Prowler",
      ])
    #expect(scan.rejected.map(\.excerpt) == others)
    #expect(
      scan.rejected.first?.bytes == ByteRange(offset: first.utf8.count + 2, count: 19))
  }

  @Test func `rejects a record without a check or a time, and keeps one without a status`() throws {
    let scan = try read([
      ["metadata.event_code": absent, "finding_info.analytic": absent, "finding_info.uid": "x"],
      ["status_code": absent],
      ["time": absent, "finding_info.created_time": absent, "time_dt": "yesterday"],
    ])
    #expect(
      scan.rejected.map(\.reason) == [
        "names no check", "has no time that can be read",
      ])
    #expect(scan.order == ["rejected", "warning", "tool", "rule", "observation", "rejected"])
    #expect(scan.observations.map(\.status) == [.unknown])
  }

  @Test func `takes neither of two verdicts`() throws {
    let record = try ProwlerOCSFText.record()
    let both = "{\"status_code\":\"PASS\"," + record.drop { $0 != "{" }.dropFirst()
    let scan = try ReadScan("[\(both)]")
    #expect(scan.observations.map(\.status) == [.unknown])
  }

  @Test func `cuts the excerpt after 200 characters`() throws {
    let padding = String(repeating: "ü🙂", count: 300)
    let scan = try ReadScan("[\(try ProwlerOCSFText.record()),{\"a\":\"\(padding)\"}]")
    #expect(scan.rejected.first?.excerpt == String("{\"a\":\"\(padding)".prefix(200)))
  }

  @Test func `reads runs that were appended to a file`() throws {
    let records = try ["a", "b", "c"].map {
      try ProwlerOCSFText.record(["metadata.event_code": $0])
    }
    let scan = try ReadScan("[\(records[0])]\(records[1]),\(records[2])]")
    #expect(scan.observations.map(\.rule) == ["a", "b", "c"])
  }

  @Test func `stops at what the caller throws`() throws {
    struct Stop: Error {}
    let temporary = try TemporaryFile(ProwlerOCSFText.array([[:], [:]]))
    let file = try temporary.open()
    #expect(throws: Stop.self) {
      try ProwlerOCSF().read(file, context: ReadingContext()) { _ in throw Stop() }
    }
  }
}
