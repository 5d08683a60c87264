import GRDB
import GRDBSQLite

/// A statement that is compiled once and run for every record.
///
/// Binding through SQLite's own functions runs at twice the rate of GRDB's `arguments:`, which
/// matters here and nowhere else: see the decision on the hot path.
final class PreparedStatement {
  private let handle: OpaquePointer
  private let sql: String
  private let connection: OpaquePointer

  init(_ db: Database, _ sql: String) throws {
    guard let connection = db.sqliteConnection else {
      throw DatabaseError(resultCode: .SQLITE_MISUSE, message: "the connection is closed")
    }
    var handle: OpaquePointer?
    let code = sqlite3_prepare_v3(
      connection, sql, -1, UInt32(SQLITE_PREPARE_PERSISTENT), &handle, nil)
    guard code == SQLITE_OK, let handle else {
      throw DatabaseError(
        resultCode: ResultCode(rawValue: code),
        message: String(cString: sqlite3_errmsg(connection)),
        sql: sql)
    }
    self.handle = handle
    self.sql = sql
    self.connection = connection
  }

  deinit {
    sqlite3_finalize(handle)
  }

  /// Runs the statement for its effect and returns the rowid of the last row inserted.
  @discardableResult
  func run<each Value: Bindable>(_ value: repeat each Value) throws -> Int64 {
    try bind(repeat each value)
    defer { sqlite3_reset(handle) }
    while try step() {}
    return sqlite3_last_insert_rowid(connection)
  }

  /// How many rows the last `run` changed.
  var changes: Int { Int(sqlite3_changes(connection)) }

  /// Runs the statement and hands each row to `body`.
  func forEachRow<each Value: Bindable>(
    _ value: repeat each Value, body: (SteppedRow) throws -> Void
  ) throws {
    try bind(repeat each value)
    defer { sqlite3_reset(handle) }
    while try step() { try body(SteppedRow(handle: handle)) }
  }

  /// The first row's value as `read` takes it, or `nil` where there is no row.
  func first<Result, each Value: Bindable>(
    _ value: repeat each Value, read: (SteppedRow) throws -> Result
  ) throws -> Result? {
    try bind(repeat each value)
    defer { sqlite3_reset(handle) }
    guard try step() else { return nil }
    return try read(SteppedRow(handle: handle))
  }

  private func bind<each Value: Bindable>(_ value: repeat each Value) throws {
    var index: Int32 = 0
    repeat try bind(each value, at: &index)
  }

  private func bind(_ value: some Bindable, at index: inout Int32) throws {
    index += 1
    let code = value.bind(to: handle, at: index)
    // The parameter would keep the value of the record before.
    guard code == SQLITE_OK else { throw error(code) }
  }

  private func error(_ code: Int32) -> DatabaseError {
    DatabaseError(
      resultCode: ResultCode(rawValue: code), message: String(cString: sqlite3_errmsg(connection)),
      sql: sql)
  }

  private func step() throws -> Bool {
    switch sqlite3_step(handle) {
    case SQLITE_ROW: return true
    case SQLITE_DONE: return false
    case let code: throw error(code)
    }
  }
}

/// The row that a statement stands on. Valid until the next step.
struct SteppedRow {
  fileprivate let handle: OpaquePointer

  func int(_ column: Int32) -> Int64 { sqlite3_column_int64(handle, column) }

  func intOrNil(_ column: Int32) -> Int64? {
    sqlite3_column_type(handle, column) == SQLITE_NULL ? nil : int(column)
  }

  func text(_ column: Int32) -> String {
    guard let bytes = sqlite3_column_text(handle, column) else { return "" }
    let count = Int(sqlite3_column_bytes(handle, column))
    return String(decoding: UnsafeBufferPointer(start: bytes, count: count), as: UTF8.self)
  }

  func bytes(_ column: Int32) -> [UInt8] {
    withBytes(column) { [UInt8]($0) }
  }

  /// Hands on the bytes where SQLite has them; none where the column is null.
  func withBytes<Result>(
    _ column: Int32, body: (UnsafeRawBufferPointer) throws -> Result
  ) rethrows -> Result {
    let bytes = sqlite3_column_blob(handle, column)
    let count = Int(sqlite3_column_bytes(handle, column))
    return try body(UnsafeRawBufferPointer(start: bytes, count: bytes == nil ? 0 : count))
  }
}

/// A value that can stand for a parameter of a statement.
protocol Bindable {
  /// Binds the value to a parameter, counted from 1, and returns SQLite's result.
  func bind(to handle: OpaquePointer, at index: Int32) -> Int32
}

/// SQLite copies the bytes at once.
private let transient = unsafeBitCast(-1, to: sqlite3_destructor_type.self)

extension Int64: Bindable {
  func bind(to handle: OpaquePointer, at index: Int32) -> Int32 {
    sqlite3_bind_int64(handle, index, self)
  }
}

extension Int: Bindable {
  func bind(to handle: OpaquePointer, at index: Int32) -> Int32 {
    Int64(self).bind(to: handle, at: index)
  }
}

extension Bool: Bindable {
  func bind(to handle: OpaquePointer, at index: Int32) -> Int32 {
    Int64(self ? 1 : 0).bind(to: handle, at: index)
  }
}

extension Double: Bindable {
  func bind(to handle: OpaquePointer, at index: Int32) -> Int32 {
    sqlite3_bind_double(handle, index, self)
  }
}

extension String: Bindable {
  func bind(to handle: OpaquePointer, at index: Int32) -> Int32 {
    var copy = self
    return copy.withUTF8 { utf8 in
      // A null pointer would bind NULL where the text is empty.
      guard let start = utf8.baseAddress else {
        return sqlite3_bind_text(handle, index, "", 0, transient)
      }
      return start.withMemoryRebound(to: CChar.self, capacity: utf8.count) {
        sqlite3_bind_text(handle, index, $0, Int32(clamping: utf8.count), transient)
      }
    }
  }
}

extension [UInt8]: Bindable {
  func bind(to handle: OpaquePointer, at index: Int32) -> Int32 {
    withUnsafeBytes { bytes in
      guard let start = bytes.baseAddress else { return sqlite3_bind_zeroblob(handle, index, 0) }
      return sqlite3_bind_blob(handle, index, start, Int32(clamping: bytes.count), transient)
    }
  }
}

extension Optional: Bindable where Wrapped: Bindable {
  func bind(to handle: OpaquePointer, at index: Int32) -> Int32 {
    self?.bind(to: handle, at: index) ?? sqlite3_bind_null(handle, index)
  }
}
