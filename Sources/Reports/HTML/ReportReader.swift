/// Asks canned reports what a page shows.
struct ReportReader {
  let connection: ReadOnlyConnection
  let scope: ReportScope

  /// The rows of a report.
  ///
  /// - Parameters:
  ///   - name: The report.
  ///   - own: Parameters that are not the page's.
  ///   - most: How many rows to keep; the others are counted.
  ///   - column: A column whose values to count over all rows.
  /// - Returns: The answer.
  /// - Throws: `QueryError` where the report cannot be run.
  func answer(
    _ name: String, _ own: [String: String] = [:], keeping most: Int = .max,
    tallying column: String? = nil
  ) throws -> ReportAnswer {
    let query = try CannedQuery.named(name)
    let parameters = scope.parameters(of: query, adding: own)
    let moments = (asOf: scope.asOf(of: query), knownAt: scope.knownAt(of: query))
    let words =
      ["tickmark", "query", name] + parameters.flatMap { ["-p", "\($0.name)=\($0.value)"] }
      + (moments.asOf.map { ["--as-of", $0] } ?? [])
      + (moments.knownAt.map { ["--known-at", $0] } ?? [])
    let rows = try query.rows(
      from: connection,
      parameters: Dictionary(parameters.map { ($0.name, $0.value) }) { first, _ in first },
      asOf: moments.asOf, knownAt: moments.knownAt)
    let indices = ReportRow.indices(of: rows.columns)
    var answer = ReportAnswer(
      name: name, summary: query.summary, command: ShellCommand(words: words))
    while let values = try rows.next() {
      let row = ReportRow(report: name, indices: indices, values: values)
      answer.count += 1
      if let column { answer.tally[row.text(column), default: 0] += 1 }
      if answer.count <= most { answer.rows.append(row) }
    }
    return answer
  }
}
