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
}
