/// Rows that are passed on, and counted where they meet a condition.
public final class GatedRows<Rows: RowSource>: RowSource {
  /// The rows so far that meet the condition.
  public private(set) var matches = 0
  /// The rows so far.
  public private(set) var count = 0

  private let rows: Rows
  private let condition: RowCondition

  /// Rows and a condition on their columns.
  ///
  /// - Parameters:
  ///   - rows: The rows.
  ///   - text: The condition.
  /// - Throws: `QueryError` where it is none.
  public init(_ rows: Rows, condition text: String) throws {
    self.rows = rows
    condition = try RowCondition(text, columns: rows.columns.map { ConditionColumn($0.name) })
  }

  /// The columns, in order.
  public var columns: [ResultColumn] { rows.columns }

  /// The next row, or `nil` after the last one.
  public func next() throws -> [SQLValue]? {
    guard let row = try rows.next() else { return nil }
    count += 1
    if condition.holds({ [row[$0]] }) { matches += 1 }
    return row
  }

  /// Passes the time on to the rows.
  public func extendTimeLimit(by duration: Duration) { rows.extendTimeLimit(by: duration) }

  /// Reads what a limit left unread: a gate is about all rows.
  public func readToEnd() throws {
    while try next() != nil {}
  }
}
