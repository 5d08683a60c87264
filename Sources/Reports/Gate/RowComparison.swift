import EvidenceModel

/// A comparison of a column's values with a word.
struct RowComparison: Hashable, Sendable {
  /// How they are compared, as it is written.
  enum Operator: String, CaseIterable, Sendable {
    case notEqual = "!="
    case atMost = "<="
    case atLeast = ">="
    case equal = "="
    case less = "<"
    case greater = ">"
  }

  let comparator: Operator
  /// The word, number or text.
  let word: String
  /// True where the column has severities.
  let isSeverity: Bool

  /// True where a value compares; with `!=`, where all do.
  func holds(_ values: [SQLValue]) -> Bool {
    comparator == .notEqual ? values.allSatisfy(holds) : values.contains(where: holds)
  }

  private func holds(_ value: SQLValue) -> Bool {
    let order = order(of: value)
    return switch comparator {
    case .equal: order == .some(0)
    case .notEqual: order != .some(0)
    case .less: order.map { $0 < 0 } ?? false
    case .atMost: order.map { $0 <= 0 } ?? false
    case .greater: order.map { $0 > 0 } ?? false
    case .atLeast: order.map { $0 >= 0 } ?? false
    }
  }

  /// Below, at or above 0 as the value is less than the word, the same or greater; `nil` where there
  /// is no order between them.
  private func order(of value: SQLValue) -> Int? {
    switch value {
    case .null: return word.isEmpty ? 0 : nil
    case .integer(let number): return Double(word).map { Self.order(Double(number), $0) }
    case .real(let number): return Double(word).map { Self.order(number, $0) }
    case .text(let text):
      if isSeverity {
        guard let severity = Severity(word: text), let limit = Severity(word: word) else {
          return nil
        }
        // The worst has the smallest number.
        return Self.order(limit.rawValue, severity.rawValue)
      }
      return Self.order(text.lowercased(), word.lowercased())
    case .blob: return Self.order(value.plainText, word.lowercased())
    }
  }

  private static func order<Value: Comparable>(_ first: Value, _ second: Value) -> Int {
    first < second ? -1 : first == second ? 0 : 1
  }
}
