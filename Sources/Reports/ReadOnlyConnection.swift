import EvidenceModel
import Foundation
import GRDBSQLite
import TickmarkSQL

/// A connection to a tickmark database that can read and nothing else.
///
/// ```swift
/// let connection = try ReadOnlyConnection(path: "tickmark.db")
/// let rows = try connection.query("SELECT rule, status FROM current_finding LIMIT 5")
/// while let row = try rows.next() { print(row) }
/// ```
///
/// Several locks stand one behind the other, so that none has to be perfect: the file is opened
/// read-only; `query_only` refuses writes; an authorizer allows only what reading needs; SQLite
/// must call the compiled statement read-only; and limits bound its time, its memory and the size
/// of its parts. An ingest may run beside it: each statement sees the database as it was when the
/// statement began.
///
/// Rows are read on the thread that asked for them: a connection is not `Sendable`.
public final class ReadOnlyConnection {
  /// The longest text or blob, in bytes: twice the longest record that is ever ingested.
  static let longestValue: Int32 = 32 << 20

  /// Where the database is, as the user wrote it.
  public let path: String

  let statementGuard: StatementGuard
  private let watchdog: Watchdog?
  private let hadLog: Bool
  private let database: OpaquePointer

  /// Opens the database at `path`, which must exist and be of this program's schema.
  public init(path: String, limits: StatementLimits = .adHoc) throws {
    self.path = path
    statementGuard = StatementGuard(limits: limits)
    watchdog = limits.onOverrun.map { [error = statementGuard.timeError] handler in
      Watchdog { handler(error) }
    }
    try Self.checkHeader(path)
    hadLog = FileManager.default.fileExists(atPath: path + "-wal")
    database = try Self.open(path)
    // From here on, deinit closes the database when an error is thrown.
    try configure(limits)
    try checkSchema()
  }

  deinit {
    sqlite3_close_v2(database)
    if !hadLog { Self.removeEmptyLog(beside: path) }
  }

  /// Removes the empty log that reading left: a connection that only reads makes one and may not
  /// remove it. The last one that could write does so when it closes, and has nothing to write.
  private static func removeEmptyLog(beside path: String) {
    var status = stat()
    guard stat(path + "-wal", &status) == 0, status.st_size == 0 else { return }
    var database: OpaquePointer?
    if sqlite3_open_v2(fileName(path), &database, SQLITE_OPEN_READWRITE, nil) == SQLITE_OK {
      sqlite3_exec(database, "SELECT count(*) FROM sqlite_schema", nil, nil, nil)
    }
    sqlite3_close_v2(database)
  }

  /// Compiles one statement that reads; its rows are computed as they are pulled.
  ///
  /// A text that is written as a number is bound as one. Every parameter that the statement names
  /// needs a value.
  ///
  /// - Parameters:
  ///   - sql: One statement.
  ///   - parameters: A value for each `:name`, by its name without the colon.
  /// - Returns: The rows.
  /// - Throws: `QueryError` where a rule or SQLite refuses the statement.
  public func query(_ sql: String, parameters: [String: String] = [:]) throws -> ResultSet {
    try query(sql, values: parameters.mapValues(Self.value(of:)))
  }

  /// Compiles one statement that reads, with typed values.
  ///
  /// - Parameters:
  ///   - sql: One statement.
  ///   - values: A value for each `:name`, by its name without the colon.
  /// - Returns: The rows, computed as they are pulled.
  /// - Throws: `QueryError` where a rule or SQLite refuses the statement.
  public func query(_ sql: String, values: [String: SQLValue]) throws -> ResultSet {
    statementGuard.start()
    let statement = try compile(sql)
    do {
      guard sqlite3_stmt_readonly(statement) != 0 else {
        throw QueryError(
          .notAllowed, "the statement would write, says SQLite",
          hint: "the database is open for reading: use SELECT")
      }
      try bind(values, to: statement)
    } catch {
      sqlite3_finalize(statement)
      throw error
    }
    return ResultSet(connection: self, statement: statement)
  }

