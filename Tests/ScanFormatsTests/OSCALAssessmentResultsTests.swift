import EvidenceModel
import Testing

@testable import ScanFormats

@Suite struct OSCALAssessmentResultsTests {
  private let context = ReadingContext(account: "system")

  private func finding(_ target: String, state: String, observations: [String] = []) -> String {
    let related = observations.map { #"{"observation-uuid":"\#($0)"}"# }.joined(separator: ",")
    return #"{"uuid":"f","title":"T","description":"D","related-observations":[\#(related)],"#
      + #""target":{"type":"objective-id","target-id":"\#(target)","status":{"state":"\#(state)"}}}"#
  }

  /// Findings come before what they refer to.
  private func document(_ findings: String...) -> String {
    """
    {"assessment-results":{"uuid":"u","results":[{"findings":[\(findings.joined(separator: ","))],
    "start":"2026-03-02T09:00:00Z","end":"2026-03-02T10:00:00+01:00","observations":[
    {"uuid":"o1","subjects":[{"subject-uuid":"c1","type":"component"}],
     "origins":[{"actors":[{"type":"tool","actor-uuid":"c9"}]}]},
    {"uuid":"o2","subjects":[{"subject-uuid":"c2","type":"inventory-item"}]}],
    "local-definitions":{"components":[{"uuid":"c1","title":"Web server"},
    {"uuid":"c9","title":"Look It Up"}]}}]}}
    """
  }

  @Test func `reads findings with what they refer to`() throws {
    let scan = try ReadScan(
      document(
        finding("ac-1_obj", state: "not-satisfied", observations: ["o1"]),
        finding("ac-2_obj", state: "satisfied", observations: ["o2"]),
        finding("ac-3_obj", state: "other", observations: ["o1", "o2"]),
        finding("ac-4_obj", state: "satisfied")), context: context)
    #expect(scan.tools == ["look-it-up -"])
    #expect(scan.observations.map(\.rule) == ["ac-1_obj", "ac-2_obj", "ac-3_obj", "ac-4_obj"])
    #expect(scan.observations.map(\.status) == [.fail, .pass, .unknown, .pass])
    #expect(scan.observations.map(\.resource.uid) == ["Web server", "c2", "system", "system"])
    #expect(scan.observations.allSatisfy { $0.resource.account == "system" })
    let first = try #require(scan.observations.first)
    #expect(first.scannedAt.description == "2026-03-02T09:00:00Z" && first.alias == "f")
    #expect(first.detail == "T\nD" && first.severity == .unknown)
    #expect(scan.warnings.count == 1 && scan.coverage.isEmpty)
  }

  @Test func `rejects a finding without a target, and asks for the account`() throws {
    let scan = try ReadScan(document(#"{"uuid":"f","target":{}}"#), context: context)
    #expect(scan.rejected.map(\.reason) == ["names no control objective"])
    let text = document(finding("ac-1_obj", state: "satisfied"))
    #expect(importError { _ = try ReadScan(text) }?.code == .missingContext)
  }

  @Test func `reads the results of rules in observations, in JSON and XML alike`() throws {
    let json = #"""
      {"assessment-results": {"uuid": "u", "results": [{"start": "2026-03-02T09:00:00Z",
       "observations": [
        {"uuid": "o1", "description": "Looks at doors",
         "props": [{"name": "assessment-rule-id", "value": "doors-shut"}],
         "subjects": [
          {"subject-uuid": "s1", "type": "resource", "title": "Kind: Door, Name: red",
           "props": [{"name": "result", "value": "pass"}, {"name": "reason", "value": "shut"}]},
          {"subject-uuid": "s2", "type": "resource", "title": "Kind: Door, Name: blue",
           "props": [{"name": "result", "value": "failure"}]},
          {"subject-uuid": "s3", "type": "resource", "title": "Kind: Door, Name: odd",
           "props": [{"name": "result", "value": "perhaps"}]}]},
        {"uuid": "o2", "props": [{"name": "Rule_Id", "value": "doors-lit"},
         {"name": "result", "value": "error"}], "subjects": []},
        {"uuid": "o3", "props": [{"name": "assessment-rule-id", "value": "doors-new"}]}]}]}}
      """#
    let xml = """
      <assessment-results xmlns="http://csrc.nist.gov/ns/oscal/1.0"><result>
      <start>2026-03-02T09:00:00Z</start>
      <observation uuid="o1"><description><p>Looks at doors</p></description>
      <prop name="assessment-rule-id" value="doors-shut"/>
      <subject subject-uuid="s1" type="resource"><title>Kind: Door, Name: red</title>
      <prop name="result" value="pass"/><prop name="reason" value="shut"/></subject>
      <subject subject-uuid="s2" type="resource"><title>Kind: Door, Name: blue</title>
      <prop name="result" value="failure"/></subject>
      <subject subject-uuid="s3" type="resource"><title>Kind: Door, Name: odd</title>
      <prop name="result" value="perhaps"/></subject></observation>
      <observation uuid="o2"><prop name="Rule_Id" value="doors-lit"/>
      <prop name="result" value="error"/></observation>
      <observation uuid="o3"><prop name="assessment-rule-id" value="doors-new"/></observation>
      </result></assessment-results>
      """
    for text in [json, xml] {
      let scan = try ReadScan(text, context: context)
      #expect(
        scan.observations.map(\.rule) == Array(repeating: "doors-shut", count: 3) + ["doors-lit"])
      #expect(scan.observations.map(\.status) == [.pass, .fail, .unknown, .error])
      #expect(
        scan.observations.map(\.resource.uid) == [
          "Kind: Door, Name: red", "Kind: Door, Name: blue", "Kind: Door, Name: odd", "system",
        ])
      #expect(scan.observations.map(\.detail) == ["shut", "", "", ""])
      #expect(scan.rules.map(\.description) == ["Looks at doors", ""])
      #expect(
        scan.observations.first?.scannedAt == TimestampText("2026-03-02T09:00:00Z")?.timestamp)
      #expect(scan.warnings.count == 2 && scan.warnings.last?.hasSuffix(": 1") == true)
    }
  }
}
