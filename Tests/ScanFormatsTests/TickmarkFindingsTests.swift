import EvidenceModel
import Testing

@testable import ScanFormats

@Suite struct TickmarkFindingsTests {
  private let finding = """
    {"tickmark_finding":1,"tool":"access-review","tool_version":"2","rule":"mfa","title":"MFA",\
    "status":"fail","severity":"high","muted":true,"detail":"no device","id":"7","provider":"aws",\
    "account":"111111111111","region":"global","resource":"arn:a","resource_name":"a",\
    "resource_type":"User","tags":{"team":"core","env":"prod"},"discriminator":"console",\
    "requirements":["PCI-4.0: 8.4.2","none"],"scanned_at":"2026-06-30T12:00:00+02:00"}
    """

  @Test func `reads every field of a finding`() throws {
    let scan = try ReadScan(finding + "\n")
    let observation = try #require(scan.observations.first)
    #expect(scan.rejected == [] && scan.warnings == [])
    #expect(scan.tools == ["access-review 2"])
    #expect(
      observation
        == Observation(
          rule: "mfa",
          resource: Resource(
            provider: "aws", account: "111111111111", region: "global", uid: "arn:a", name: "a",
            type: "User",
            tags: TagSet([
              ResourceTag(key: "env", value: "prod"), ResourceTag(key: "team", value: "core"),
            ])),
          discriminator: "console", status: .fail, severity: .high, isMuted: true,
          detail: "no device", alias: "7",
          scannedAt: Timestamp(microseconds: 1_782_813_600_000_000),
          bytes: ByteRange(offset: 0, count: finding.utf8.count)))
    #expect(
      scan.rules.first?.mappings == [RequirementReference(edition: "PCI-4.0", requirement: "8.4.2")]
    )
  }

  @Test func `reads what was evaluated`() throws {
    let scan = try ReadScan(
      #"""
      {"tickmark_coverage":1,"tool":"t","provider":"aws","account":"1","rules":["a","b"],
       "scanned_at":"2026-06-30T12:00:00Z"}
      """#)
    #expect(
      scan.coverage == [
        DeclaredCoverage(
          provider: "aws", account: "1", rules: ["a", "b"], regions: nil,
          scannedAt: Timestamp(microseconds: 1_782_820_800_000_000))
      ])
  }

  @Test(arguments: [
    (#"{"tickmark_finding":2,"tool":"t","rule":"r","status":"pass"}"#, "version 1"),
    (#"{"tickmark_finding":1,"rule":"r","status":"pass"}"#, "no tool"),
    (#"{"tickmark_finding":1,"tool":"t","status":"pass"}"#, "no rule"),
    (
      #"{"tickmark_finding":1,"tool":"t","rule":"r","status":"pass","scanned_at":"soon"}"#, "time"
    ),
  ])
  func `rejects what it cannot use`(text: String, reason: String) throws {
    let scan = try ReadScan(text, context: ReadingContext(account: "1"))
    #expect(scan.observations == [])
    #expect(scan.rejected.first?.reason.contains(reason) == true)
  }

  @Test func `asks for the account and the time that nobody tells`() throws {
    let text = #"{"tickmark_finding":1,"tool":"t","rule":"r","status":"pass"}"#
    let error = #expect(throws: ImportError.self) { try ReadScan(text) }
    #expect(error?.hint?.contains("--account") == true)
    let other = #expect(throws: ImportError.self) {
      try ReadScan(text, context: ReadingContext(account: "1"))
    }
    #expect(other?.hint?.contains("--scanned-at") == true)
  }

  @Test func `a word that is no status is unknown, never a pass`() throws {
    let text = #"{"tickmark_finding":1,"tool":"t","rule":"r","status":"ok","account":"1"}"#
    let scan = try ReadScan(
      text, context: ReadingContext(scannedAt: Timestamp(microseconds: 0)))
    #expect(scan.observations.map(\.status) == [.unknown])
    #expect(scan.warnings.count == 1)
  }
}