  /// Runs `body` in one read transaction: all its queries see the same moment of the database.
  func readTransaction<Result>(_ body: () throws -> Result) throws -> Result {
    try run("BEGIN")
    do {
      let result = try body()
      try run("COMMIT")
      return result
    } catch {
      statementGuard.isOff = true
      defer { statementGuard.isOff = false }
      // It cannot fail in a way that matters, and the first error is the one to tell.
      _ = sqlite3_exec(database, "ROLLBACK", nil, nil, nil)
      throw error
    }
  }

  /// The names of the parameters of a statement, without their colons.
  func parameterNames(of sql: String) throws -> [String] {
    statementGuard.start()
    let statement = try compile(sql)
    defer { sqlite3_finalize(statement) }
    return try parameterNames(of: statement)
  }

  /// Gives back what SQLite keeps in memory of pages and past sorting.
  func releaseMemory() {
    sqlite3_db_release_memory(database)
  }

  /// Opens a value that is read piece by piece, however long it is.
  func openBlob(table: String, column: String, row: Int64) throws -> OpaquePointer {
    statementGuard.isOff = true
    defer { statementGuard.isOff = false }
    var blob: OpaquePointer?
    let code = sqlite3_blob_open(database, "main", table, column, row, 0, &blob)
    guard code == SQLITE_OK, let blob else { throw error(code, isCompiling: false) }
    return blob
  }

  /// Calls SQLite while the watchdog looks on.
  func watching<Result>(_ call: () -> Result) -> Result {
    guard let watchdog, let deadline = statementGuard.deadline else { return call() }
    watchdog.enter(deadline: deadline)
    defer { watchdog.leave() }
    return call()
  }

  /// The error for a code that compiling or running a statement gave.
  func error(_ code: Int32, isCompiling: Bool) -> QueryError {
    if let refusal = statementGuard.refusal { return refusal }
    let message = String(cString: sqlite3_errmsg(database))
    switch code & 0xff {
    case SQLITE_NOMEM:
      return StatementGuard.memoryError(bytes: statementGuard.memory)
    case SQLITE_TOOBIG:
      return isCompiling
        ? QueryError(.malformedSQL, "the statement is too long or too complex: \(message)")
        : StatementGuard.sizeError
    case SQLITE_BUSY, SQLITE_LOCKED:
      return QueryError(
        .failedStatement, "\(path) is locked by another program: \(message)",
        hint: "wait until it is done and try again")
    case SQLITE_CORRUPT, SQLITE_NOTADB:
      return QueryError(
        .failedStatement, "\(path) is damaged: \(message)", hint: "'tickmark verify' says more")
    default:
      guard isCompiling else { return QueryError(.failedStatement, message) }
      let offset = sqlite3_error_offset(database)
      return QueryError(
        .malformedSQL, offset < 0 ? message : "\(message), at byte \(offset) of the statement")
    }
  }
}

// MARK: - Opening

extension ReadOnlyConnection {
  /// Refuses what is no SQLite database before SQLite sees it, and so never makes a file.
  private static func checkHeader(_ path: String) throws {
    var status = stat()
    guard stat(path, &status) == 0 else {
      throw QueryError(
        .noDatabase, "there is no database at '\(path)'",
        hint: "make one with 'tickmark init', or name yours with --db or TICKMARK_DB")
    }
    let magic = Array("SQLite format 3\0".utf8)
    var header = [UInt8](repeating: 0, count: magic.count)
    let file = fopen(path, "rb")
    defer { if let file { fclose(file) } }
    guard status.st_mode & S_IFMT == S_IFREG, let file else {
      throw QueryError(.noDatabase, "'\(path)' is not a file that can be read")
    }
    guard fread(&header, 1, header.count, file) == header.count, header == magic else {
      throw notTickmark(path)
    }
  }

  private static func notTickmark(_ path: String) -> QueryError {
    QueryError(
      .noDatabase, "'\(path)' is not a tickmark database",
      hint: "make one with 'tickmark init', or name yours with --db or TICKMARK_DB")
  }

