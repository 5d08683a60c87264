/// Rows that are pulled one at a time, so that a result of any length needs little memory.
public protocol RowSource: AnyObject {
  /// The columns, in order.
  var columns: [ResultColumn] { get }

  /// The next row, or `nil` after the last one.
  func next() throws -> [SQLValue]?

  /// Tells the source how long its reader was busy with something else than reading.
  ///
  /// A reader that waits for a pager must not use up the statement's time.
  func extendTimeLimit(by duration: Duration)
}

extension RowSource {
  /// Does nothing: most sources have no time limit.
  public func extendTimeLimit(by duration: Duration) {}
}
