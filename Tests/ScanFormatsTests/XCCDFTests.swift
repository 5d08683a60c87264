import EvidenceModel
import Foundation
import Testing

@testable import ScanFormats

@Suite struct XCCDFTests {
  /// A benchmark with two rules and the results given.
  private func benchmark(
    _ results: String, version: String = "1.2", target: String = "<target>web1.example</target>",
    attributes: String = #"end-time="2026-03-02T10:00:00Z""#
  ) -> String {
    """
    <?xml version="1.0" encoding="UTF-8"?>
    <Benchmark xmlns="http://checklists.nist.gov/xccdf/\(version)" id="b">
      <Group id="g"><Rule id="rule_a" severity="high"><title>Keep A
        closed</title><description>About <b xmlns="h">A</b>.</description>
        <reference href="https://example.org/guide">1.2.3, 1.2.4</reference>
        <reference href="https://example.org/book">A long title</reference>
        <reference><publisher>P</publisher></reference>
        <rationale>Open A is bad.</rationale>
        <ident system="http://cyber.mil/cci">CCI-000366</ident>
        <ident system="https://ncp.nist.gov/cce">CCE-80000-1</ident><fixtext>Close A.</fixtext>
      </Rule></Group>
      <Rule id="SV-230221r743913_rule" severity="medium"><title>B</title>
        <description>&lt;VulnDiscussion&gt;Why B.&lt;/VulnDiscussion&gt;&lt;Mitigations&gt;</description>
      </Rule>
      <TestResult id="t" \(attributes) test-system="cpe:/a:example:Some_Scanner:4.2">
        \(target)
        \(results)
      </TestResult>
    </Benchmark>
    """
  }

  private func result(_ rule: String, _ word: String, _ more: String = "") -> String {
    #"<rule-result idref="\#(rule)"><result>\#(word)</result>\#(more)</rule-result>"#
  }