  private static func open(_ path: String) throws -> OpaquePointer {
    let file = fileName(path)
    let (database, code) = try open(file: file, flags: 0)
    guard code != SQLITE_OK else { return database }
    let message = String(cString: sqlite3_errmsg(database))
    sqlite3_close_v2(database)
    // A write-ahead log needs a shared-memory file, which nobody can make in a folder that is
    // read-only. Where there is no log, there is nothing that it would have to say.
    if [SQLITE_CANTOPEN, SQLITE_READONLY].contains(code & 0xff),
      !FileManager.default.fileExists(atPath: path + "-wal")
    {
      let (database, code) = try open(file: ImmutableFile(path: file).uri, flags: SQLITE_OPEN_URI)
      if code == SQLITE_OK { return database }
      sqlite3_close_v2(database)
    }
    throw QueryError(
      .noDatabase, "'\(path)' cannot be opened: \(message)",
      hint: code & 0xff == SQLITE_READONLY || code & 0xff == SQLITE_CANTOPEN
        ? "a program that wrote to it was cut off; let 'tickmark init' repair it" : nil)
  }

  /// A name for SQLite: one that begins like a URI would be read as one.
  private static func fileName(_ path: String) -> String {
    path.hasPrefix("/") ? path : "./" + path
  }

  /// Opens a file, and reads from it: SQLite does not look at a file before.
  private static func open(
    file: String, flags: Int32
  ) throws -> (database: OpaquePointer, code: Int32) {
    var database: OpaquePointer?
    let code = sqlite3_open_v2(
      file, &database, SQLITE_OPEN_READONLY | SQLITE_OPEN_NOMUTEX | flags, nil)
    guard let database else { throw StatementGuard.memoryError(bytes: nil) }
    guard code == SQLITE_OK else { return (database, code) }
    sqlite3_busy_timeout(database, 5000)
    return (
      database,
      sqlite3_exec(database, "SELECT count(*) FROM sqlite_schema", nil, nil, nil)
    )
  }

  private func configure(_ limits: StatementLimits) throws {
    // SQLITE_DBCONFIG_DEFENSIVE cannot be set from Swift, which has no variadic C functions. What
    // it forbids writes, and is refused by the authorizer.
    sqlite3_enable_load_extension(database, 0)
    // A misspelt column in double quotes would else be a string, and the report wrong.
    _disableDoubleQuotedStringLiterals(database)
    try run("PRAGMA query_only = ON")
    try run("PRAGMA trusted_schema = OFF")
    if let memory = limits.memory {
      // What a typed statement sorts stays in memory, whose limit then bounds it: a temporary
      // file could fill the disk. Canned queries may use the disk.
      try run("PRAGMA temp_store = MEMORY")
      lowerHeapLimit(to: 2 * memory)
    }
    setSizeLimits()
    statementGuard.forbiddenModules = try modules().subtracting(AllowedNames.modules)
    touchVirtualTables()
    sqlite3_set_authorizer(
      database,
      { context, action, first, second, _, _ in
        guard let context else { return SQLITE_DENY }
        return Unmanaged<StatementGuard>.fromOpaque(context).takeUnretainedValue().authorize(
          action, first.map { String(cString: $0) }, second.map { String(cString: $0) })
      }, Unmanaged.passUnretained(statementGuard).toOpaque())
    // Often enough to stop within a millisecond, seldom enough not to be seen in a measurement.
    sqlite3_progress_handler(
      database, 1000,
      { context in
        guard let context else { return 1 }
        let judge = Unmanaged<StatementGuard>.fromOpaque(context).takeUnretainedValue()
        return judge.isOverLimit() ? 1 : 0
      }, Unmanaged.passUnretained(statementGuard).toOpaque())
  }

  /// Only ever lowers it: the limit holds for all connections of the process.
  private func lowerHeapLimit(to bytes: Int64) {
    let present = sqlite3_hard_heap_limit64(-1)
    if present == 0 || present > bytes { sqlite3_hard_heap_limit64(bytes) }
  }

