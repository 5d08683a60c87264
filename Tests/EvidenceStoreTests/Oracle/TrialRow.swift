import Reports

/// A row of a result, to be compared with another one.
struct TrialRow: Comparable {
  private let values: [SQLValue]

  init(_ values: [SQLValue]) {
    self.values = values
  }

  /// The row as differences show it: NULL is no empty text.
  var text: String {
    values.map { $0 == .null ? "NULL" : $0.storyText }.joined(separator: "|")
  }

  /// True where two rows say the same, their fractions to the last place. Two ways to add up the
  /// same numbers may round to neighbours.
  func isNearly(_ other: TrialRow) -> Bool {
    values.count == other.values.count
      && zip(values, other.values).allSatisfy { value, otherValue in
        guard case .real(let number) = value, case .real(let otherNumber) = otherValue else {
          return value == otherValue
        }
        return abs(number - otherNumber) <= 1.01 * max(number.lastPlace, otherNumber.lastPlace)
      }
  }

  /// By everything but fractions, and then by these.
  static func < (lhs: TrialRow, rhs: TrialRow) -> Bool {
    lhs.order.lexicographicallyPrecedes(rhs.order)
  }

  private var order: [String] {
    values.map { if case .real = $0 { "" } else { "\($0)" } }
      + values.compactMap { value in
        guard case .real(let number) = value else { return nil }
        let digits = String(Int64(number * 10_000) + 1_000_000_000_000_000)
        return digits
      }
  }
}

extension Double {
  /// What one is worth in the last of the decimal places that it is rounded to, two at least and
  /// four at most.
  fileprivate var lastPlace: Double {
    (self * 100).rounded() / 100 == self ? 0.01 : 0.0001
  }
}
