import Reports

/// What a program answered.
struct Answer {
  var columns: [String]
  var rows: [[SQLValue]]

  /// Everything that a result holds.
  init(_ result: ResultSet) throws {
    columns = result.columns.map(\.name)
    rows = []
    while let row = try result.next() { rows.append(row) }
  }

  init(columns: [String], rows: [[SQLValue]]) {
    self.columns = columns
    self.rows = rows
  }

  /// The values of a column; `nil` where there is none of that name.
  func values(_ column: String) -> [SQLValue]? {
    guard let index = columns.firstIndex(of: column) else { return nil }
    return rows.map { $0[index] }
  }

  /// The numbers of a column, 0 for what is none; `nil` where there is no such column.
  func numbers(_ column: String) -> [Double]? {
    values(column)?.map { value in
      switch value {
      case .integer(let number): Double(number)
      case .real(let number): number
      case .null, .text, .blob: 0
      }
    }
  }

  /// The sum of a column.
  func sum(_ column: String) -> Double? { numbers(column)?.reduce(0, +) }

  /// How many rows have this text in a column.
  func count(_ column: String, _ text: String) -> Double? {
    values(column).map { Double($0.count { $0 == .text(text) }) }
  }
}
