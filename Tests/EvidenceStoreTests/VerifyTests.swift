import EvidenceModel
import GRDB
import Testing

@testable import EvidenceStore

/// `verify` finds what somebody changed behind the program's back.
@Suite struct VerifyTests {
  @Test(arguments: [
    ("UPDATE event SET status_id = 5 WHERE event_id = 1", "observation-digest"),
    ("UPDATE event SET detail_id = (SELECT max(detail_id) FROM detail)", "observation-digest"),
    ("UPDATE detail SET text = 'forged'", "observation-digest"),
    ("UPDATE event SET until_at = 5", "event-until"),
    ("UPDATE failing_episode SET closed_at = 5", "failing-episode"),
    ("UPDATE failing_episode SET unresolved_since_at = 5", "failing-episode"),
    ("DELETE FROM failing_episode", "failing-episode"),
    (
      "INSERT INTO failing_episode VALUES (2, 1, 2, 1, 5, 6, 5, NULL)", "failing-episode"
    ),
    ("DELETE FROM event WHERE event_id = 2", "observation-digest"),
    ("UPDATE scan_rule_summary SET pass_count = 7", "scan-rule-summary"),
    ("UPDATE cell SET last_covered_at = 5", "cell-coverage"),
    ("UPDATE cell_fingerprint SET fingerprints = zeroblob(32)", "cell-fingerprint"),
    ("DELETE FROM cell_fingerprint", "cell-fingerprint"),
    ("UPDATE event SET severity_id = 4 WHERE until_at > since_at", "cell-fingerprint"),
    ("DELETE FROM rule_set_member", "interned-sets"),
    ("UPDATE artifact SET sha256 = zeroblob(32) WHERE artifact_id = 1", "interned-sets"),
    ("UPDATE resource SET uid = uid || 'x'", "observation-digest"),
    (
      "INSERT INTO kept_file (ingest_id, sha256, bytes) VALUES (1, randomblob(32), x'00')",
      "kept-file"
    ),
    (
      "DELETE FROM finding_alias; UPDATE event SET finding_id = 99 WHERE event_id = 1",
      "foreign-keys"
    ),
  ])
  func `a forged row is found`(sql: String, check: String) throws {
    let test = try TestStore()
    try test.ingest(
      [
        observation("a", "r1", .fail, day: 1, detail: "open"),
        observation("a", "r2", .pass, day: 1, detail: "closed"),
      ], artifact: "1")
    try test.ingest(
      [observation("a", "r1", .pass, day: 2), observation("a", "r2", .pass, day: 2)],
      artifact: "2")
    #expect(try test.store.verify().differences == [])
    try test.store.queue.writeWithoutTransaction { db in
      let triggers = try String.fetchAll(
        db, sql: "SELECT name FROM sqlite_master WHERE type = 'trigger'")
      for trigger in triggers { try db.execute(sql: "DROP TRIGGER \(trigger)") }
      try db.execute(sql: "PRAGMA foreign_keys = OFF")
      try db.execute(sql: sql)
      try db.execute(sql: "PRAGMA foreign_keys = ON")
    }
    #expect(try test.store.verify().differences.contains { $0.check == check })
  }
}
