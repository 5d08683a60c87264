import GRDBSQLite

/// Judges what a statement may do, while SQLite compiles and runs it.
///
/// SQLite asks the authorizer about each table, column, function and pragma that a statement
/// uses, and the progress handler, every so often, whether it may go on. Neither can say why it
/// refuses: the guard remembers the first reason, and the connection makes the error of it.
///
/// A connection has one authorizer. GRDB has its own to observe what a statement touches, and
/// installs it anew for each statement, so this target uses SQLite without GRDB.
final class StatementGuard {
  /// Names of virtual tables that are not to be read, in lower case.
  var forbiddenModules: Set<String> = []
  /// True while the connection itself asks: for its settings, and to begin a transaction.
  var isOff = false

  let memory: Int64?
  private let clock = ContinuousClock()
  private let time: Duration?
  private(set) var deadline: ContinuousClock.Instant?
  private(set) var refusal: QueryError?

  init(limits: StatementLimits) {
    memory = limits.memory
    time = limits.time
  }

  /// Begins the time of a new statement.
  func start() {
    refusal = nil
    deadline = time.map { clock.now + $0 }
  }

  func extendDeadline(by duration: Duration) {
    deadline = deadline.map { $0 + duration }
  }

  /// True where the statement must stop; `refusal` says why.
  func isOverLimit() -> Bool {
    guard !isOff else { return false }
    if refusal != nil { return true }
    if let deadline, clock.now > deadline {
      refusal = timeError
      return true
    }
    if let memory, sqlite3_memory_used() > memory {
      refusal = Self.memoryError(bytes: memory)
      return true
    }
    return false
  }

  var timeError: QueryError {
    QueryError(
      .timeLimit, "the statement was stopped after \(Self.text(time ?? .zero)), its time limit",
      hint: "narrow it with WHERE or LIMIT, or raise the limit with --timeout")
  }

  static func memoryError(bytes: Int64?) -> QueryError {
    let size = bytes.map { "more than \($0 >> 20) MiB of memory" } ?? "more memory than there is"
    return QueryError(
      .memoryLimit, "the statement was stopped because it needs \(size)",
      hint: "narrow it with WHERE or LIMIT, or sort and group fewer rows")
  }

  static let sizeError = QueryError(
    .memoryLimit,
    "the statement was stopped because it makes a value of more than "
      + "\(ReadOnlyConnection.longestValue >> 20) MiB")

  private static func text(_ duration: Duration) -> String {
    let milliseconds =
      duration.components.seconds * 1000 + duration.components.attoseconds / 1_000_000_000_000_000
    return milliseconds % 1000 == 0 ? "\(milliseconds / 1000) s" : "\(milliseconds) ms"
  }

  /// SQLite's answer code for one thing that a statement wants to do.
  func authorize(_ action: Int32, _ first: String?, _ second: String?) -> Int32 {
    guard !isOff, let rule = broken(action, first ?? "", second) else { return SQLITE_OK }
    if refusal == nil {
      refusal = QueryError(
        .notAllowed, "the statement \(rule)", hint: "the database is open for reading: use SELECT")
    }
    return SQLITE_DENY
  }

  /// What the statement would do that it may not, as the rest of a sentence.
  private func broken(_ action: Int32, _ first: String, _ second: String?) -> String? {
    switch action {
    case SQLITE_SELECT, SQLITE_RECURSIVE:
      return nil
    case SQLITE_READ:
      guard forbiddenModules.contains(first.lowercased()) else { return nil }
      return "reads the virtual table '\(first)', which is not among those that only read"
    case SQLITE_FUNCTION:
      let name = second ?? ""
      guard !AllowedNames.functions.contains(name.lowercased()) else { return nil }
      return "calls '\(name)', which is not among the functions that only read"
    case SQLITE_PRAGMA:
      let name = first.lowercased()
      if AllowedNames.pragmas.contains(name) { return nil }
      if AllowedNames.settingPragmas.contains(name) {
        return second == nil ? nil : "would change the setting '\(first)'"
      }
      return "uses the pragma '\(first)', which is not among those that only read"
    case SQLITE_ATTACH:
      return "would attach another file"
    case SQLITE_DETACH:
      return "would detach a database"
    case SQLITE_TRANSACTION, SQLITE_SAVEPOINT:
      return "would begin or end a transaction, which the connection does by itself"
    case SQLITE_INSERT, SQLITE_UPDATE, SQLITE_DELETE:
      if first.lowercased().hasPrefix("sqlite_") { return "would change the schema" }
      let verb =
        action == SQLITE_INSERT ? "insert into" : action == SQLITE_UPDATE ? "update" : "delete from"
      return "would \(verb) '\(first)'"
    case SQLITE_ANALYZE, SQLITE_REINDEX:
      return "would rewrite statistics or indexes"
    default:
      return "would change the schema"
    }
  }
}
