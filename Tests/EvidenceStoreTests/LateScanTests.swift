import EvidenceModel
import Testing

@testable import EvidenceStore

/// Scans that arrive late, told as rows before and after.
@Suite struct LateScanTests {
  private static let history =
    "SELECT resource, status, since, until, scan_id, recorded_in FROM finding_history "
    + "ORDER BY resource, since, event_id"

  @Test func `a day that contradicts both its neighbours`() throws {
    let test = try TestStore()
    try test.ingest([observation("a", "r1", .fail, day: 1)], artifact: "1")
    try test.ingest([observation("a", "r1", .fail, day: 3)], artifact: "3")
    #expect(try test.rows(Self.history) == ["r1|fail|2026-01-02T00:00:00Z||1|1"])

    let late = try test.ingest([observation("a", "r1", .pass, day: 2)], artifact: "2")
    #expect(late?.scans[0].changes.resolved == 1)
    // The third day says again what it saw, because it no longer goes without saying.
    #expect(
      try test.rows(Self.history) == [
        "r1|fail|2026-01-02T00:00:00Z|2026-01-03T00:00:00Z|1|1",
        "r1|pass|2026-01-03T00:00:00Z|2026-01-04T00:00:00Z|3|3",
        "r1|fail|2026-01-04T00:00:00Z||2|3",
      ])
    #expect(
      try test.rows("SELECT episode, outcome FROM remediation ORDER BY episode") == [
        "1|resolved", "2|open",
      ])
    #expect(try test.store.verify().differences == [])
  }

  @Test func `an event that a late scan makes redundant stays in the log and out of the views`()
    throws
  {
    let test = try TestStore()
    try test.ingest([observation("a", "r1", .fail, day: 1)], artifact: "1")
    try test.ingest([observation("a", "r1", .pass, day: 3)], artifact: "3")
    try test.ingest([observation("a", "r1", .pass, day: 2)], artifact: "2")
    #expect(
      try test.rows(Self.history) == [
        "r1|fail|2026-01-02T00:00:00Z|2026-01-03T00:00:00Z|1|1",
        "r1|pass|2026-01-03T00:00:00Z||3|3",
      ])
    #expect(try test.rows("SELECT count(*), count(superseded_in) FROM event") == ["3|1"])
    #expect(
      try test.rows("SELECT scan_id, status FROM observation ORDER BY scanned_at") == [
        "1|fail", "3|pass", "2|pass",
      ])
  }

  @Test func `a finding that only a late scan saw is gone at the next scan that covered it`() throws
  {
    let test = try TestStore()
    try test.ingest([observation("a", "r1", .pass, day: 1)], artifact: "1")
    try test.ingest([observation("a", "r1", .pass, day: 3)], artifact: "3")
    try test.ingest(
      [observation("a", "r1", .pass, day: 2), observation("a", "r2", .fail, day: 2)],
      artifact: "2")
    #expect(
      try test.rows(Self.history).filter { $0.hasPrefix("r2") } == [
        "r2|fail|2026-01-03T00:00:00Z|2026-01-04T00:00:00Z|3|3",
        "r2|gone|2026-01-04T00:00:00Z||2|3",
      ])
  }

  @Test func `a partial scan leaves the rest unconfirmed, and says when it was last confirmed`()
    throws
  {
    let test = try TestStore()
    let everywhere = [
      observation("a", "r1", .fail, day: 1),
      observation("b", "r1", .fail, day: 1),
      observation("a", "r2", .fail, day: 1, region: "us-east-1"),
    ]
    try test.ingest(everywhere, artifact: "1")
    let partial = try test.ingest([observation("a", "r1", .fail, day: 2)], artifact: "2")
    #expect(partial?.scans[0].changes.unconfirmed == 2)
    #expect(
      try test.rows(
        "SELECT rule, region, status, last_confirmed_at FROM current_finding ORDER BY 1, 2") == [
          "a|eu-west-1|fail|2026-01-03T00:00:00Z", "a|us-east-1|fail|2026-01-02T00:00:00Z",
          "b|eu-west-1|fail|2026-01-02T00:00:00Z",
        ])
    #expect(
      try test.rows("SELECT region, rule, findings FROM coverage_gap ORDER BY 1, 2") == [
        "eu-west-1|b|1", "us-east-1|a|1",
      ])
  }

  @Test func `what a rule says has revisions, and a late scan takes its place among them`() throws {
    let test = try TestStore()
    func rule(_ title: String) -> RuleDefinition { RuleDefinition(key: "a", title: title) }
    for (day, title) in [(1, "old"), (4, "new"), (2, "old"), (3, "new")] {
      try test.ingest(
        [observation("a", "r1", .fail, day: day)], artifact: "\(day)", rules: [rule(title)])
    }
    #expect(
      try test.rows(
        """
        SELECT title, strftime('%d', since_at / 1000000, 'unixepoch') FROM rule_revision
        WHERE superseded_in IS NULL ORDER BY since_at
        """) == ["old|02", "new|04"])
    #expect(try test.rows("SELECT title FROM rule_overview") == ["new"])
  }

  @Test func `a finding fails since its episode began, whatever else changed about it`() throws {
    let test = try TestStore()
    try test.ingest([observation("a", "r1", .fail, day: 1)], artifact: "1")
    try test.ingest([observation("a", "r1", .pass, day: 2)], artifact: "2")
    try test.ingest([observation("a", "r1", .fail, day: 3)], artifact: "3")
    try test.ingest([observation("a", "r1", .fail, day: 4, severity: .low)], artifact: "4")
    #expect(
      try test.rows("SELECT since, failing_since FROM current_finding") == [
        "2026-01-05T00:00:00Z|2026-01-04T00:00:00Z"
      ])
    #expect(
      try test.rows("SELECT opened_at FROM remediation WHERE outcome = 'open'") == [
        "2026-01-04T00:00:00Z"
      ])
  }
}