  @Test(arguments: ["1.1", "1.2"])
  func `reads results with the benchmark's rules`(version: String) throws {
    let text = benchmark(
      result("rule_a", "fail", "<message>A is open</message>")
        + result("SV-230221r743913_rule", "pass"), version: version)
    let scan = try ReadScan(text)
    #expect(scan.order == ["tool", "rule", "observation", "rule", "observation", "coverage"])
    #expect(scan.tools == ["some-scanner 4.2"])
    #expect(scan.warnings == [] && scan.rejected == [])
    let first = try #require(scan.observations.first)
    #expect(first.rule == "rule_a" && first.status == .fail && first.severity == .high)
    #expect(first.detail == "A is open")
    #expect(first.resource.account == "web1.example" && first.resource.uid == "web1.example")
    #expect(first.scannedAt.description == "2026-03-02T10:00:00Z")
    let bytes = Array(text.utf8)[first.bytes.offset..<first.bytes.offset + first.bytes.count]
    #expect(
      String(decoding: bytes, as: UTF8.self)
        == result("rule_a", "fail", "<message>A is open</message>"))
    let rule = try #require(scan.rules.first)
    #expect(rule.title == "Keep A closed" && rule.severity == .high)
    #expect(rule.description == "About A." && rule.risk == "Open A is bad.")
    #expect(rule.recommendation == "Close A.")
    #expect(
      rule.mappings == [
        RequirementReference(edition: "CCI", requirement: "CCI-000366"),
        RequirementReference(edition: "https://example.org/guide", requirement: "1.2.3"),
        RequirementReference(edition: "https://example.org/guide", requirement: "1.2.4"),
      ])
    #expect(scan.observations.last?.rule == "SV-230221")
    #expect(scan.rules.last?.description == "Why B.")
    #expect(scan.coverage.map(\.rules) == [["rule_a", "SV-230221"]])
    #expect(scan.coverage.first?.account == "web1.example")
  }

  @Test(arguments: [
    ("pass", Status.pass), ("fixed", .pass), ("fail", .fail), ("error", .error),
    ("unknown", .unknown), ("notapplicable", .notApplicable), ("notchecked", .manual),
    ("informational", .manual), ("odd", .unknown), ("", .unknown),
  ])
  func `knows what each result means`(word: String, status: Status) throws {
    let scan = try ReadScan(benchmark(result("rule_a", word)))
    #expect(scan.observations.map(\.status) == [status])
    #expect(scan.warnings.isEmpty == (word != "odd" && !word.isEmpty))
    let isEvaluated = [.pass, .fail, .notApplicable].contains(status)
    #expect(scan.coverage.count == (isEvaluated ? 1 : 0))
  }

  @Test func `counts what the profile does not select, and keeps none of it`() throws {
    let scan = try ReadScan(
      benchmark(
        result("rule_a", "pass") + result("x", "notselected") + result("y", "notselected")))
    #expect(scan.observations.count == 1)
    #expect(
      scan.warnings == ["results passed over because the profile does not select their rules: 2"])
    #expect(scan.coverage.first?.rules == ["rule_a"])
  }

  @Test func `tells instances of a rule apart`() throws {
    let scan = try ReadScan(
      benchmark(
        result("rule_a", "fail", #"<instance context="line">console</instance>"#)
          + result("rule_a", "pass", #"<instance context="undefined">vty 0</instance>"#)
          + result("rule_a", "error", "<instance>vty 1</instance>")))
    #expect(scan.observations.map(\.discriminator) == ["line:console", "vty 0", "vty 1"])
    #expect(scan.coverage.isEmpty)
  }

  @Test func `keeps who overrode a result`() throws {
    let override = """
      <override time="2026-03-02T11:00:00Z" authority="Ann"><old-result>fail</old-result>
      <new-result>pass</new-result><remark>Seen by hand</remark></override>
      """
    let scan = try ReadScan(benchmark(result("rule_a", "pass", override)))
    #expect(scan.observations.first?.status == .pass)
    #expect(scan.observations.first?.detail == "overridden by Ann, was fail: Seen by hand")
  }

  @Test func `the user names a host that calls itself localhost, and no other`() throws {
    let local = benchmark(result("rule_a", "pass"), target: "<target>localhost</target>")
    let unnamed = try ReadScan(local)
    #expect(unnamed.observations.first?.resource.account == "localhost")
    #expect(unnamed.warnings.first?.contains("--account") == true)
    let named = try ReadScan(local, context: ReadingContext(account: "db7"))
    #expect(named.observations.first?.resource.account == "db7")
    #expect(named.coverage.first?.account == "db7" && named.warnings == [])
    let own = try ReadScan(
      benchmark(result("rule_a", "pass")), context: ReadingContext(account: "db7"))
    #expect(own.observations.first?.resource.account == "web1.example")
  }

  @Test func `takes the host's name from the facts where the target says nothing`() throws {
    func target(_ fact: String) -> String {
      """
      <target>localhost</target><target-facts>
      <fact name="urn:xccdf:fact:asset:identifier:host_name">\(fact)</fact></target-facts>
      """
    }
    let named = try ReadScan(benchmark(result("rule_a", "pass"), target: target("web7")))
    #expect(named.observations.map(\.resource.account) == ["web7"])
    #expect(named.coverage.map(\.account) == ["web7"] && named.warnings == [])
    let user = try ReadScan(
      benchmark(result("rule_a", "pass"), target: target("web7")),
      context: ReadingContext(account: "web8"))
    #expect(user.observations.map(\.resource.account) == ["web8"])
    let unnamed = try ReadScan(benchmark(result("rule_a", "pass"), target: target("localhost")))
    #expect(unnamed.observations.map(\.resource.account) == ["localhost"])
    #expect(unnamed.warnings.count == 1)
  }

  @Test func `takes the first of several targets, and asks for one where there is none`() throws {
    let two = "<target>a1</target><target>a2</target><target-address>10.0.0.1</target-address>"
    let scan = try ReadScan(benchmark(result("rule_a", "pass"), target: two))
    #expect(scan.observations.first?.resource.account == "a1")
    let text = benchmark(result("rule_a", "pass"), target: "")
    #expect(importError { _ = try ReadScan(text) }?.code == .missingContext)
    let named = try ReadScan(text, context: ReadingContext(account: "a3"))
    #expect(named.observations.first?.resource.account == "a3")
  }

  @Test func `reads a time without a zone in the user's`() throws {
    let text = benchmark(
      result("rule_a", "pass"), attributes: #"start-time="2026-03-02T10:00:00""#)
    let guessed = try ReadScan(text)
    #expect(guessed.observations.first?.scannedAt.description == "2026-03-02T10:00:00Z")
    #expect(guessed.hasGuessedZone)
    let known = try ReadScan(text, context: ReadingContext(timeZone: .init(identifier: "CET")))
    #expect(known.observations.first?.scannedAt.description == "2026-03-02T09:00:00Z")
    #expect(known.warnings == [])
  }

  @Test func `reads a test result alone, with prefixes and facts`() throws {
    let scan = try ReadScan(
      """
      <c:TestResult xmlns:c="http://checklists.nist.gov/xccdf/1.2" end-time="2026-03-02T10:00:00Z">
      <c:target>h</c:target><c:target-facts>
      <c:fact name="urn:xccdf:fact:scanner:name">Scan It</c:fact>
      <c:fact name="urn:xccdf:fact:scanner:version">1.3</c:fact></c:target-facts>
      <c:rule-result idref="xccdf_mil.disa.stig_rule_SV-7r2_rule" severity="low">
      <c:result>fail</c:result><c:ident system="http://cyber.mil/cci">CCI-000001</c:ident>
      </c:rule-result><c:rule-result><c:result>fail</c:result></c:rule-result></c:TestResult>
      """)
    #expect(scan.tools == ["scan-it 1.3"])
    #expect(scan.observations.map(\.rule) == ["SV-7"])
    #expect(scan.rules.first?.severity == .low)
    #expect(
      scan.rules.first?.mappings
        == [RequirementReference(edition: "CCI", requirement: "CCI-000001")])
    #expect(scan.rejected.map(\.reason) == ["names no rule"])
    #expect(scan.rejected.first?.excerpt.hasPrefix("<c:rule-result><c:result>") == true)
  }

  @Test func `reads the results in an asset report collection`() throws {
    let inner = benchmark(result("rule_a", "fail"))
      .replacing(#"<?xml version="1.0" encoding="UTF-8"?>"#, with: "")
    let scan = try ReadScan(
      """
      <arf:asset-report-collection
       xmlns:arf="http://scap.nist.gov/schema/asset-reporting-format/1.1">
      <arf:report-requests><arf:fact>no</arf:fact></arf:report-requests>
      <arf:reports><arf:report><arf:content>\(inner)</arf:content></arf:report>
      <arf:report><arf:content><o:target xmlns:o="oval">x</o:target></arf:content></arf:report>
      </arf:reports></arf:asset-report-collection>
      """)
    #expect(scan.observations.map(\.status) == [.fail])
    #expect(scan.rules.first?.title == "Keep A closed")
  }

  @Test func `a benchmark without results is refused`() {
    let text = #"<Benchmark xmlns="http://checklists.nist.gov/xccdf/1.2"/>"#
    #expect(importError { _ = try ReadScan(text) }?.code == .unknownFormat)
  }

  @Test(arguments: [
    ("SV-230221r743913_rule", "SV-230221"), ("SV-230221_rule", "SV-230221_rule"),
    ("xccdf_mil.disa.stig_rule_SV-1r1_rule", "SV-1"), ("SV-1rx_rule", "SV-1rx_rule"),
    ("xccdf_org.example_rule_a", "xccdf_org.example_rule_a"),
  ])
  func `takes the release out of an id`(id: String, key: String) {
    #expect(XCCDFRuleID.key(of: id) == key)
  }
}
