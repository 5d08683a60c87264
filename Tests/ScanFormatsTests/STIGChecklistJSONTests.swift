import EvidenceModel
import Testing

@testable import ScanFormats

@Suite struct STIGChecklistJSONTests {
  private let context = ReadingContext(scannedAt: Timestamp(epoch: 1_772_848_800))

  private func checklist(_ rules: String..., target: String = "", more: String = "") -> String {
    """
    {"title":"t","cklb_version":"1.0"\(more),"stigs":[{"stig_name":"Example Guide",
     "display_name":"Example","rules":[\(rules.joined(separator: ","))]}],
     "target_data":{"target_type":"Computing","host_name":"db7","ip_address":"10.0.0.7"\(target)}}
    """
  }

  private func rule(
    _ status: String, id: String = #""rule_id":"SV-9r12","rule_id_src":"SV-9r12_rule""#,
    more: String = ""
  ) -> String {
    #"""
    {\#(id),"group_id":"V-9","severity":"high","rule_title":"Lock it","discussion":"Why.",
     "fix_text":"Run lock.","ccis":["CCI-000002","CCI-000001"],"status":"\#(status)",
     "finding_details":"seen","comments":null,"overrides":{}\#(more)}
    """#
  }

  @Test func `reads the results of a checklist`() throws {
    let scan = try ReadScan(checklist(rule("open")), context: context)
    let found = try #require(scan.observations.first)
    #expect(scan.tools == ["stig-checklist -"] && scan.warnings == [])
    #expect(found.rule == "SV-9" && found.status == .fail && found.severity == .high)
    #expect(found.detail == "seen")
    #expect(found.resource.account == "db7" && found.resource.uid == "db7")
    #expect(found.resource.type == "Computing")
    let rule = try #require(scan.rules.first)
    #expect(rule.title == "Lock it" && rule.service == "Example Guide")
    #expect(rule.description == "Why." && rule.recommendation == "Run lock.")
    #expect(rule.mappings.map(\.requirement) == ["CCI-000001", "CCI-000002"])
  }

  @Test(arguments: [
    ("open", Status.fail), ("not_a_finding", .pass), ("not_applicable", .notApplicable),
    ("not_reviewed", .manual), ("", .unknown), ("fixed", .unknown),
  ])
  func `knows what each status means`(word: String, status: Status) throws {
    let scan = try ReadScan(checklist(rule(word)), context: context)
    #expect(scan.observations.map(\.status) == [status])
  }

  @Test func `knows the rule whichever of its ids is there`() throws {
    let scan = try ReadScan(
      checklist(
        rule("open", id: #""rule_id":"SV-1r2""#), rule("open", id: #""rule_id":"SV-2r3_rule""#),
        rule("open", id: #""rule_id":null"#)), context: context)
    #expect(scan.observations.map(\.rule) == ["SV-1", "SV-2"])
    #expect(scan.rejected.map(\.reason) == ["names no rule"])
  }

  @Test func `an overridden severity is that of the result alone`() throws {
    let override = #","overrides":{"severity":{"severity":"low","reason":"r"}}"#
    let text = checklist(rule("open")).replacing(#","overrides":{}"#, with: override)
    let scan = try ReadScan(text, context: context)
    #expect(scan.observations.map(\.severity) == [.low])
    #expect(scan.rules.map(\.severity) == [.high])
  }

  @Test func `gives the findings of the XML form`() throws {
    let target = #","is_web_database":true,"web_db_site":"hr","web_db_instance":"two""#
    let scan = try ReadScan(checklist(rule("open"), target: target), context: context)
    let xml = try ReadScan(
      """
      <CHECKLIST><ASSET><ASSET_TYPE>Computing</ASSET_TYPE><HOST_NAME>db7</HOST_NAME>
      <WEB_OR_DATABASE>true</WEB_OR_DATABASE><WEB_DB_SITE>hr</WEB_DB_SITE>
      <WEB_DB_INSTANCE>two</WEB_DB_INSTANCE></ASSET><STIGS><iSTIG><VULN><STIG_DATA>
      <VULN_ATTRIBUTE>Rule_ID</VULN_ATTRIBUTE><ATTRIBUTE_DATA>SV-9r11_rule</ATTRIBUTE_DATA>
      </STIG_DATA><STATUS>Open</STATUS></VULN></iSTIG></STIGS></CHECKLIST>
      """, context: context)
    #expect(scan.tools == xml.tools)
    #expect(scan.observations.map(\.rule) == xml.observations.map(\.rule))
    #expect(scan.observations.map(\.resource) == xml.observations.map(\.resource))
    #expect(scan.observations.map(\.resource.uid) == ["db7/hr/two"])
  }

  @Test func `takes the time where a tool names one, and asks for it otherwise`() throws {
    let told = #","evaluate-stig":{"time":"2026-03-02T10:00:00Z"}"#
    let scan = try ReadScan(checklist(rule("open"), more: told))
    #expect(
      scan.observations.map(\.scannedAt) == [TimestampText("2026-03-02T10:00:00Z")?.timestamp])
    let error = importError { _ = try ReadScan(checklist(rule("open"))) }
    #expect(error?.code == .missingContext && error?.hint?.contains("--scanned-at") == true)
  }
}
