/// Some columns of other rows, for people who have less room than a program.
public final class SelectedRows<Rows: RowSource>: RowSource {
  /// The columns, in the order in which they were asked for.
  public let columns: [ResultColumn]
  private let rows: Rows
  private let indices: [Int]

  /// The columns of these names; those that `rows` does not have are left out.
  public init(_ names: [String], of rows: Rows) {
    self.rows = rows
    let found = rows.columns
    indices = names.compactMap { name in found.firstIndex { $0.name == name } }
    columns = indices.map { found[$0] }
  }

  /// The next row, or `nil` after the last one.
  public func next() throws -> [SQLValue]? {
    try rows.next().map { row in indices.map { row[$0] } }
  }

  /// Passes the time on to the other rows.
  public func extendTimeLimit(by duration: Duration) { rows.extendTimeLimit(by: duration) }
}
