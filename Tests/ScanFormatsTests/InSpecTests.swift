import EvidenceModel
import Testing

@testable import ScanFormats

@Suite struct InSpecTests {
  private func control(
    _ id: String, impact: String = "0.5", _ results: [String], more: String = ""
  ) -> String {
    #"{"title":"About \#(id)","desc":"Why \#(id).","impact":\#(impact),"#
      + #""tags":{"nist":["AC-2","Rev_4"],"cci":["CCI-000001"],"fix":"Mend it."}\#(more),"#
      + #""results":[\#(results.joined(separator: ","))],"id":"\#(id)"}"#
  }

  private func result(_ status: String, _ text: String, more: String = "") -> String {
    #"{"status":"\#(status)","code_desc":"\#(text)","start_time":"2026-03-02T10:00:00Z"\#(more)}"#
  }

  private func report(_ controls: String..., target: String = "web1") -> String {
    #"{"platform":{"name":"debian","release":"12","target_id":"\#(target)"},"profiles":[{"name":"p","#
      + #""controls":[\#(controls.joined(separator: ","))]}],"version":"5.1.2"}"#
  }

  @Test func `reads controls with the worst of their results`() throws {
    let scan = try ReadScan(
      report(
        control(
          "a",
          [
            result("passed", "is x"),
            result(
              "failed", "is y",
              more: #","message":"no"#
                + #"""#), result("failed", "is z"),
          ]),
        control("b", impact: "0.9", [result("passed", "is w")])))
    #expect(scan.tools == ["inspec 5.1.2"] && scan.warnings == [] && scan.rejected == [])
    #expect(scan.observations.map(\.status) == [.fail, .pass])
    #expect(scan.observations.map(\.detail) == ["is y: no\nis z", "is w"])
    #expect(scan.observations.map(\.severity) == [.medium, .critical])
    #expect(scan.observations.allSatisfy { $0.resource.account == "web1" })
    let rule = try #require(scan.rules.first)
    #expect(rule.title == "About a" && rule.recommendation == "Mend it.")
    #expect(
      rule.mappings == [
        RequirementReference(edition: "CCI", requirement: "CCI-000001"),
        RequirementReference(edition: "NIST-800-53", requirement: "AC-2"),
      ])
  }

  @Test(arguments: [
    ("skipped", "0.5", "", Status.manual), ("skipped", "0.0", "", .notApplicable),
    ("failed", "0.0", "", .fail), ("failed", "0.5", #","backtrace":["a.rb:1"]"#, .error),
    ("failed", "0.5", #","backtrace":null"#, .fail), ("odd", "0.5", "", .unknown),
    ("error", "0.5", "", .error),
  ])
  func `knows what each result means`(word: String, impact: String, more: String, status: Status)
    throws
  {
    let scan = try ReadScan(report(control("a", impact: impact, [result(word, "x", more: more)])))
    #expect(scan.observations.map(\.status) == [status])
  }

  @Test(arguments: [("passed", Status.notApplicable), ("failed", .fail), ("error", .error)])
  func `a control without impact does not apply, unless it fails`(
    word: String, status: Status
  ) throws {
    let scan = try ReadScan(report(control("a", impact: "0.0", [result(word, "is x")])))
    #expect(scan.observations.map(\.status) == [status])
  }

  @Test func `a waiver that skips the test mutes the finding`() throws {
    let waiver = #","waiver_data":{"justification":"j","skipped_due_to_waiver":true}"#
    let scan = try ReadScan(report(control("a", [result("skipped", "x")], more: waiver)))
    #expect(scan.observations.map(\.isMuted) == [true])
  }

  @Test func `reads one report per line, each with its own time and target`() throws {
    let late = result("passed", "x").replacing("T10", with: "T12")
    let text =
      report(control("a", [late, result("passed", "y")])) + "\n"
      + report(control("a", [late]), target: "web2")
    let scan = try ReadScan(text)
    #expect(scan.observations.map(\.resource.account) == ["web1", "web2"])
    #expect(
      scan.observations.map(\.scannedAt.description) == [
        "2026-03-02T10:00:00Z", "2026-03-02T12:00:00Z",
      ])
  }

  @Test func `takes a control's results from the profile that ran it`() throws {
    let scan = try ReadScan(report(control("a", []), control("a", [result("failed", "x")])))
    #expect(scan.observations.map(\.status) == [.fail])
    #expect(scan.rejected.count == 1)
    let other = ReadingContext(scannedAt: Timestamp(microseconds: 1_780_000_000_000_000))
    #expect(
      try ReadScan(report(control("b", [])), context: other).observations.map(\.status)
        == [.manual])
  }

  @Test func `asks for the account where the report has no target`() {
    let text = report(control("a", [result("passed", "x")]), target: "")
    #expect(importError { _ = try ReadScan(text) }?.code == .missingContext)
  }
}
