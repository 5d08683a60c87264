import Reports

/// A question that tickmark has a report for, and peers are asked in SQL.
struct YearQuestion: Sendable {
  /// A report that answers the question, and how its answer is compared.
  struct Report: Sendable {
    let name: String
    /// What it is asked about besides everything.
    let arguments: @Sendable (YearMoments) -> [String: String]
    let figures: [Figure]
    /// True where it only comes near, and is measured until there is one that answers.
    var isStandIn = false
  }

  /// The name of the files with the peers' SQL.
  let name: String
  let title: String
  /// How many times as long as tickmark DuckDB should take; 0 where nothing is promised.
  let wantedTimes: Double
  /// The reports that answer it, the most fitting one first.
  let reports: [Report]
  /// The values of the parameters of the peers' SQL.
  let parameters: @Sendable (YearMoments) -> [String: PeerValue]

  /// The first of the reports that tickmark has.
  var report: (query: CannedQuery, report: Report)? {
    for report in reports {
      if let query = CannedQuery.all.first(where: { "\($0.subject)/\($0.name)" == report.name }) {
        return (query, report)
      }
    }
    return nil
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
    reports: [
      Report(
        name: "remediation/time_to_remediate", arguments: { _ in [:] },
        figures: [.sum("episodes"), .sum("closed")]),
      Report(
        name: "remediation/remediation_list", arguments: { _ in [:] },
        figures: [
          Figure(name: "episodes", ours: { Double($0.rows.count) }, theirs: { $0.sum("episodes") }),
          Figure(
            name: "closed", ours: { $0.closedDays.map { Double($0.count) } },
            theirs: { $0.sum("closed") }),
          Figure(
            name: "days", ours: { $0.closedDays?.reduce(0, +) },
            theirs: { answer in
              guard let closed = answer.numbers("closed"), let mean = answer.numbers("mean_days")
              else { return nil }
              return zip(closed, mean).map(*).reduce(0, +)
            }),
        ], isStandIn: true),
    ], parameters: { _ in [:] })

  static let requirementStatus = YearQuestion(
    name: "requirement_status", title: "requirement status", wantedTimes: 1,
    reports: [
      Report(
        name: "requirements/requirement_status", arguments: { _ in [:] },
        figures: [.rows, .sum("rules_evaluated"), .sum("failing"), .sum("passing")])
    ], parameters: { _ in [:] })

  static let trend = YearQuestion(
    name: "trend_by_scan", title: "trend by framework and severity", wantedTimes: 1,
    reports: [
      Report(
        name: "remediation/trend_by_scan", arguments: { _ in [:] },
        figures: [.rows, .sum("failing"), .sum("passing")])
    ], parameters: { _ in [:] })

  static let periodSummary = YearQuestion(
    name: "period_summary", title: "period summary", wantedTimes: 1,
    reports: [
      Report(
        name: "remediation/period_summary", arguments: Self.period,
        figures: [.sum("open_at_start"), .sum("opened"), .sum("closed"), .sum("open_at_end")]),
      Report(
        name: "changes/framework_changes", arguments: Self.period,
        figures: [
          Figure(
            name: "net change",
            ours: { answer in
              guard let after = answer.count("status_after", "fail"),
                let before = answer.count("status_before", "fail")
              else { return nil }
              return after - before
            },
            theirs: { answer in
              guard let end = answer.sum("open_at_end"), let start = answer.sum("open_at_start")
              else { return nil }
              return end - start
            })
        ], isStandIn: true),
    ],
    parameters: { moments in
      [
        "from_at": .integer(YearMoments.seconds(ofDay: moments.firstDay)),
        "as_of": .integer(YearMoments.seconds(ofDay: moments.day + 1) - 1),
      ]
    })

  static let findingHistory = YearQuestion(
    name: "finding_history", title: "history of a resource", wantedTimes: 0,
    reports: [
      Report(
        name: "findings/finding_story", arguments: { ["resource": $0.resource] },
        figures: [
          .rows,
          Figure(
            name: "failing", ours: { $0.count("status", "fail") },
            theirs: { $0.count("status", "fail") }),
        ])
    ], parameters: { ["resource": .text($0.resource)] })

  @Sendable private static func period(_ moments: YearMoments) -> [String: String] {
    [
      "from_at": YearMoments.date(ofDay: moments.firstDay),
      "as_of": YearMoments.date(ofDay: moments.day),
    ]
  }
}

extension Answer {
  /// How many days each closed episode of `remediation_list` took.
  fileprivate var closedDays: [Double]? {
    guard let outcomes = values("outcome"), let days = numbers("open_days") else { return nil }
    return zip(outcomes, days).filter { $0.0 != .text("open") }.map(\.1)
  }
}
