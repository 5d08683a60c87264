/// A canned query for a form, whose fields are texts, and empty where nothing is given.
///
/// The statement is the same, but that it makes values of the texts: of nothing NULL, of a date its
/// microseconds. A text that is no moment is one before everything, and so has no rows.
struct FormQuery {
  let sql: String

  init(_ query: CannedQuery) {
    var lines = query.sql.split(separator: "\n", omittingEmptySubsequences: false)
    lines.removeFirst(lines.prefix { $0.hasPrefix("--") }.count)
    let values = Dictionary(query.parameters.map { ($0.name, Self.value(of: $0)) }) { $1 }
    let text = Self.statement(lines.map { Self.replacingParameters(in: $0, by: values) })
    let moments = query.parameters.compactMap(Self.moment).joined(separator: ",\n")
    guard !moments.isEmpty else {
      sql = text
      return
    }
    sql =
      text.hasPrefix("WITH")
      ? "WITH\n\(moments),\n" + text.dropFirst("WITH".count).drop(while: \.isWhitespace)
      : "WITH\n\(moments)\n" + text
  }

  private static func statement(_ lines: [some StringProtocol]) -> String {
    var text = lines.joined(separator: "\n")
    while text.last == "\n" || text.last == ";" { text.removeLast() }
    return text
  }

  /// The line with a value in place of each parameter. Comments stay as they are.
  private static func replacingParameters(
    in line: Substring, by values: [String: String]
  ) -> String {
    guard !line.drop(while: { $0 == " " }).hasPrefix("--") else { return String(line) }
    return String(line).replacing(#/:([a-z_]+)/#) { match in
      values[String(match.1)] ?? String(match.0)
    }
  }

  /// What stands for a parameter. A moment is worked out once, in an expression of its own: SQLite
  /// copies what it compiles to each place where a shared expression is used.
  private static func value(of parameter: CannedQueryParameter) -> String {
    let field = ":\(parameter.name)"
    if moment(parameter) != nil { return "(SELECT at FROM _\(parameter.name))" }
    switch parameter.type {
    case .integer: return "CAST(nullif(\(field), '') AS INTEGER)"
    case .real: return "CAST(nullif(\(field), '') AS REAL)"
    case .text: return "nullif(\(field), '')"
    }
  }

  /// The expression for a moment, which is read as ``MomentParser`` reads one; `nil` for any other
  /// parameter.
  private static func moment(_ parameter: CannedQueryParameter) -> String? {
    let field = ":\(parameter.name)"
    // A date means all of it, and a time its second.
    let end =
      "unixepoch(\(field), iif(length(\(field)) = 10, '+1 day', '+1 second')) * 1000000 - 1"
    let ofScan: String
    let ofTime: String
    switch (parameter.type, parameter.name) {
    case (.integer, "known_at"):
      ofScan = "ingest_id"
      ofTime = "(SELECT max(ingest_id) FROM ingest WHERE recorded_at <= \(end))"
    case (.integer, "from_at"):
      ofScan = "scanned_at"
      ofTime = "unixepoch(\(field)) * 1000000 - 1"
    case (.integer, let name) where name == "as_of" || name.hasSuffix("_at"):
      ofScan = "scanned_at"
      ofTime = end
    default: return nil
    }
    return """
      _\(parameter.name) AS MATERIALIZED (
        SELECT
          ifnull(
            iif(
              \(field) GLOB '*[^0-9]*',
              \(ofTime),
              (SELECT \(ofScan) FROM scan WHERE scan_id = CAST(\(field) AS INTEGER))
            ),
            -1
          ) AS at
        WHERE \(field) <> ''
      )
      """
  }
}
