import Foundation
import GRDB
import TickmarkSQL

/// The database's schema and how it is brought up to date.
enum Schema {
  /// Throws where a database is not of this program's schema.
  static func requireCurrent(_ db: Database, path: String) throws {
    let version = try version(of: db, path: path)
    guard version == SchemaMigration.all.count else {
      throw StoreError(
        code: .olderSchema, path: path,
        reason:
          "the database has schema \(version), this tickmark reads \(SchemaMigration.all.count)",
        hint: "'tickmark init' brings it up to date; it changes the file")
    }
  }

  /// Brings a new or older database to this program's schema, all steps in one transaction.
  static func migrate(_ db: Database, path: String) throws {
    let steps = SchemaMigration.all
    let version = try version(of: db, path: path)
    // Readers go on while an ingest writes. GRDB's own setting of it writes to the file at each
    // opening, this one only to a new file.
    try enterWriteAheadMode(db)
    guard version < steps.count else { return }
    try db.inTransaction(.immediate) {
      // Another process may have done it since.
      let version = try Int.fetchOne(db, sql: "PRAGMA user_version") ?? 0
      for step in steps.dropFirst(version) {
        try db.execute(sql: step.sql)
      }
      try db.execute(
        sql: """
          PRAGMA application_id = \(SchemaMigration.applicationID);
          PRAGMA user_version = \(steps.count);
          """)
      return .commit
    }
  }

  /// SQLite does not wait for another process that is changing the mode, too.
  private static func enterWriteAheadMode(_ db: Database) throws {
    for _ in 0..<3000 {
      do {
        _ = try String.fetchOne(db, sql: "PRAGMA journal_mode = WAL")
        return
      } catch let error as DatabaseError where error.resultCode == .SQLITE_BUSY {
        usleep(20_000)
      }
    }
    throw DatabaseError(resultCode: .SQLITE_BUSY, message: "another process keeps the database")
  }

  /// How many steps a database has been through; none for a new one.
  private static func version(of db: Database, path: String) throws -> Int {
    let version = try Int.fetchOne(db, sql: "PRAGMA user_version") ?? 0
    let application = try Int32.fetchOne(db, sql: "PRAGMA application_id") ?? 0
    let tables = try Int.fetchOne(db, sql: "SELECT count(*) FROM sqlite_master") ?? 0
    guard application == SchemaMigration.applicationID || (tables == 0 && version == 0) else {
      throw StoreError(
        code: .foreignDatabase, path: path,
        reason: "this SQLite database is not one of tickmark's",
        hint: "name another file with --db")
    }
    let known = SchemaMigration.all.count
    guard version <= known else {
      throw StoreError(
        code: .newerSchema, path: path,
        reason: "the database has schema \(version), this tickmark knows up to \(known)",
        hint: "use the tickmark that wrote it, or a newer one")
    }
    return version
  }
}
