import TickmarkSQL

/// A common table expression that several queries use: one file of `Queries/shared`, with a
/// `SELECT` that the expression is named after.
///
/// SQL has no views with parameters. These are: a query's header names those that it uses, and
/// they are put before its own, those that they use themselves first.
///
/// An expression may take others at another moment, or with another meaning of what they use. It
/// nests them: they are put inside of it, as far as that makes them differ from the ones outside.
/// `@moment` names the parameter that stands there in place of `as_of`, and what it defines itself,
/// in a `WITH` of its own, is what they go by.
struct SharedExpression {
  let name: String
  /// The lines of the leading comment that explain it.
  let comment: [Substring]
  /// The statement, without its semicolon.
  let body: [Substring]
  /// The expressions that it uses itself.
  let uses: [String]
  /// The expressions that are put inside of it.
  let nests: [String]
  /// The parameter that is the moment of those.
  private let moment: String
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
    nests = tags.nests
    moment = tags.moment ?? "as_of"
    isMaterialized = tags.isMaterialized
  }

  /// Every shared expression.
  static let all: [SharedExpression] = EmbeddedFiles.all
    .filter { $0.path.hasPrefix("Queries/shared/") }
    .map { SharedExpression(path: $0.path, text: $0.text) }

  /// The expression as it stands in a `WITH` clause.
  ///
  /// - Parameters:
  ///   - body: The statement.
  ///   - indent: Blanks before its lines.
  /// - Returns: The text, without a comma.
  private func definition(_ body: [String], indent: String = "  ") -> String {
    let hint = isMaterialized.map { $0 ? "MATERIALIZED " : "NOT MATERIALIZED " } ?? ""
    return (comment.map(String.init) + ["\(name) AS \(hint)("] + body.map { indent + $0 } + [")"])
      .joined(separator: "\n")
  }

  /// What an expression that nests others is made of.
  ///
  /// - Parameter expressions: All that there are.
  /// - Returns: The statement, and what it needs from outside.
  private func nested(among expressions: [SharedExpression]) -> (body: [String], uses: [String]) {
    let own = Set(
      body.filter { $0.hasSuffix(" AS (") && $0.first?.isLetter == true }
        .compactMap { $0.split(separator: " ").first.map(String.init) })
    let inner = Self.ordered(nests, among: expressions, leavingOut: own)
    var differing = own
    for expression in inner {
      let isMoved = moment != "as_of" && expression.body.contains { $0.contains(":as_of") }
      if isMoved || !differing.isDisjoint(with: expression.uses) {
        differing.insert(expression.name)
      }
    }
    let kept = inner.filter { differing.contains($0.name) }
    let definitions = kept.map { expression in
      expression.definition(
        expression.body.map { String($0).replacing(":as_of", with: ":" + moment) })
    }
    var lines = ["WITH", definitions.joined(separator: ",\n")]
    if body.first == "WITH" { lines[1] += "," }
    lines += body.drop { $0 == "WITH" }.map(String.init)
    let outside = kept.flatMap(\.uses).filter { !differing.contains($0) }
    return (lines, uses + outside)
  }

  /// Expressions with all that they use, each after those that it uses.
  private static func ordered(
    _ names: [String], among expressions: [SharedExpression], leavingOut: Set<String> = []
  ) -> [SharedExpression] {
    var ordered: [SharedExpression] = []
    // Two that use each other are each put in once, and fail when the statement is prepared.
    var seen = leavingOut
    func add(_ name: String) {
      guard seen.insert(name).inserted,
        let expression = expressions.first(where: { $0.name == name })
      else { return }
      let uses =
        expression.nests.isEmpty ? expression.uses : expression.nested(among: expressions).uses
      for other in uses { add(other) }
      ordered.append(expression)
    }
    for name in names { add(name) }
    return ordered
  }

  /// A query's text with the expressions it uses put in; what is not known is left out, and fails
  /// when the statement is prepared.
  static func expand(_ text: String, uses: [String], among expressions: [SharedExpression])
    -> String
  {
    let ordered = ordered(uses, among: expressions)
    guard !ordered.isEmpty else { return text }
    let lines = text.split(separator: "\n", omittingEmptySubsequences: false)
    let header = lines.prefix { $0.hasPrefix("--") }
    let statement = lines.dropFirst(header.count)
    let definitions = ordered.map { expression in
      expression.nests.isEmpty
        ? expression.definition(expression.body.map(String.init))
        : expression.definition(expression.nested(among: expressions).body, indent: "")
    }.joined(separator: ",\n")
    let rest =
      statement.first == "WITH"
      ? ",\n" + statement.dropFirst().joined(separator: "\n")
      : "\n" + statement.joined(separator: "\n")
    return header.joined(separator: "\n") + "\nWITH\n" + definitions + rest
  }
}
