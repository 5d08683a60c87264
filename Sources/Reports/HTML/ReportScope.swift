import EvidenceModel

/// What a report shows: the question with its names found and its moments known.
///
/// Its texts are what the canned reports get, and what a reader types to get a figure again.
struct ReportScope {
  /// The framework's key; `nil` for all of them.
  let framework: String?
  /// The account; `nil` for all of them.
  let account: String?
  /// The moment of the states.
  let asOf: Moment
  /// The period of changes: after `from`, up to and with `to`.
  let from: Moment
  let to: Moment
  /// What was known, as it was written; `nil` for everything.
  let knownAt: String?
  /// The last ingest that is believed, and when it was recorded; 0 and `nil` where there is none.
  let ingest: (number: Int64, recordedAt: Timestamp?)

  /// A moment, and how to write it.
  struct Moment {
    let text: String
    let time: Timestamp
    /// False where nobody asked for it.
    let isGiven: Bool
  }

  /// What the trend has a bar for.
  var unit: TrendChart.Unit {
    switch (to.time.microseconds - from.time.microseconds) / 86_400_000_000 {
    case ...31: .day
    case ...400: .week
    default: .month
    }
  }

  /// The scope of a question; `nil` where no scan had run by its moment, as far as was known.
  init?(_ question: ExportScope, on connection: ReadOnlyConnection) throws {
    let moments = MomentParser(connection: connection)
    framework = try question.framework.map { try FrameworkName($0, on: connection).key }
    account = try question.account.map { try StoredName($0, of: .account, on: connection).key }
    knownAt = question.knownAt
    let known = try question.knownAt.map { try moments.ingest(knownAt: $0) }
    ingest = try connection.lastIngest(upTo: known)
    let end = try question.asOf.map { try moments.end(of: $0) }
    guard let scans = try connection.scanPeriod(to: end, knownAt: known) else { return nil }
    asOf = Moment(
      text: question.asOf ?? scans.newest.description, time: end ?? scans.newest,
      isGiven: question.asOf != nil)
    let start = try question.from.map { try moments.before($0) }
    from = Moment(
      text: question.from ?? String(scans.first), time: start ?? scans.firstTime,
      isGiven: start != nil)
    to =
      if let text = question.to {
        Moment(text: text, time: try moments.end(of: text), isGiven: true)
      } else {
        asOf
      }
    if from.time > to.time {
      throw QueryError(
        .badParameter, "the period of changes ends before it begins",
        hint: "it goes from --from to --to, or to --as-of where there is none")
    }
  }

  /// The parameters of a canned query, in its order, without its moments.
  func parameters(
    of query: CannedQuery, adding own: [String: String] = [:]
  ) -> [(name: String, value: String)] {
    var all = own
    all["framework"] = framework
    all["account"] = account
    // The first scan, which is meant where nobody says when, is a start that not all reports take.
    if from.isGiven { all["from_at"] = from.text }
    all["bucket"] = unit.rawValue
    return query.parameters.compactMap { parameter in
      all[parameter.name].map { (parameter.name, $0) }
    }
  }

  /// The moment of a canned query, where it takes one. A report on a period is as of its end.
  func asOf(of query: CannedQuery) -> String? {
    guard query.parameters.contains(where: { $0.name == "as_of" }) else { return nil }
    return query.parameters.contains { $0.name == "from_at" } ? to.text : asOf.text
  }

  /// What a canned query may know, where it takes that.
  func knownAt(of query: CannedQuery) -> String? {
    query.parameters.contains { $0.name == "known_at" } ? knownAt : nil
  }
}
