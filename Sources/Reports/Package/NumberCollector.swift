/// Passes rows on, and notes the numbers in one of their columns.
final class NumberCollector: RowSource {
  private(set) var numbers: Set<Int64> = []
  private let rows: any RowSource
  private let index: Int?

  init(_ rows: any RowSource, column: String) {
    self.rows = rows
    index = rows.columns.firstIndex { $0.name == column }
  }

  var columns: [ResultColumn] { rows.columns }

  func next() throws -> [SQLValue]? {
    let row = try rows.next()
    if let row, let index, case .integer(let number) = row[index] { numbers.insert(number) }
    return row
  }

  func extendTimeLimit(by duration: Duration) { rows.extendTimeLimit(by: duration) }
}
