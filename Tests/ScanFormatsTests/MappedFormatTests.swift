import EvidenceModel
import Testing

@testable import ScanFormats

@Suite struct MappedFormatTests {
  private let yaml = """
    tickmark-mapping: 1
    tool: access-review
    records: result.items[]
    fields:
      rule: check
      status: outcome.word
      severity: risk
      account: account
      resource: user
      time: at
      requirements: control
    values:
      status: {OK: pass, Broken: fail}
      severity: {P1: critical}
    constants:
      provider: aws
      region: global
    """

  private func read(_ text: String, yaml: String) throws -> ReadScan {
    let format = MappedFormat(try FieldMapping(yaml: yaml, path: "map.yaml"))
    return try ReadScan(text, as: format)
  }

  @Test func `reads records of JSON`() throws {
    let scan = try read(
      """
      {"result":{"items":[
        {"check":"mfa","outcome":{"word":"ok"},"risk":"P1","account":7,"user":"a",
         "at":"2026-06-30T12:00:00Z","control":"PCI-4.0:8.4.2"},
        {"check":"mfa","outcome":{"word":"broken"},"account":7,"user":"b","at":"soon"},
        {"outcome":{"word":"ok"}}]}}
      """, yaml: yaml)
    #expect(scan.tools == ["access-review -"])
    let first = try #require(scan.observations.first)
    #expect(first.status == .pass && first.severity == .critical)
    #expect(
      first.resource == Resource(provider: "aws", account: "7", region: "global", uid: "a"))
    #expect(scan.rules.first?.mappings.count == 1)
    #expect(
      scan.rejected.map(\.reason) == ["has a time that cannot be read: 'soon'", "names no rule"])
  }

  @Test func `reads rows of CSV`() throws {
    let yaml = """
      tickmark-mapping: 1
      tool: firewall
      fields: {rule: Rule, status: State, resource: Host, account: Site, time: Seen}
      values: {status: {green: pass, red: fail}}
      """
    let scan = try read(
      "Rule;State;Host;Site;Seen\r\nports;red;web-1;zrh;2026-06-30T12:00:00Z\r\nports;blue;web-2;zrh;2026-06-30T12:00:00Z\r\n",
      yaml: yaml)
    #expect(scan.observations.map(\.status) == [.fail, .unknown])
    #expect(scan.warnings.count == 1)
    let error = #expect(throws: ImportError.self) {
      try read("Rule;Host\nports;web\n", yaml: yaml)
    }
    #expect(
      error?.reason.contains("'State'") == true || error?.reason.contains("'Site'") == true
        || error?.reason.contains("'Seen'") == true)
  }

  @Test(arguments: [
    ("tool: x", "tickmark-mapping"),
    ("tickmark-mapping: 1\ntool: x\nfields: {rule: a}", "'status'"),
    ("tickmark-mapping: 1\nfields: {rule: a, status: b}", "'tool'"),
    ("tickmark-mapping: 1\ntool: x\nfields: {rool: a, status: b}", "'rool'"),
    ("tickmark-mapping: 1\ntool: x\nfeilds: {rule: a}", "'feilds'"),
    (
      "tickmark-mapping: 1\ntool: x\nfields: {rule: a, status: b}\nvalues: {status: {a: good}}",
      "'good'"
    ),
    ("- a", "no mapping"), ("a: [", "YAML"),
  ])
  func `refuses a mapping that cannot be meant`(yaml: String, reason: String) {
    let error = #expect(throws: ImportError.self) { try FieldMapping(yaml: yaml, path: "m.yaml") }
    #expect(error?.reason.contains(reason) == true, "\(error?.reason ?? "")")
  }
}
