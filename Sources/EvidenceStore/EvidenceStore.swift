import EvidenceModel
import Foundation
package import GRDB
import TickmarkSQL

/// A compliance evidence database: one SQLite file.
///
/// ```swift
/// let store = try EvidenceStore(path: "tickmark.db")
/// let findings = try store.verify()
/// ```
///
/// Opening creates the file where it is missing and migrates an older one. A database of a newer
/// tickmark is refused.
public final class EvidenceStore: Sendable {
  /// Where the database is, as the caller wrote it.
  public let path: String

  /// The connection through which everything is written. Reports read through their own.
  package let queue: DatabaseQueue

  /// What the database is opened for.
  public enum Access: Sendable {
    /// To write; a database that is not there is made, and an older one is brought up to date.
    case writing
    /// To write to a database that is there; an older one is brought up to date.
    case updating
    /// To read what is there, and change nothing.
    case reading
  }

  /// Opens the database at `path`.
  ///
  /// - Throws: ``StoreError`` where there is no database, it is another program's, or its schema
  ///   is not this program's; `DatabaseError` where SQLite cannot open it.
  public init(path: String, for access: Access = .writing) throws {
    self.path = path
    if access != .writing, !FileManager.default.fileExists(atPath: path) {
      throw StoreError(
        code: .noDatabase, path: path, reason: "there is no database here",
        hint: "make one with 'tickmark init', or name another with --db")
    }
    var configuration = Configuration()
    configuration.label = "tickmark"
    configuration.readonly = access == .reading
    // An ingest may have to wait for another one to finish.
    configuration.busyMode = .timeout(60)
    configuration.prepareDatabase { db in
      // A lost last commit is ingested again; a broken file would not be.
      if access != .reading { try db.execute(sql: "PRAGMA synchronous = NORMAL") }
      try db.execute(sql: "PRAGMA cache_size = -65536")
    }
    do {
      queue = try Self.open(path, for: access, configuration)
    } catch let error as DatabaseError where error.resultCode == .SQLITE_NOTADB {
      throw StoreError(
        code: .foreignDatabase, path: path, reason: "this is not an SQLite database",
        hint: "name another file with --db")
    } catch let error as DatabaseError where error.resultCode == .SQLITE_READONLY {
      throw StoreError(
        code: .noDatabase, path: path, reason: "the database cannot be written to",
        hint: "see who may write to the file and its folder")
    } catch let error as DatabaseError where error.resultCode == .SQLITE_CANTOPEN {
      throw StoreError(
        code: .noDatabase, path: path, reason: "the database cannot be opened or made here",
        hint: "see that the folder exists and can be written")
    }
  }

  private static func open(
    _ path: String, for access: Access, _ configuration: Configuration
  ) throws -> DatabaseQueue {
    func queue(at file: String) throws -> DatabaseQueue {
      let queue = try DatabaseQueue(path: file, configuration: configuration)
      try queue.writeWithoutTransaction { db in
        switch access {
        case .writing, .updating: try Schema.migrate(db, path: path)
        case .reading: try Schema.requireCurrent(db, path: path)
        }
      }
      return queue
    }
    do {
      return try queue(at: path)
    } catch let error as DatabaseError
      where access == .reading
      && [.SQLITE_CANTOPEN, .SQLITE_READONLY].contains(error.resultCode)
      && !FileManager.default.fileExists(atPath: path + "-wal")
    {
      do {
        return try queue(at: ImmutableFile(path: path).uri)
      } catch is DatabaseError {
        // SQLite may have been built without URIs.
        throw error
      }
    }
  }

  /// Runs `body` in one transaction that is undone where it throws, or where it says so.
  package func write<Result>(
    _ body: (Database) throws -> (outcome: Database.TransactionCompletion, result: Result)
  ) throws -> Result {
    var result: Result?
    do {
      try queue.writeWithoutTransaction { db in
        try db.inTransaction(.immediate) {
          let (outcome, value) = try body(db)
          result = value
          return outcome
        }
      }
    } catch let error as DatabaseError {
      throw StoreError(error, path: path) ?? error
    }
    guard let result else { preconditionFailure("the transaction ran without a result") }
    return result
  }

  /// How many times something was told to the database.
  public func ingestCount() throws -> Int {
    try queue.read { db in try Int.fetchOne(db, sql: "SELECT count(*) FROM ingest") ?? 0 }
  }

  /// Writes the log back into the one file and closes it.
  public func close() throws {
    try queue.close()
  }

  /// Closes the database, and removes its file unless another process has it open.
  package func removeIfAlone() throws {
    // Leaving write-ahead mode takes a lock that SQLite gives to the only user of a file.
    let isAlone = try queue.writeWithoutTransaction { db in
      try db.execute(sql: "PRAGMA busy_timeout = 0")
      do {
        return try String.fetchOne(db, sql: "PRAGMA journal_mode = DELETE") == "delete"
      } catch let error as DatabaseError where error.resultCode == .SQLITE_BUSY {
        return false
      }
    }
    try close()
    if isAlone { try FileManager.default.removeItem(atPath: path) }
  }
}
