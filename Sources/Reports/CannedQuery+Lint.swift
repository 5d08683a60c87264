extension CannedQuery {
  /// What breaks the rules for canned queries, a line each; empty where all is well.
  ///
  /// For tests: the program does not ask.
  package func lint(on connection: ReadOnlyConnection) -> [String] {
    var faults = lintText()
    do {
      let names = try connection.parameterNames(of: sql)
      faults += differences(
        "parameter", described: parameters.map(\.name), actual: names, inOrder: false)
      let values = Dictionary(names.map { ($0, SQLValue.null) }) { first, _ in first }
      let result = try connection.query(sql, values: values)
      faults += differences(
        "column", described: columns.map(\.name), actual: result.columns.map(\.name),
        inOrder: true)
    } catch {
      faults.append("\(error)")
    }
    return faults.map { "\(subject)/\(name): \($0)" }
  }

  private func lintText() -> [String] {
    var faults: [String] = []
    if !summary.hasSuffix(".") || summary.first?.isUppercase != true {
      faults.append("the first line is not a sentence: \(summary)")
    }
    if discussion.isEmpty { faults.append("no second paragraph says what a row is") }
    faults += strayLines.map { "this line has an unknown form: \($0)" }
    faults += parameters.filter(\.text.isEmpty).map { "the parameter \($0.name) has no text" }
    faults += columns.filter(\.text.isEmpty).map { "the column \($0.name) has no text" }
    for (index, line) in sql.split(separator: "\n", omittingEmptySubsequences: false).enumerated() {
      if line.count >= 80 { faults.append("line \(index + 1) has \(line.count) characters") }
      if line.hasSuffix(" ") { faults.append("line \(index + 1) ends in a space") }
    }
    if !sql.hasSuffix("\n") { faults.append("the last line does not end") }
    let words = SQLWords(sql).words
    let upper = words.map { $0.uppercased() }
    faults += zip(words, upper).filter { SQLWords.keywords.contains($1) && $0 != $1 }
      .map { "the keyword \($0.0) is not in upper case" }
    if !zip(upper, upper.dropFirst()).contains(where: { $0 == "ORDER" && $1 == "BY" }) {
      faults.append("no ORDER BY puts the rows in order")
    }
    for (word, next) in zip(upper, upper.dropFirst()) where next == "*" {
      if word == "SELECT" || word == "." || word == "DISTINCT" {
        faults.append("columns are not named: \(word) *")
      }
    }
    return faults
  }

  private func differences(
    _ what: String, described: [String], actual: [String], inOrder: Bool
  ) -> [String] {
    let missing = actual.filter { !described.contains($0) }.map {
      "the \(what) \($0) is not in the header"
    }
    let extra = described.filter { !actual.contains($0) }.map {
      "the header's \(what) \($0) is not in the statement"
    }
    if missing.isEmpty && extra.isEmpty && inOrder && described != actual {
      return ["the header has the \(what)s in another order: \(actual.listed)"]
    }
    return missing + extra
  }
}
