import Reports

/// Rows that were looked at already, and the rest of them.
final class PrefixedRows<Rest: RowSource>: RowSource {
  private var first: ArraySlice<[SQLValue]>
  private let rest: Rest

  init(_ first: [[SQLValue]], before rest: Rest) {
    self.first = first[...]
    self.rest = rest
  }

  var columns: [ResultColumn] { rest.columns }

  func next() throws -> [SQLValue]? {
    try first.popFirst() ?? rest.next()
  }
}
