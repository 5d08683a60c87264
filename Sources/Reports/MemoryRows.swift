/// Rows that are in memory already.
public final class MemoryRows: RowSource {
  /// The columns, in order.
  public let columns: [ResultColumn]
  private var rows: ArraySlice<[SQLValue]>

  /// Rows with these columns.
  public init(columns: [String], rows: [[SQLValue]]) {
    self.columns = columns.map { ResultColumn($0) }
    self.rows = rows[...]
  }

  /// The next row, or `nil` after the last one.
  public func next() throws -> [SQLValue]? { rows.popFirst() }
}
