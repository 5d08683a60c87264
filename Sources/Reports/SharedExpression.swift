import TickmarkSQL

/// A common table expression that several queries use: one file of `Queries/shared`, with a
/// `SELECT` that the expression is named after.
///
/// SQL has no views with parameters. These are: a query's header names those that it uses, and
/// they are put before its own, those that they use themselves first.
struct SharedExpression {
  let name: String
  /// The lines of the leading comment that explain it.
  let comment: [Substring]
  /// The statement, without its semicolon.
  let body: [Substring]
  /// The expressions that it uses itself.
  let uses: [String]
  private let isMaterialized: Bool?

  /// An expression from a file.
  init(path: String, text: String) {
    name = String(path.split(separator: "/").last?.dropLast(".sql".count) ?? "")
    let lines = text.split(separator: "\n")
    let header = lines.prefix { $0.hasPrefix("--") }
    comment = header.filter { !$0.hasPrefix("-- @") && !$0.hasPrefix("--  ") && $0 != "--" }
    var statement = Array(lines.dropFirst(header.count))
    if let last = statement.last, last.hasSuffix(";") {
      statement[statement.count - 1] = last.dropLast()
    }
    body = statement
    let tags = QueryHeader(text)
    uses = tags.uses
    isMaterialized = tags.isMaterialized
  }

  /// Every shared expression.
  static let all: [SharedExpression] = EmbeddedFiles.all
    .filter { $0.path.hasPrefix("Queries/shared/") }
    .map { SharedExpression(path: $0.path, text: $0.text) }

  /// The expression as it stands in a `WITH` clause.
  private var definition: String {
    let hint = isMaterialized.map { $0 ? "MATERIALIZED " : "NOT MATERIALIZED " } ?? ""
    return (comment + ["\(name) AS \(hint)("] + body.map { "  " + $0 } + [")"])
      .joined(separator: "\n")
  }

  /// A query's text with the expressions it uses put in; what is not known is left out, and fails
  /// when the statement is prepared.
  static func expand(_ text: String, uses: [String], among expressions: [SharedExpression])
    -> String
  {
    var ordered: [SharedExpression] = []
    // Two that use each other are each put in once, and fail when the statement is prepared.
    var seen: Set<String> = []
    func add(_ name: String) {
      guard seen.insert(name).inserted,
        let expression = expressions.first(where: { $0.name == name })
      else { return }
      for other in expression.uses { add(other) }
      ordered.append(expression)
    }
    for name in uses { add(name) }
    guard !ordered.isEmpty else { return text }
    let lines = text.split(separator: "\n", omittingEmptySubsequences: false)
    let header = lines.prefix { $0.hasPrefix("--") }
    let statement = lines.dropFirst(header.count)
    let definitions = ordered.map(\.definition).joined(separator: ",\n")
    let rest =
      statement.first == "WITH"
      ? ",\n" + statement.dropFirst().joined(separator: "\n")
      : "\n" + statement.joined(separator: "\n")
    return header.joined(separator: "\n") + "\nWITH\n" + definitions + rest
  }
}
