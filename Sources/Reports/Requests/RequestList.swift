import Yams

/// What an auditor asks for in one go: a title, what it is about, and the requests, from YAML.
///
/// ```yaml
/// title: PCI DSS 4.0, third quarter
/// framework: PCI
/// from: 2026-07-01
/// as_of: 2026-09-30
/// requests:
/// - name: vulnerabilities
///   question: How quickly were failures mended?
///   report: time_to_remediate
/// - name: sample-of-changes
///   question: Twenty-five failures that were closed.
///   report: population
///   parameters: {state: closed}
///   sample: 25
///   seed: 7
/// - name: buckets
///   question: Which buckets do not pass now?
///   sql: SELECT resource, status FROM current_finding WHERE service = 's3' ORDER BY resource
///   format: json
/// ```
public struct RequestList: Sendable {
  /// One request.
  struct Request: Sendable {
    /// The name of its folder.
    var name: String
    /// What was asked, in the auditor's words.
    var question: String
    /// The canned report that answers it, or a statement.
    var answer: Answer
    /// What was given for each parameter.
    var parameters: [String: String]
    var format: OutputFormat
    var sample: PackageSample?
    /// Where it stands: for messages.
    var line: Int
  }

  /// What answers a request.
  enum Answer: Sendable {
    case report(String)
    case sql(String)
  }

  /// What the list is called.
  let title: String
  /// What all requests are about, where they do not say otherwise.
  let scope: ExportScope
  let requests: [Request]

  /// A list from a file's text.
  ///
  /// - Parameters:
  ///   - yaml: The text.
  ///   - name: The file's name, for messages.
  /// - Throws: `QueryError` with the line of what is wrong.
  public init(yaml: String, name: String) throws {
    let reader = RequestListReader(name: name)
    let list = try reader.mapping(
      of: try reader.compose(yaml), keys: ["title", "requests"] + Self.scopeKeys)
    title = try reader.text(list["title"]) ?? name
    scope = ExportScope(
      framework: try reader.text(list["framework"]), edition: try reader.text(list["edition"]),
      requirement: try reader.text(list["requirement"]),
      account: try reader.text(list["account"]), asOf: try reader.text(list["as_of"]),
      knownAt: try reader.text(list["known_at"]), from: try reader.text(list["from"]))
    guard let nodes = list["requests"]?.sequence, !nodes.isEmpty else {
      throw reader.error("there are no requests", at: list["requests"])
    }
    requests = try nodes.map { try reader.request($0) }
    var seen: Set<String> = []
    for request in requests where !seen.insert(request.name.lowercased()).inserted {
      throw QueryError(
        .badParameter, "\(name), line \(request.line): there are two requests '\(request.name)'",
        hint: "each gets a folder of its name")
    }
  }

  private static let scopeKeys = [
    "framework", "edition", "requirement", "account", "as_of", "known_at", "from",
  ]
}
