/// Where a database does not say what the model expects.
struct Difference: Hashable, CustomStringConvertible {
  /// What was asked, parameters aside: by this a smaller story with the same fault is known.
  var subject: String
  /// The question, as a story's line where it has one.
  var question: String
  var expected: [String]
  var actual: [String]

  var description: String {
    let missing = Self.difference(expected, actual)
    let surplus = Self.difference(actual, expected)
    return
      ([question, "expected \(expected.count) rows, found \(actual.count)"]
      + missing.map { "  - \($0)" } + surplus.map { "  + \($0)" }).joined(separator: "\n")
  }

  /// The lines of one list that another one lacks, repetitions counted.
  private static func difference(_ lines: [String], _ others: [String]) -> [String] {
    var left = Dictionary(grouping: others, by: \.self).mapValues(\.count)
    return lines.filter { line in
      left[line, default: 0] -= 1
      return left[line, default: 0] < 0
    }
  }
}
