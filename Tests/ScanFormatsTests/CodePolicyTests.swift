import EvidenceModel
import Foundation
import Testing

@testable import ScanFormats

/// KICS, Terrascan and Conftest.
@Suite struct CodePolicyTests {
  private let context = ReadingContext(
    scannedAt: Timestamp(microseconds: 1_772_848_800_000_000), account: "shop")

  @Test func `reads KICS's queries, whose names stand around their files`() throws {
    let text = #"""
      {"files_scanned": 1, "queries_total": 9, "queries_failed_to_execute": 1, "queries": [
        {"query_id": "q-1", "severity": "TRACE", "files": [
          {"file_name": "a.tf", "line": 3, "similarity_id": "s-1", "resource_type": "x_vault",
           "resource_name": "blue", "actual_value": "It is open"},
          {"file_name": "b.yaml", "line": 4, "similarity_id": "s-2", "resource_type": "n/a",
           "resource_name": "n/a"}],
         "query_name": "Vault Open", "description": "d", "category": "Access Control",
          "cwe": "284"},
        {"files": [{"file_name": "c.tf"}]}],
       "kics_version": "v2.9.0", "start": "2026-03-06T21:00:00Z"}
      """#
    let scan = try ReadScan(text, context: ReadingContext(account: "shop"))
    #expect(scan.tools == ["kics v2.9.0"])
    #expect(scan.observations.map(\.resource.uid) == ["a.tf:x_vault:blue", "b.yaml"])
    #expect(scan.observations.map(\.discriminator) == ["s-1", "s-2"])
    #expect(scan.observations.map(\.severity) == [.informational, .informational])
    #expect(scan.observations.map(\.scannedAt.microseconds).first == 1_772_830_800_000_000)
    #expect(scan.rules.map(\.title) == ["Vault Open"])
    #expect(scan.rules.map(\.cwe) == [284])
    #expect(scan.rejected.map(\.reason) == ["is of a query without id"])
    #expect(scan.warnings == ["1 queries failed to execute"])
  }

  @Test func `reads Terrascan's violations, skips, passes and errors`() throws {
    let text = #"""
      {"results": {"scan_errors": [{"iac_type": "helm", "errMsg": "no chart"}],
        "passed_rules": [{"rule_name": "keyed", "rule_id": "AC_1", "severity": "LOW"}],
        "violations": [{"rule_name": "closed", "description": "d", "rule_id": "AC_2",
         "severity": "HIGH",
          "category": "Access", "resource_name": "blue", "resource_type": "x_vault",
           "file": "a.tf", "line": 3}],
        "skipped_violations": [{"rule_name": "closed", "rule_id": "AC_2", "severity": "HIGH",
          "skip_comment": "later", "resource_name": "red", "resource_type": "x_vault",
           "file": "a.tf", "line": 9}],
        "scan_summary": {"scanned_at": "2026-03-06 21:00:00.5 +0000 UTC"}}}
      """#
    let scan = try ReadScan(text, context: ReadingContext(account: "shop"))
    #expect(scan.observations.map(\.rule) == ["AC_1", "AC_2", "AC_2"])
    #expect(scan.observations.map(\.status) == [.pass, .fail, .unknown])
    #expect(scan.observations.map(\.isMuted) == [false, false, true])
    #expect(
      scan.observations.map(\.resource.uid) == ["shop", "a.tf:x_vault:blue", "a.tf:x_vault:red"])
    #expect(scan.observations.first?.scannedAt.microseconds == 1_772_830_800_500_000)
    #expect(scan.rejected.map(\.reason) == ["is an error of the scan"])
    #expect(scan.coverage.map(\.rules) == [["AC_1", "AC_2"]])
  }

  @Test func `does not take Terrascan's violations for all that was evaluated`() throws {
    let text = #"""
      {"results": {"violations": [{"rule_id": "AC_2", "severity": "HIGH"}], "scan_summary": {}}}
      """#
    let scan = try ReadScan(text, context: context)
    #expect(scan.observations.count == 1)
    #expect(scan.coverage == [])
  }

  @Test func `reads Conftest's failures, warnings and exceptions`() throws {
    let text = #"""
      [{"filename": "a.yaml", "namespace": "web", "successes": 3,
        "failures": [{"msg": "is open"}, {"msg": "is red", "metadata": {"id": "W-7",
         "severity": "high"}}],
        "warnings": [{"msg": "is old"}], "exceptions": [{"msg": "is let be"}]},
       {"filename": "b.yaml", "namespace": "web", "successes": 4}]
      """#
    let scan = try ReadScan(text, context: context)
    #expect(scan.observations.map(\.rule) == ["web.deny", "W-7", "web.warn", "web.deny"])
    #expect(scan.observations.map(\.status) == [.fail, .fail, .fail, .unknown])
    #expect(scan.observations.map(\.isMuted) == [false, false, false, true])
    #expect(scan.observations.map(\.discriminator) == ["is open", "", "is old", "is let be"])
    #expect(Set(scan.observations.map(\.resource.uid)) == ["a.yaml"])
  }

  @Test(arguments: [
    #"{"filename": "a.yaml", "namespace": "main", "warnings": [{"msg": "w"}]}"#,
    #"{"filename": "a.yaml", "Successes": [], "Warnings": [{"msg": "w"}], "Failures": null}"#,
  ])
  func `reads Conftest's warnings where nothing else is listed`(text: String) throws {
    let scan = try ReadScan("[\(text)]", context: context)
    #expect(scan.observations.map(\.rule) == ["main.warn"])
    #expect(scan.observations.map(\.status) == [.fail])
  }

  @Test func `reads the capitals of early versions of Conftest`() throws {
    let text = #"[{"filename": "a.yaml", "Failures": [{"msg": "f"}], "Warnings": []}]"#
    #expect(try ReadScan(text, context: context).observations.map(\.rule) == ["main.deny"])
  }

  @Test func `knows KICS's queries without its later counts`() throws {
    let text = #"""
      {"counters": {"ScannedFiles": 1}, "queries": [{"query_id": "q-1", "query_name": "n",
       "severity": "LOW", "files": [{"file_name": "a.tf", "similarity_id": "s"}]}]}
      """#
    #expect(try ReadScan(text, context: context).observations.map(\.rule) == ["q-1"])
  }
}
