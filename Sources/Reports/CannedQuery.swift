import EvidenceModel
import TickmarkSQL

/// A question that tickmark knows the SQL for: one file of the package's `Queries` folder.
///
/// The file's leading comment describes it: a sentence, a paragraph that says what a row is, and a
/// line for each parameter and each column.
///
/// ```swift
/// let query = try CannedQuery.named("open_findings")
/// let rows = try query.rows(
///   from: connection, parameters: ["severity": "high"], asOf: "2026-06-30")
/// ```
public struct CannedQuery: Hashable, Sendable {
  /// The folder: what the query is about.
  public let subject: String
  /// The name of the file without its ending, unique among all queries.
  public let name: String
  /// The header's first sentence.
  public let summary: String
  /// The header's other paragraphs: what a row is, and more.
  public let discussion: String
  /// The parameters, in the header's order.
  public let parameters: [CannedQueryParameter]
  /// The columns, in order.
  public let columns: [CannedQueryColumn]
  /// The whole text, shared expressions put in, which runs in the `sqlite3` shell as it is.
  public let sql: String

  /// Header lines that begin with a tag and follow no form that is known.
  let strayLines: [String]

  /// A query from a file.
  ///
  /// - Parameters:
  ///   - path: The file's path, of which the last two parts are subject and name.
  ///   - text: What is in the file.
  ///   - shared: The expressions that its header can name.
  init(path: String, text: String, shared: [SharedExpression] = SharedExpression.all) {
    let parts = path.split(separator: "/")
    subject = parts.dropLast().last.map(String.init) ?? ""
    let file = parts.last.map(String.init) ?? path
    name = file.hasSuffix(".sql") ? String(file.dropLast(4)) : file
    let header = QueryHeader(text)
    sql = SharedExpression.expand(text, uses: header.uses, among: shared)
    summary = header.paragraphs.first ?? ""
    discussion = header.paragraphs.dropFirst().joined(separator: "\n\n")
    parameters = header.parameters
    columns = header.columns
    strayLines = header.strayLines
  }

  /// Every canned query, in name order.
  public static let all: [CannedQuery] = EmbeddedFiles.all
    .filter { $0.path.hasPrefix("Queries/") && !$0.path.hasPrefix("Queries/shared/") }
    .map { CannedQuery(path: $0.path, text: $0.text) }
    .sorted { $0.name < $1.name }

  /// The query with a name, `open_findings` or `findings/open_findings`.
  public static func named(_ name: String) throws -> CannedQuery {
    try named(name, among: all)
  }

  static func named(_ name: String, among queries: [CannedQuery]) throws -> CannedQuery {
    if let query = queries.first(where: { $0.name == name || "\($0.subject)/\($0.name)" == name }) {
      return query
    }
    let near = NearNames(of: name, among: queries.map(\.name))
    throw QueryError(
      .unknownQuery, "there is no query '\(name)'",
      hint: near.question ?? "'tickmark queries' lists them all")
  }

  /// Runs the query.
  ///
  /// A parameter that is not given is NULL, which each query takes as no restriction, or as now.
  ///
  /// - Parameters:
  ///   - connection: The database.
  ///   - parameters: What the user wrote for each parameter.
  ///   - asOf: A date, a time or a scan's number: the parameter `as_of`.
  ///   - knownAt: A date, a time or a scan's number: the parameter `known_at`.
  /// - Returns: The rows, computed as they are pulled.
  /// - Throws: `QueryError` where a value is missing, or not what the query takes.
  public func rows(
    from connection: ReadOnlyConnection, parameters: [String: String] = [:],
    asOf: String? = nil, knownAt: String? = nil
  ) throws -> ResultSet {
    try connection.query(
      sql, values: try values(of: parameters, asOf: asOf, knownAt: knownAt, on: connection))
  }

  /// The values to bind.
  func values(
    of given: [String: String], asOf: String?, knownAt: String?, on connection: ReadOnlyConnection
  ) throws -> [String: SQLValue] {
    var texts = given
    for (name, text) in [("as_of", asOf), ("known_at", knownAt)] {
      guard let text else { continue }
      if let other = texts[name], other != text {
        throw QueryError(
          .badParameter, "the parameter '\(name)' is given twice: '\(other)' and '\(text)'")
      }
      texts[name] = text
    }
    // A report that left out what was asked of it would be a wrong answer.
    if let unknown = texts.keys.filter({ name in !parameters.contains { $0.name == name } }).min() {
      throw QueryError(
        .unknownParameter, "the query '\(name)' has no parameter '\(unknown)'",
        hint: parameters.isEmpty ? "it has none" : "it has \(parameters.map(\.name).listed)")
    }
    var values: [String: SQLValue] = [:]
    for parameter in parameters {
      if let text = texts[parameter.name] {
        values[parameter.name] = try parameter.value(of: text, on: connection)
      } else if parameter.isRequired {
        throw QueryError(
          .missingParameter, "the query '\(name)' needs a value for '\(parameter.name)'",
          hint: "give it one with -p \(parameter.name)=VALUE")
      } else {
        values[parameter.name] = .null
      }
    }
    if case .integer(let from) = values["from_at"], case .integer(let end) = values["as_of"],
      from > end
    {
      throw QueryError(
        .badParameter, "the period ends before it begins",
        hint: "it goes from from_at to as_of; give --as-of a later moment")
    }
    return values
  }
}