  private func setSizeLimits() {
    let limits: [(Int32, Int32)] = [
      (SQLITE_LIMIT_LENGTH, Self.longestValue),
      (SQLITE_LIMIT_SQL_LENGTH, 1 << 20),
      (SQLITE_LIMIT_COLUMN, 500),
      (SQLITE_LIMIT_EXPR_DEPTH, 200),
      (SQLITE_LIMIT_COMPOUND_SELECT, 100),
      (SQLITE_LIMIT_VDBE_OP, 1_000_000),
      (SQLITE_LIMIT_FUNCTION_ARG, 100),
      (SQLITE_LIMIT_ATTACHED, 0),
      // Comparing takes the product of pattern and text, in one call that nothing interrupts.
      (SQLITE_LIMIT_LIKE_PATTERN_LENGTH, 1000),
      (SQLITE_LIMIT_VARIABLE_NUMBER, 100),
      (SQLITE_LIMIT_TRIGGER_DEPTH, 1),
      (SQLITE_LIMIT_WORKER_THREADS, 0),
    ]
    for (limit, value) in limits { sqlite3_limit(database, limit, value) }
  }

  /// Makes SQLite declare the virtual tables that statements may read.
  ///
  /// It does so when one is first named, with a CREATE TABLE that the authorizer would refuse and
  /// cannot tell from a statement's own. They are built in, and stay declared.
  private func touchVirtualTables() {
    let pragmas = AllowedNames.pragmas.union(AllowedNames.settingPragmas)
    for name in AllowedNames.modules.union(pragmas.map { "pragma_" + $0 }) {
      // One that this SQLite does not have fails here, and is unknown to statements, too.
      _ = sqlite3_exec(database, "SELECT 1 FROM \(name) LIMIT 0", nil, nil, nil)
    }
  }

  /// The virtual tables that this SQLite has, in lower case.
  private func modules() throws -> Set<String> {
    var names: Set<String> = []
    let rows = try query("SELECT name FROM pragma_module_list", values: [:])
    while let row = try rows.next() {
      if case .text(let name) = row[0] { names.insert(name.lowercased()) }
    }
    // Their pragmas are judged one by one.
    return names.filter { !$0.hasPrefix("pragma_") }
  }

  private func checkSchema() throws {
    guard try number("PRAGMA application_id") == Int64(SchemaMigration.applicationID) else {
      throw Self.notTickmark(path)
    }
    let steps = try number("PRAGMA user_version")
    let known = Int64(SchemaMigration.all.count)
    if steps > known {
      throw QueryError(
        .newerSchema, "'\(path)' was made by a newer tickmark (schema \(steps), known: \(known))",
        hint: "update tickmark")
    }
    if steps < known {
      throw QueryError(
        .olderSchema,
        "'\(path)' was made by an older tickmark (schema \(steps), current: \(known))",
        hint: "'tickmark init' upgrades it and keeps what is in it")
    }
  }
}

// MARK: - Statements

extension ReadOnlyConnection {
  /// The single integer that a statement of ours returns, 0 for NULL.
  func number(_ sql: String, _ values: [String: SQLValue] = [:]) throws -> Int64 {
    guard case .integer(let value) = try query(sql, values: values).next()?.first else { return 0 }
    return value
  }

  private func run(_ sql: String) throws {
    statementGuard.start()
    statementGuard.isOff = true
    defer { statementGuard.isOff = false }
    let code = sqlite3_exec(database, sql, nil, nil, nil)
    guard code == SQLITE_OK else { throw error(code, isCompiling: false) }
  }

