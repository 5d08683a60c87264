import EvidenceModel

/// What an ``ExportScope`` means in one database.
struct ResolvedScope {
  let parameters: PackageManifest.Parameters
  /// True where everything that was told by now is known. To bind NULL then saves a statement the
  /// comparison with each event, and gives the rows that the last ingest's number gives.
  private let isAllKnown: Bool

  init(_ scope: ExportScope, on connection: ReadOnlyConnection) throws {
    let moments = MomentParser(connection: connection)
    let newest = try connection.number("SELECT max(ingest_id) FROM ingest")
    let ingest = try scope.knownAt.map { try moments.ingest(knownAt: $0) } ?? newest
    isAllKnown = ingest >= newest
    let end =
      if let asOf = scope.asOf {
        try moments.end(of: asOf)
      } else {
        // Without a scan, what was told last: the present would be another one tomorrow.
        try Self.newestScan(knownAt: ingest, on: connection)
          ?? connection.lastIngest(upTo: ingest).recordedAt
      }
    func key(_ name: String?, of kind: StoredName.Kind) throws -> String? {
      try name.map { try StoredName($0, of: kind, on: connection).key }
    }
    parameters = PackageManifest.Parameters(
      framework: try scope.framework.map { try FrameworkName($0, on: connection).key },
      edition: try key(scope.edition, of: .edition),
      requirement: try key(scope.requirement, of: .requirement),
      account: try key(scope.account, of: .account),
      asOf: Self.moment(scope.asOf, end),
      knownAt: PackageManifest.Knowledge(given: scope.knownAt, ingest: ingest),
      from: Self.moment(scope.from, try scope.from.map { try moments.before($0) }),
      to: Self.moment(scope.to, try scope.to.map { try moments.end(of: $0) } ?? end))
    if let from = parameters.from.microseconds, let to = parameters.to.microseconds, from > to {
      throw QueryError(
        .badParameter, "the period ends before it begins",
        hint: "it goes from --from to --to, or to --as-of where there is none")
    }
  }

  /// The values of those of the scope's parameters that a query has. The last ingest is named even
  /// where nothing is left out: what comes later must not change an answer.
  func values(for query: CannedQuery) -> [String: SQLValue] {
    values(named: query.parameters.map(\.name))
  }

  /// The values of parameters by their names; NULL where the scope has none.
  func values(named names: [String]) -> [String: SQLValue] {
    let all: [String: SQLValue] = [
      "framework": Self.value(parameters.framework), "edition": Self.value(parameters.edition),
      "requirement": Self.value(parameters.requirement),
      "account": Self.value(parameters.account),
      // A report on a period is as of its end.
      "as_of": Self.value(names.contains("from_at") ? parameters.to : parameters.asOf),
      "known_at": .integer(parameters.knownAt.ingest),
      "from_at": Self.value(parameters.from),
    ]
    return Dictionary(names.map { ($0, all[$0] ?? .null) }) { first, _ in first }
  }

  /// The same question, as it is quickest asked now.
  func quickest(_ question: PackageQuestion) -> PackageQuestion {
    var question = question
    // Somebody's own statement need not take NULL for all.
    if question.report != nil, isAllKnown,
      question.values["known_at"] == .integer(parameters.knownAt.ingest)
    {
      question.values["known_at"] = .null
    }
    return question
  }

  /// The values of a query's parameters, as it is quickest asked now.
  func quickestValues(for query: CannedQuery) -> [String: SQLValue] {
    var values = values(for: query)
    if isAllKnown, values.keys.contains("known_at") { values["known_at"] = .null }
    return values
  }

  private static func newestScan(
    knownAt ingest: Int64, on connection: ReadOnlyConnection
  ) throws -> Timestamp? {
    let rows = try connection.query(
      "SELECT max(scanned_at) FROM scan WHERE ingest_id <= :known_at",
      values: ["known_at": .integer(ingest)])
    guard case .integer(let time) = try rows.next()?.first else { return nil }
    return Timestamp(microseconds: time)
  }

  private static func moment(_ given: String?, _ time: Timestamp?) -> PackageManifest.Moment {
    PackageManifest.Moment(
      given: given, time: time?.description, microseconds: time?.microseconds)
  }

  private static func value(_ moment: PackageManifest.Moment) -> SQLValue {
    moment.microseconds.map { .integer($0) } ?? .null
  }

  private static func value(_ text: String?) -> SQLValue {
    text.map { .text($0) } ?? .null
  }
}
