/// A row of a canned report, its values by the names of the columns.
struct ReportRow {
  /// The report, for the one error there is.
  let report: String
  let indices: [String: Int]
  let values: [SQLValue]

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