  private func compile(_ sql: String) throws -> OpaquePointer {
    // SQLite reads up to a NUL, and would leave out the rest of the text without a word.
    guard !sql.utf8.contains(0) else {
      throw QueryError(.malformedSQL, "the statement has a NUL character in it")
    }
    var statement: OpaquePointer?
    var isFollowed = false
    let code = watching {
      sql.withCString { text in
        var rest: UnsafePointer<CChar>?
        let code = sqlite3_prepare_v2(database, text, -1, &statement, &rest)
        isFollowed = code == SQLITE_OK && rest.map { !Self.isBlank($0) } ?? false
        return code
      }
    }
    guard code == SQLITE_OK else { throw error(code, isCompiling: true) }
    guard let statement else { throw QueryError(.malformedSQL, "there is no statement") }
    guard !isFollowed else {
      sqlite3_finalize(statement)
      throw QueryError(
        .notAllowed, "there is text after the first statement, and only one may run",
        hint: "ask one question at a time")
    }
    return statement
  }

  /// True where only spaces, comments and semicolons are left.
  private static func isBlank(_ text: UnsafePointer<CChar>) -> Bool {
    var rest = String(cString: text)[...]
    while true {
      rest = rest.drop { $0.isWhitespace || $0 == ";" }
      if rest.hasPrefix("--") {
        rest = rest.drop { !$0.isNewline }
      } else if rest.hasPrefix("/*") {
        guard let end = rest.range(of: "*/") else { return true }
        rest = rest[end.upperBound...]
      } else {
        return rest.isEmpty
      }
    }
  }

  private func parameterNames(of statement: OpaquePointer) throws -> [String] {
    guard sqlite3_bind_parameter_count(statement) > 0 else { return [] }
    return try (1...sqlite3_bind_parameter_count(statement)).map { index in
      guard let name = sqlite3_bind_parameter_name(statement, index), name.pointee != 0x3f else {
        throw QueryError(
          .malformedSQL, "the statement has a parameter without a name",
          hint: "write ':name' in place of '?'")
      }
      return String(String(cString: name).dropFirst())
    }
  }

  private func bind(_ values: [String: SQLValue], to statement: OpaquePointer) throws {
    let names = try parameterNames(of: statement)
    if let unknown = values.keys.filter({ !names.contains($0) }).min() {
      throw QueryError(
        .unknownParameter, "the statement has no parameter ':\(unknown)'",
        hint: names.isEmpty ? "it has none" : "it has " + names.map { ":" + $0 }.listed)
    }
    for (index, name) in zip(Int32(1)..., names) {
      guard let value = values[name] else {
        throw QueryError(
          .missingParameter, "the parameter ':\(name)' has no value",
          hint: "give it one with -p \(name)=VALUE")
      }
      let code = bind(value, at: index, to: statement)
      guard code == SQLITE_OK else { throw error(code, isCompiling: false) }
    }
  }

  private func bind(_ value: SQLValue, at index: Int32, to statement: OpaquePointer) -> Int32 {
    // SQLITE_TRANSIENT: SQLite copies the bytes.
    let copy = unsafeBitCast(-1, to: sqlite3_destructor_type.self)
    switch value {
    case .null: return sqlite3_bind_null(statement, index)
    case .integer(let number): return sqlite3_bind_int64(statement, index, number)
    case .real(let number): return sqlite3_bind_double(statement, index, number)
    case .text(let text):
      return sqlite3_bind_text(statement, index, text, Int32(clamping: text.utf8.count), copy)
    case .blob(let bytes):
      guard !bytes.isEmpty else { return sqlite3_bind_zeroblob(statement, index, 0) }
      return sqlite3_bind_blob(statement, index, bytes, Int32(clamping: bytes.count), copy)
    }
  }

  /// A number where the text is exactly how a number is written, else the text.
  ///
  /// SQLite compares a number with a text as unequal where neither is a column, so that a bound
  /// '5' would never match a count. A column of texts still matches the number: SQLite converts
  /// what is compared with a column to the column's type. `007` stays a text.
  static func value(of text: String) -> SQLValue {
    if let number = Int64(text), String(number) == text { return .integer(number) }
    if let number = Double(text), number.description == text, number.isFinite {
      return .real(number)
    }
    return .text(text)
  }
}
