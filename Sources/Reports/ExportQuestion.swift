import EvidenceModel

/// What an evidence package is asked to show: the moments as they were written, and what they mean.
struct ExportQuestion {
  let parameters: ExportManifest.Parameters

  init(
    framework: String, asOf: String?, knownAt: String?, from: String?, to: String?,
    on connection: ReadOnlyConnection
  ) throws {
    let moments = MomentParser(connection: connection)
    let ingest =
      if let knownAt {
        try moments.ingest(knownAt: knownAt)
      } else {
        try connection.number("SELECT max(ingest_id) FROM ingest")
      }
    let end =
      if let asOf {
        try moments.end(of: asOf)
      } else {
        try Self.newestScan(knownAt: ingest, on: connection)
      }
    parameters = ExportManifest.Parameters(
      framework: framework,
      asOf: Self.moment(asOf, end),
      knownAt: ExportManifest.Knowledge(given: knownAt, ingest: ingest),
      from: Self.moment(from, try from.map { try moments.before($0) }),
      to: Self.moment(to, try to.map { try moments.end(of: $0) } ?? end))
    if let from = parameters.from.microseconds, let to = parameters.to.microseconds, from > to {
      throw QueryError(
        .badParameter, "the period of changes ends before it begins",
        hint: "it goes from --from to --to, or to --as-of where there is none")
    }
  }

  /// The values for those of the export's parameters that a query has.
  func values(for query: CannedQuery, framework: String) -> [String: SQLValue] {
    let all: [String: SQLValue] = [
      "framework": .text(framework),
      // A report on a period is as of its end.
      "as_of": Self.value(
        query.parameters.contains { $0.name == "from_at" } ? parameters.to : parameters.asOf),
      // NULL means all, and saves the query a comparison with each event.
      "known_at": parameters.knownAt.given == nil ? .null : .integer(parameters.knownAt.ingest),
      "from_at": Self.value(parameters.from),
    ]
    let pairs = query.parameters.map { ($0.name, all[$0.name] ?? .null) }
    return Dictionary(pairs) { first, _ in first }
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

  private static func moment(_ given: String?, _ time: Timestamp?) -> ExportManifest.Moment {
    ExportManifest.Moment(
      given: given, time: time?.description, microseconds: time?.microseconds)
  }

  private static func value(_ moment: ExportManifest.Moment) -> SQLValue {
    moment.microseconds.map { .integer($0) } ?? .null
  }
}
