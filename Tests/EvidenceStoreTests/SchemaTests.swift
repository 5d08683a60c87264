import EvidenceModel
import Foundation
import GRDB
import Testing
import TickmarkSQL

@testable import EvidenceStore

/// The schema: its versions, and what it refuses.
@Suite struct SchemaTests {
  @Test func `a new database has every step and names itself`() throws {
    let test = try TestStore()
    #expect(try test.rows("PRAGMA user_version") == ["\(SchemaMigration.all.count)"])
    #expect(try test.rows("PRAGMA application_id") == ["\(SchemaMigration.applicationID)"])
    #expect(try test.rows("PRAGMA foreign_keys") == ["1"])
    let loose = "SELECT name FROM pragma_table_list WHERE schema = 'main' AND strict = 0"
    #expect(
      try test.rows(loose + " AND type = 'table' AND name NOT LIKE 'sqlite_%'") == [])
  }

  @Test func `a database of a newer tickmark is refused`() throws {
    let test = try TestStore()
    try test.store.queue.writeWithoutTransaction { db in
      try db.execute(sql: "PRAGMA user_version = 99")
    }
    try test.store.close()
    let error = #expect(throws: StoreError.self) { try EvidenceStore(path: test.store.path) }
    #expect(error?.code == .newerSchema)
    #expect(error?.hint == "use the tickmark that wrote it, or a newer one")
  }

  @Test func `an older database is brought up to date`() throws {
    let folder = FileManager.default.temporaryDirectory.appending(path: UUID().uuidString)
    try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
    defer { try? FileManager.default.removeItem(at: folder) }
    let path = folder.appending(path: "old.db").path
    let old = try DatabaseQueue(path: path)
    try old.writeWithoutTransaction { db in
      try db.execute(sql: SchemaMigration.all[0].sql)
      try db.execute(sql: "INSERT INTO tool (key) VALUES ('kept')")
      try db.execute(sql: "PRAGMA application_id = \(SchemaMigration.applicationID)")
      try db.execute(sql: "PRAGMA user_version = 1")
    }
    try old.close()
    let store = try EvidenceStore(path: path)
    let tools = try store.queue.read { try String.fetchAll($0, sql: "SELECT key FROM tool") }
    #expect(tools == ["kept"])
    #expect(try store.queue.read { try Int.fetchOne($0, sql: "PRAGMA user_version") } == 2)
    try store.close()
  }

  @Test func `another program's database is refused and left alone`() throws {
    let folder = FileManager.default.temporaryDirectory.appending(path: UUID().uuidString)
    try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
    defer { try? FileManager.default.removeItem(at: folder) }
    let path = folder.appending(path: "other.db").path
    let other = try DatabaseQueue(path: path)
    try other.writeWithoutTransaction { try $0.execute(sql: "CREATE TABLE note (text)") }
    try other.close()
    let before = try Data(contentsOf: URL(fileURLWithPath: path))
    let error = #expect(throws: StoreError.self) { try EvidenceStore(path: path) }
    #expect(error?.code == .foreignDatabase)
    #expect(try Data(contentsOf: URL(fileURLWithPath: path)) == before)
  }

  @Test(arguments: [
    "DELETE FROM event", "UPDATE event SET status_id = 5", "UPDATE event SET since_at = 0",
    "INSERT OR REPLACE INTO event SELECT * FROM event", "DELETE FROM scan",
    "UPDATE scan SET scanned_at = 0", "INSERT OR REPLACE INTO scan SELECT * FROM scan",
    "DELETE FROM artifact", "UPDATE artifact SET path = 'x'", "DELETE FROM ingest",
    "UPDATE scan_rule_summary SET fail_count = 0", "DELETE FROM scan_coverage",
    "DELETE FROM rule_revision", "UPDATE rule_revision SET title = 'x'", "DELETE FROM finding",
    "UPDATE resource SET uid = 'x'", "UPDATE detail SET text = 'x'",
    "DELETE FROM rule_set_member", "UPDATE region_set_member SET region_id = 1",
  ])
  func `what is recorded is never changed`(sql: String) throws {
    let test = try TestStore()
    try test.ingest(
      [observation("a", "r1", .fail, day: 1)], artifact: "1",
      rules: [.init(key: "a", title: "A")])
    #expect(throws: DatabaseError.self) {
      try test.store.queue.write { try $0.execute(sql: sql) }
    }
  }
}
