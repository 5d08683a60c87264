import EvidenceIngest
import EvidenceModel
import EvidenceStore
import Foundation
import Reports
import Testing

/// What a scanner says of requirements beside what follows from its findings.
@Suite struct RequirementDisagreementTests {
  private static let time = 1_772_416_800

  /// A finding of Prowler's, with the requirement that its check is evidence for.
  private static func finding(
    _ check: String, _ requirement: String?, _ status: String, isMuted: Bool = false
  ) -> String {
    let mapping = requirement.map { "\"ABC-2.1\": [\"\($0)\"]" } ?? ""
    return """
      {"class_uid": 2004, "time": \(time), "status_code": "\(status)", "severity": "High",
       "status": "\(isMuted ? "Suppressed" : "New")",
       "metadata": {"event_code": "\(check)", "product": {"name": "Prowler", "version": "5.46.0"}},
       "finding_info": {"uid": "prowler-aws-\(check)-012345678901-eu-south-2-red"},
       "cloud": {"provider": "aws", "region": "eu-south-2", "account": {"uid": "012345678901"}},
       "resources": [{"uid": "arn:vault/red", "name": "red", "region": "eu-south-2"}],
       "unmapped": {"compliance": {\(mapping)}}}
      """
  }

  private static func row(_ requirement: String, _ check: String, _ status: String) -> String {
    "aws;012345678901;eu-south-2;2026-03-02 02:00:00;\(requirement);\(status);arn:vault/red;"
      + "\(check);False;red;ABC;The ABC v2.1"
  }

  private static let header =
    "PROVIDER;ACCOUNTID;REGION;ASSESSMENTDATE;REQUIREMENTS_ID;STATUS;RESOURCEID;CHECKID;MUTED;"
    + "RESOURCENAME;FRAMEWORK;NAME"

  private static let columns = [
    "requirement", "status_of_scanner", "status", "reason", "checks_of_scanner", "checks",
    "scan_id",
  ]

  private func report(
    _ database: ScratchDatabase, _ parameters: [String: String] = [:], asOf: String? = nil
  ) throws -> [String] {
    let rows = try CannedQuery.named("requirement_disagreements").rows(
      from: ReadOnlyConnection(path: database.path), parameters: parameters, asOf: asOf)
    let places = Self.columns.compactMap { column in
      rows.columns.firstIndex { $0.name == column }
    }
    return try ScratchDatabase.text(rows).map { line in
      let values = line.components(separatedBy: "|")
      return places.map { values[$0] }.joined(separator: "|")
    }
  }

  @Test func `tells why a scanner and tickmark disagree`() throws {
    let database = try ScratchDatabase(loadsBundled: false)
    let findings = [
      Self.finding("agrees", "1.1", "FAIL"), Self.finding("accepted", "1.2", "FAIL"),
      Self.finding("stricter", "1.3", "PASS"), Self.finding("theirs", nil, "FAIL"),
      Self.finding("ours", "1.4", "PASS"),
      Self.finding("hidden", "1.5", "FAIL", isMuted: true),
    ]
    let compliance = [
      Self.row("1.1", "agrees", "FAIL"), Self.row("1.2", "accepted", "FAIL"),
      Self.row("1.3", "stricter", "FAIL"), Self.row("1.4", "theirs", "FAIL"),
      Self.row("1.5", "hidden", "FAIL"), Self.row("1.6", "theirs", "FAIL"),
      "aws;;;2026-03-02 02:00:00;1.7;MANUAL;manual_check;manual;False;Manual check;ABC;"
        + "The ABC v2.1",
    ]
    let name = "prowler-output-012345678901-20260302020000"
    _ = try database.ingest(
      database.write("[" + findings.joined(separator: ",") + "]", as: name + ".ocsf.json"))
    _ = try database.ingest(
      database.write(
        ([Self.header] + compliance).joined(separator: "\n") + "\n", as: name + "_abc_2.1_aws.csv"))
    let store = try EvidenceStore(path: database.path)
    let start = Timestamp(microseconds: Int64(Self.time - 3600) * 1_000_000)
    var selection = Waiver.Selection()
    selection.rule = "accepted"
    _ = try store.add(
      Waiver(
        selection, startsAt: start,
        expiresAt: Timestamp(microseconds: start.microseconds + 86_400_000_000), reason: "known",
        owner: "me", approver: "you"),
      recordedAt: ScratchDatabase.clock(), programVersion: "test")
    try store.close()
    let disagreements = [
      "1.2|fail|waived|waived|||1",
      "1.3|fail|pass|result|||1", "1.4|fail|pass|mapping|theirs|ours|1",
      "1.5|fail|manual|muted|||1", "1.6|fail|not_evaluated|not_covered|theirs||1",
      "1.7|manual|not_evaluated|no_check|||1",
    ]
    #expect(try report(database) == disagreements)
    // Now, as at the time of the run: the acceptance has expired since, and held then.
    #expect(try report(database, asOf: "2026-04-30") == disagreements)
    #expect(try report(database, ["agreeing": "1"]).contains("1.1|fail|fail||||1"))
    #expect(try report(database, asOf: "2026-03-01") == [])
  }

  @Test(.enabled(if: Series.isThere, "the series of scans is not beside the package: skipped"))
  func `explains each disagreement with Prowler's own files`() throws {
    let database = try ScratchDatabase()
    for path in try Series.outputs(1) { _ = try database.ingest(path) }
    #expect(try report(database, ["agreeing": "1"]).count == 325)
    // What Prowler has no check for, no bundled document lists.
    #expect(
      try report(database) == [
        "11.3.1.1|manual|not_evaluated|no_check|||1", "6.3.3|manual|pass|no_check|||1",
        "6.5.5|manual|not_evaluated|no_check|||1", "6.5.6|manual|not_evaluated|no_check|||1",
      ])
  }
}
