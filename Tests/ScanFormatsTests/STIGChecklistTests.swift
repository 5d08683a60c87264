import EvidenceModel
import Testing

@testable import ScanFormats

@Suite struct STIGChecklistTests {
  private func checklist(_ vulnerabilities: String, asset: String = "") -> String {
    """
    <?xml version="1.0" encoding="UTF-8"?>
    <!--Some viewer-->
    <CHECKLIST><ASSET><ASSET_TYPE>Computing</ASSET_TYPE><HOST_NAME>db7</HOST_NAME>
    <HOST_IP>10.0.0.7</HOST_IP>\(asset)</ASSET>
    <STIGS><iSTIG><STIG_INFO/>\(vulnerabilities)</iSTIG></STIGS></CHECKLIST>
    """
  }

  private func vulnerability(
    _ status: String, rule: String = "SV-9r12_rule", more: String = ""
  ) -> String {
    let data = [
      ("Vuln_Num", "V-9"), ("Severity", "high"), ("Rule_ID", rule), ("Rule_Title", "Lock it"),
      ("Vuln_Discuss", "First line.\nSecond."), ("Fix_Text", "Run lock."),
      ("STIGRef", "Example Guide :: Version 1, Release: 5"), ("CCI_REF", "CCI-000002"),
      ("CCI_REF", "CCI-000001"), ("CCI_REF", ""),
    ]
    return "<VULN>"
      + data.map {
        "<STIG_DATA><VULN_ATTRIBUTE>\($0.0)</VULN_ATTRIBUTE>"
          + "<ATTRIBUTE_DATA>\($0.1)</ATTRIBUTE_DATA></STIG_DATA>"
      }.joined() + "<STATUS>\(status)</STATUS>\(more)</VULN>"
  }

  private let context = ReadingContext(scannedAt: Timestamp(microseconds: 1_780_000_000_000_000))

  @Test func `reads the results of a checklist`() throws {
    let details = "<FINDING_DETAILS>a\n b</FINDING_DETAILS><COMMENTS>c</COMMENTS>"
    let scan = try ReadScan(checklist(vulnerability("Open", more: details)), context: context)
    let found = try #require(scan.observations.first)
    #expect(scan.tools == ["stig-checklist -"] && scan.warnings == [])
    #expect(found.rule == "SV-9" && found.status == .fail && found.severity == .high)
    #expect(found.detail == "a\n b\nc")
    #expect(found.resource.account == "db7" && found.resource.uid == "db7")
    let rule = try #require(scan.rules.first)
    #expect(rule.title == "Lock it" && rule.service == "Example Guide")
    #expect(rule.description == "First line.\nSecond.")
    #expect(rule.mappings.map(\.requirement) == ["CCI-000001", "CCI-000002"])
  }

  @Test(arguments: [
    ("Open", Status.fail), ("NotAFinding", .pass), ("Not_Applicable", .notApplicable),
    ("Not_Reviewed", .manual), ("", .unknown), ("Else", .unknown),
  ])
  func `knows what each status means`(word: String, status: Status) throws {
    let scan = try ReadScan(checklist(vulnerability(word)), context: context)
    #expect(scan.observations.map(\.status) == [status])
  }

  @Test func `an overridden severity is that of the result alone`() throws {
    let override = "<SEVERITY_OVERRIDE>CAT III</SEVERITY_OVERRIDE>"
    let scan = try ReadScan(checklist(vulnerability("Open", more: override)), context: context)
    #expect(scan.observations.first?.severity == .low)
    #expect(scan.rules.first?.severity == .high)
  }

  @Test func `keeps the databases of a host apart`() throws {
    let asset = """
      <WEB_OR_DATABASE>true</WEB_OR_DATABASE><WEB_DB_SITE>hr</WEB_DB_SITE>
      <WEB_DB_INSTANCE>two</WEB_DB_INSTANCE>
      """
    let scan = try ReadScan(checklist(vulnerability("Open"), asset: asset), context: context)
    #expect(scan.observations.first?.resource.account == "db7")
    #expect(scan.observations.first?.resource.uid == "db7/hr/two")
  }

  @Test func `rejects a record without a rule, and asks for the time`() throws {
    let scan = try ReadScan(checklist(vulnerability("Open", rule: "")), context: context)
    #expect(scan.rejected.map(\.reason) == ["names no rule"])
    let error = importError { _ = try ReadScan(checklist(vulnerability("Open"))) }
    #expect(error?.code == .missingContext && error?.hint?.contains("--scanned-at") == true)
  }
}
