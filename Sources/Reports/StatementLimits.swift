/// What one statement may use.
public struct StatementLimits: Sendable {
  /// The time, from the first step on; `nil` for no limit.
  public var time: Duration?
  /// Bytes that SQLite may have allocated in this process; `nil` for no limit.
  ///
  /// The statement is stopped here. A call that allocates without ever asking whether it may go
  /// on is stopped at twice this number, which is a limit for the whole process.
  public var memory: Int64?
  /// Called once where the statement does not stop at its time limit, from another thread.
  ///
  /// SQLite asks between its instructions whether it may go on. One call of `replace()` on long
  /// texts, or compiling a query of nested common table expressions, is a single instruction that
  /// may take hours, and nothing but ending the process stops it. The program should print the
  /// error and exit: the connection only reads, so nothing is lost.
  public var onOverrun: (@Sendable (QueryError) -> Void)?

  /// Limits of a statement.
  public init(
    time: Duration? = nil, memory: Int64? = nil,
    onOverrun: (@Sendable (QueryError) -> Void)? = nil
  ) {
    self.time = time
    self.memory = memory
    self.onOverrun = onOverrun
  }

  /// For statements that somebody types: 10 seconds, 512 MiB.
  public static let adHoc = StatementLimits(time: .seconds(10), memory: 512 << 20)
  /// For the canned queries, which are ours: no limit.
  public static let canned = StatementLimits()
}
