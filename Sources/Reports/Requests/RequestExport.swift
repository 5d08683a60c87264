/// Answers a list of requests in one go: a package with a folder for each.
///
/// ```swift
/// let list = try RequestList(yaml: text, name: "audit.yaml")
/// try RequestExport(connection: connection, programVersion: "1.0.0").write(list, to: "answers")
/// ```
public struct RequestExport {
  private let connection: ReadOnlyConnection
  private let programVersion: String

  /// An export from a database, by a version of the program.
  public init(connection: ReadOnlyConnection, programVersion: String) {
    self.connection = connection
    self.programVersion = programVersion
  }

  /// Writes the answers, all out of one read transaction.
  ///
  /// - Parameters:
  ///   - list: The requests.
  ///   - path: The folder, which is made, or must be empty; or the archive, which must not be there.
  ///   - options: How the package is written.
  /// - Returns: What `manifest.json` says.
  /// - Throws: `QueryError`; then what is at the path is as it was.
  @discardableResult
  public func write(
    _ list: RequestList, to path: String, options: PackageOptions = PackageOptions()
  ) throws -> PackageManifest {
    try connection.readTransaction {
      let scope = try ResolvedScope(list.scope, on: connection)
      var contents = PackageContents(title: list.title, about: about(list, scope), questions: [])
      for request in list.requests {
        do {
          contents.questions.append(try question(request, scope))
        } catch let error as QueryError {
          throw QueryError(
            error.code, "the request '\(request.name)', line \(request.line): \(error.reason)",
            hint: error.hint)
        }
      }
      return try EvidencePackage(
        connection: connection, programVersion: programVersion, options: options
      ).write(contents, about: scope, to: path)
    }
  }

  private func about(_ list: RequestList, _ scope: ResolvedScope) -> String {
    let count = list.requests.count
    let time = scope.parameters.asOf.time.map { " as of \($0)" } ?? ""
    return "Answers to \(count) \(count == 1 ? "request" : "requests")\(time), as far as was known "
      + "with ingest \(scope.parameters.knownAt.ingest)."
  }

  private func question(
    _ request: RequestList.Request, _ scope: ResolvedScope
  ) throws -> PackageQuestion {
    let ending = request.format == .markdown ? "md" : request.format.rawValue
    var question = PackageQuestion(
      file: "\(request.name)/answer.\(ending)", about: request.question, report: nil, sql: "",
      values: [:], format: request.format, sample: request.sample)
    switch request.answer {
    case .report(let name):
      let query = try CannedQuery.named(name)
      question.report = "\(query.subject)/\(query.name)"
      question.sql = query.sql
      question.values = try values(of: request, for: query, scope)
      if question.about.isEmpty { question.about = query.summary }
    case .sql(let sql):
      question.sql = sql
      let asked = scope.values(named: try connection.parameterNames(of: sql))
      question.values = asked.merging(
        request.parameters.mapValues(ReadOnlyConnection.value(of:))
      ) { $1 }
    }
    return question
  }

  /// What the request gives, and for the rest what the list is about.
  private func values(
    of request: RequestList.Request, for query: CannedQuery, _ scope: ResolvedScope
  ) throws -> [String: SQLValue] {
    var values = scope.values(for: query)
    // A required one that the list gives need not be given again.
    var given = request.parameters
    for parameter in query.parameters
    where parameter.isRequired && given[parameter.name] == nil {
      if case .text(let text) = values[parameter.name] { given[parameter.name] = text }
    }
    let own = try query.values(of: given, asOf: nil, knownAt: nil, on: connection)
    for name in given.keys { values[name] = own[name] }
    return values
  }
}
