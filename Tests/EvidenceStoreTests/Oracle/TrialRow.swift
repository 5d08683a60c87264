import Reports

/// A row of a result, to be compared with another one.
struct TrialRow: Comparable {
  private let values: [SQLValue]
  /// What it is sorted by: everything but fractions, and then these.
  private let order: [String]

  init(_ values: [SQLValue]) {
    self.values = values
    order =
      values.map { if case .real = $0 { "" } else { $0.trialText } }
      + values.compactMap { value in
        guard case .real(let number) = value else { return nil }
        return String(Int64(number * 10_000) + 1_000_000_000_000_000)
      }
  }

  /// The row as differences show it: NULL is no empty text.
  var text: String {
    values.map(\.trialText).joined(separator: "|")
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

  static func < (lhs: Self, rhs: Self) -> Bool {
    lhs.order.lexicographicallyPrecedes(rhs.order)
  }

  static func == (lhs: Self, rhs: Self) -> Bool { lhs.values == rhs.values }
}

extension SQLValue {
  /// The value as differences show it: NULL is no empty text.
  fileprivate var trialText: String { self == .null ? "NULL" : storyText }
}

extension Double {
  /// What one is worth in the last of the decimal places that it is rounded to, two at least and
  /// four at most.
  fileprivate var lastPlace: Double {
    (self * 100).rounded() / 100 == self ? 0.01 : 0.0001
  }
}
