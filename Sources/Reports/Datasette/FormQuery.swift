/// A canned query for a form, whose fields are texts, and empty where nothing is given.
///
/// The statement is the same, but that it takes its parameters out of an expression that makes
/// values of the texts: of nothing NULL, of a date its microseconds.
struct FormQuery {
  let sql: String

  init(_ query: CannedQuery) {
    var lines = query.sql.split(separator: "\n", omittingEmptySubsequences: false)
    lines.removeFirst(lines.prefix { $0.hasPrefix("--") }.count)
    guard !query.parameters.isEmpty else {
      sql = Self.statement(lines)
      return
    }
    let values = query.parameters.map { "    \(Self.value(of: $0)) AS \"\($0.name)\"" }
    let asked = ["_asked AS MATERIALIZED (", "  SELECT", values.joined(separator: ",\n"), ")"]
      .joined(separator: "\n")
    let names = Set(query.parameters.map(\.name))
    let body = lines.map { Self.replacingParameters(in: $0, names) }
    let text = Self.statement(body)
    sql =
      text.hasPrefix("WITH")
      ? "WITH\n\(asked),\n" + text.dropFirst("WITH".count).drop(while: \.isWhitespace)
      : "WITH\n\(asked)\n" + text
  }

  private static func statement(_ lines: [some StringProtocol]) -> String {
    var text = lines.joined(separator: "\n")
    while text.last == "\n" || text.last == ";" { text.removeLast() }
    return text
  }

  /// The line with what is asked for in place of each parameter. Comments stay as they are.
  private static func replacingParameters(in line: Substring, _ names: Set<String>) -> String {
    guard !line.drop(while: { $0 == " " }).hasPrefix("--") else { return String(line) }
    return String(line).replacing(#/:([a-z_]+)/#) { match in
      names.contains(String(match.1))
        ? "(SELECT _asked.\"\(match.1)\" FROM _asked)" : String(match.0)
    }
  }

  /// The value of a field, as ``CannedQueryParameter/value(of:on:)`` has it.
  private static func value(of parameter: CannedQueryParameter) -> String {
    let field = ":\(parameter.name)"
    let isNumber = "\(field) <> '' AND \(field) NOT GLOB '*[^0-9]*'"
    // A date means all of it, and a time its second.
    let end = """
      iif(
              length(\(field)) = 10,
              unixepoch(\(field), '+1 day'),
              unixepoch(\(field)) + 1
            ) * 1000000 - 1
      """
    func scan(_ column: String) -> String {
      "(SELECT \(column) FROM scan WHERE scan_id = CAST(\(field) AS INTEGER))"
    }
    switch (parameter.type, parameter.name) {
    case (.integer, "known_at"):
      return """
        CASE
              WHEN \(field) = '' THEN NULL
              WHEN \(isNumber) THEN \(scan("ingest_id"))
              ELSE (SELECT ifnull(max(ingest_id), 0) FROM ingest WHERE recorded_at <= \(end))
            END
        """
    case (.integer, "from_at"):
      return """
        CASE
              WHEN \(field) = '' THEN NULL
              WHEN \(isNumber) THEN \(scan("scanned_at"))
              ELSE unixepoch(\(field)) * 1000000 - 1
            END
        """
    case (.integer, let name) where name == "as_of" || name.hasSuffix("_at"):
      return """
        CASE
              WHEN \(field) = '' THEN NULL
              WHEN \(isNumber) THEN \(scan("scanned_at"))
              ELSE \(end)
            END
        """
    case (.integer, _): return "CAST(nullif(\(field), '') AS INTEGER)"
    case (.real, _): return "CAST(nullif(\(field), '') AS REAL)"
    case (.text, _): return "nullif(\(field), '')"
    }
  }
}
