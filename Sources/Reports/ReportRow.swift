/// A row of a canned report, its values by the names of the columns.
struct ReportRow {
  /// The report, for the one error there is.
  let report: String
  let indices: [String: Int]
  let values: [SQLValue]

  /// Where each column is.
  static func indices(of columns: [ResultColumn]) -> [String: Int] {
    Dictionary(columns.enumerated().map { ($0.element.name, $0.offset) }) { first, _ in first }
  }

  /// All rows of a report.
  ///
  /// - Parameters:
  ///   - rows: Its rows.
  ///   - report: Its name.
  /// - Returns: The rows, in their order.
  /// - Throws: What reading the rows throws.
  static func all(_ rows: some RowSource, of report: String) throws -> [ReportRow] {
    let indices = indices(of: rows.columns)
    var all: [ReportRow] = []
    while let values = try rows.next() {
      all.append(ReportRow(report: report, indices: indices, values: values))
    }
    return all
  }

  subscript(column: String) -> SQLValue {
    guard let index = indices[column] else {
      preconditionFailure("the report \(report) has no column \(column)")
    }
    return values[index]
  }

  /// The value as one reads it; empty for NULL.
  func text(_ column: String) -> String { self[column].plainText }

  /// A whole number; 0 for NULL.
  func count(_ column: String) -> Int {
    if case .integer(let number) = self[column] { Int(number) } else { 0 }
  }

  /// A number; `nil` for NULL.
  func number(_ column: String) -> Double? {
    switch self[column] {
    case .real(let number): number
    case .integer(let number): Double(number)
    case .null, .text, .blob: nil
    }
  }
}
