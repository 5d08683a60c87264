import Reports

/// A question that tickmark has a report for, and peers are asked in SQL.
struct YearQuestion: Sendable {
  /// The name of the files with the peers' SQL.
  let name: String
  let title: String
  /// How many times as long as tickmark DuckDB should take; 0 where nothing is promised.
  let wantedTimes: Double
  /// The report that answers it.
  let report: String
  /// What the report is asked about besides everything.
  var arguments: @Sendable (YearMoments) -> [String: String] = { _ in [:] }
  /// The values of the parameters of the peers' SQL.
  var parameters: @Sendable (YearMoments) -> [String: PeerValue] = { _ in [:] }
  /// How the answers are compared.
  let figures: [Figure]

  /// The canned query of the report; `nil` where there is none of that name.
  var query: CannedQuery? {
    CannedQuery.all.first { "\($0.subject)/\($0.name)" == report }
  }

  /// A peer's SQL.
  func sql(_ kind: PeerKind) -> String {
    let path = "Bundled/\(kind.rawValue)/\(name).sql"
    return EmbeddedFiles.all.first { $0.path == path }?.text ?? ""
  }

  /// All questions.
  static let all = [
    timeToRemediate, requirementStatus, trend, periodSummary, findingHistory,
  ]

  static let timeToRemediate = YearQuestion(
    name: "time_to_remediate", title: "time to remediate", wantedTimes: 20,
    report: "remediation/time_to_remediate",
    figures: [
      .rows, .sum("episodes"), .sum("resolved"), .sum("gone"), .sum("still_open"),
      .sum("mean_days"), .sum("median_days"),
    ])

  static let requirementStatus = YearQuestion(
    name: "requirement_status", title: "requirement status", wantedTimes: 1,
    report: "requirements/requirement_status",
    figures: [.rows, .sum("rules_evaluated"), .sum("failing"), .sum("passing")])

  static let trend = YearQuestion(
    name: "trend_by_scan", title: "trend by framework and severity", wantedTimes: 1,
    report: "remediation/trend_by_scan", figures: [.rows, .sum("failing"), .sum("passing")])

  static let periodSummary = YearQuestion(
    name: "period_summary", title: "period summary", wantedTimes: 1,
    report: "remediation/period_summary",
    arguments: { moments in
      [
        "from_at": YearMoments.date(ofDay: moments.firstDay),
        "as_of": YearMoments.date(ofDay: moments.day),
      ]
    },
    parameters: { moments in
      [
        "from_at": .integer(YearMoments.seconds(ofDay: moments.firstDay)),
        "as_of": .integer(YearMoments.seconds(ofDay: moments.day + 1) - 1),
      ]
    },
    figures: [
      .rows, .sum("open_at_start"), .sum("opened", of: "opened", "reopened"),
      .sum("closed", of: "resolved", "gone"), .sum("open_at_end"),
    ])

  static let findingHistory = YearQuestion(
    name: "finding_history", title: "history of a resource", wantedTimes: 0,
    report: "findings/finding_story", arguments: { ["resource": $0.resource] },
    parameters: { ["resource": .text($0.resource)] },
    figures: [
      .rows,
      Figure(
        name: "failing", ours: { $0.count("status", "fail") },
        theirs: { $0.count("status", "fail") }),
    ])
}
