import GRDBSQLite

/// The rows of one statement, computed as they are pulled.
///
/// Only one result of a connection should be read at a time: time and memory are counted for the
/// statement that was compiled last.
public final class ResultSet: RowSource {
  /// The columns, in order.
  public let columns: [ResultColumn]

  /// Keeps the database open.
  private let connection: ReadOnlyConnection
  private let statement: OpaquePointer
  private var isAtEnd = false

  init(connection: ReadOnlyConnection, statement: OpaquePointer) {
    self.connection = connection
    self.statement = statement
    columns = (0..<sqlite3_column_count(statement)).map { index in
      ResultColumn(
        sqlite3_column_name(statement, index).map { String(cString: $0) } ?? "",
        declaredType: sqlite3_column_decltype(statement, index).map { String(cString: $0) })
    }
  }

  deinit {
    sqlite3_finalize(statement)
  }

  /// The next row, or `nil` after the last one.
  public func next() throws -> [SQLValue]? {
    guard !isAtEnd else { return nil }
    // Rows that cost few instructions each are more often here than in the progress handler.
    if connection.statementGuard.isOverLimit(), let refusal = connection.statementGuard.refusal {
      throw end(refusal)
    }
    let code = connection.watching { sqlite3_step(statement) }
    switch code {
    case SQLITE_ROW:
      return try (0..<Int32(columns.count)).map(value(at:))
    case SQLITE_DONE:
      isAtEnd = true
      // Ends the read transaction now and not when the last reference goes.
      sqlite3_reset(statement)
      return nil
    default:
      throw end(connection.error(code, isCompiling: false))
    }
  }

  /// Gives the statement as much more time as its reader needed for something else.
  public func extendTimeLimit(by duration: Duration) {
    connection.statementGuard.extendDeadline(by: duration)
  }

  private func end(_ error: QueryError) -> QueryError {
    isAtEnd = true
    sqlite3_reset(statement)
    return error
  }

  private func value(at index: Int32) throws -> SQLValue {
    switch sqlite3_column_type(statement, index) {
    case SQLITE_INTEGER: return .integer(sqlite3_column_int64(statement, index))
    case SQLITE_FLOAT: return .real(sqlite3_column_double(statement, index))
    case SQLITE_TEXT: return .text(String(decoding: try bytes(at: index), as: UTF8.self))
    case SQLITE_BLOB: return .blob(Array(try bytes(at: index)))
    default: return .null
    }
  }

  private func bytes(at index: Int32) throws -> UnsafeRawBufferPointer {
    let start = sqlite3_column_blob(statement, index)
    let count = Int(sqlite3_column_bytes(statement, index))
    // No bytes where there should be some: there was no memory for a copy of them.
    guard start != nil || count == 0 else {
      throw end(connection.error(SQLITE_NOMEM, isCompiling: false))
    }
    return UnsafeRawBufferPointer(start: start, count: count)
  }
}
