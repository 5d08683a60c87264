import EvidenceModel
import Testing

@testable import ScanFormats

@Suite struct ProwlerV2CSVTests {
  private static let header =
    "PROFILE,ACCOUNT_NUM,REGION,TITLE_ID,CHECK_RESULT,ITEM_SCORED,ITEM_LEVEL,TITLE_TEXT,"
    + "CHECK_RESULT_EXTENDED,CHECK_ASFF_COMPLIANCE_TYPE,CHECK_SEVERITY,CHECK_SERVICENAME"

  private func row(_ word: String, title: String = "[check71] Vaults -- all -- are closed")
    -> String
  {
    ",012345678901,eu-south-2,7.1,\(word),Scored,Level 1,\(title),Vault blue is open,x,High,vault"
  }

  private func read(_ rows: [String], header: String = header, at time: Int64 = 1_600_000_000)
    throws
    -> ReadScan
  {
    try ReadScan(
      ([header] + rows).map { $0 + "\n" }.joined(),
      context: ReadingContext(scannedAt: Timestamp(epoch: time)))
  }

  @Test func `takes the rule from the title`() throws {
    let scan = try read([row("FAIL")])
    #expect(scan.observations.map(\.rule) == ["check71"])
    #expect(scan.rules.map(\.title) == ["Vaults -- all -- are closed"])
    #expect(scan.observations[0].severity == .high)
    #expect(scan.observations[0].resource.uid == "012345678901")
    #expect(scan.observations[0].resource.provider == "aws")
    #expect(scan.warnings.count == 1)
  }

  @Test(arguments: [
    ("PASS", Status.pass, false), ("INFO", .manual, false), ("WARNING", .unknown, true),
    ("ODD", .unknown, false),
  ])
  func `reads the verdicts of version 2`(word: String, status: Status, isMuted: Bool) throws {
    let observation = try read([row(word)]).observations[0]
    #expect(observation.status == status && observation.isMuted == isMuted)
  }

  @Test func `takes longer records up to the message, and no shorter ones`() throws {
    let scan = try read([row("FAIL") + ",more,fields", "a,b,c"])
    #expect(scan.observations.map(\.status) == [.fail])
    #expect(scan.observations.map(\.severity) == [.unknown])
    #expect(scan.rejected.map(\.reason) == ["has 3 fields where the header has 12"])
  }

  @Test func `rejects longer records where the resource may be out of place`() throws {
    let scan = try read(
      [row("FAIL") + ",vault-blue", row("PASS") + ",vault-blue,more"],
      header: Self.header + ",CHECK_RESOURCE_ID")
    #expect(scan.observations.map(\.resource.uid) == ["vault-blue"])
    #expect(scan.rejected.count == 1)
    #expect(scan.warnings == [])
  }

  @Test func `rejects a title without a rule`() throws {
    #expect(try read([row("FAIL", title: "Vaults")]).rejected.map(\.reason) == ["names no check"])
  }

  @Test func `asks for the time`() {
    let text = Self.header + "\n" + row("FAIL") + "\n"
    let error = importError { _ = try ReadScan(text) }
    #expect(error?.code == .missingContext)
    #expect(error?.hint?.contains("--scanned-at") == true)
  }

  @Test func `reads the time of the last releases`() throws {
    let text =
      Self.header + ",CHECK_RESOURCE_ID,PROWLER_START_TIME\n" + row("FAIL")
      + ",blue,2022-08-12T09:25:00Z\n"
    #expect(
      try ReadScan(text).observations.map(\.scannedAt.description) == ["2022-08-12T09:25:00Z"])
  }
}
