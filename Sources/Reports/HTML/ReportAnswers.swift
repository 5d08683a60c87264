/// What all the canned reports of a page say.
struct ReportAnswers {
  /// How many rows of a list a page shows.
  static let listed = 15
  /// How many worst rules and resources a page shows.
  static let worst = 10

  let scope: ReportScope
  let status: ReportAnswer
  let requirements: ReportAnswer
  let period: ReportAnswer
  /// Counted by kind of change; no row is kept.
  let changes: ReportAnswer
  let trend: ReportAnswer
  let burnDown: ReportAnswer
  let times: ReportAnswer
  let targets: ReportAnswer
  let rules: ReportAnswer
  let resources: ReportAnswer
  let waivers: ReportAnswer
  let attestations: ReportAnswer
  let gaps: ReportAnswer
  let unconfirmed: ReportAnswer
  let neverScanned: ReportAnswer
  let frequency: ReportAnswer
  /// The newest are last, as the report has them.
  let scans: ReportAnswer

  /// Asks all of them.
  init(_ reader: ReportReader) throws {
    scope = reader.scope
    // Without it, what the first scan found would have opened in the period.
    let start = ["from_at": scope.from.text]
    // All there are: how many are not shown is said.
    let all = ["limit": "1000000"]
    status = try reader.answer("framework_status")
    requirements = try reader.answer("requirement_status")
    period = try reader.answer("period_summary", start)
    changes = try reader.answer("framework_changes", start, keeping: 0, tallying: "change")
    trend = try reader.answer("trend")
    burnDown = try reader.answer("burn_down")
    times = try reader.answer("time_to_remediate")
    targets = try reader.answer("sla_summary")
    rules = try reader.answer("top_failing_rules", all, keeping: Self.worst)
    resources = try reader.answer("top_failing_resources", all, keeping: Self.worst)
    waivers = try reader.answer("waiver_list")
    attestations = try reader.answer("attestation_list")
    gaps = try reader.answer("coverage_gaps")
    unconfirmed = try reader.answer("unconfirmed", keeping: Self.listed)
    neverScanned = try reader.answer("never_scanned")
    frequency = try reader.answer("scan_frequency")
    scans = try reader.answer(scope.framework == nil ? "artifacts" : "framework_artifacts")
  }

  /// Every answer, in the order of the page.
  var all: [ReportAnswer] {
    [
      status, requirements, period, changes, trend, burnDown, times, targets, rules, resources,
      waivers, attestations, gaps, unconfirmed, neverScanned, frequency, scans,
    ]
  }
}
