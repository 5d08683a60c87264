/// What a canned report says, and how to ask it again.
struct ReportAnswer {
  /// The report's name.
  let name: String
  /// What the report is, in a sentence.
  let summary: String
  /// What to type.
  let command: ShellCommand
  /// The rows that were kept, in the report's order.
  var rows: [ReportRow] = []
  /// How many rows there are.
  var count = 0
  /// How many rows have each value of the column that was asked for.
  var tally: [String: Int] = [:]

  /// The same with those rows alone that are on a framework.
  func only(_ framework: String) -> ReportAnswer {
    var answer = self
    answer.rows = rows.filter { $0.text("framework") == framework }
    answer.count = answer.rows.count
    return answer
  }

  /// The sum of a column of the rows that were kept.
  func sum(_ column: String) -> Int { rows.reduce(0) { $0 + $1.count(column) } }
}
