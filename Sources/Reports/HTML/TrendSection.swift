/// How a framework's failures came and went, and when there would be none.
struct TrendSection {
  let id: String
  let scope: ReportScope
  /// The framework's key.
  let framework: String
  /// The rows of `trend` on the framework.
  let trend: ReportAnswer
  /// The rows of `burn_down` on the framework.
  let burnDown: ReportAnswer

  var section: ReportSection {
    guard !trend.rows.isEmpty, !burnDown.rows.isEmpty else {
      return ReportSection(
        id: id, title: "Remediation over time",
        content: [.paragraph("No failure was open at any time of the period.")],
        sources: [trend, burnDown])
    }
    return ReportSection(
      id: id, title: "Remediation over time",
      content: [
        ChangeChart(
          id: "\(id)-changes", framework: framework, unit: scope.unit, trend: trend
        ).figure.node,
        BacklogChart(
          id: "\(id)-backlog", framework: framework, unit: scope.unit, burnDown: burnDown,
          from: scope.from.time, to: scope.to.time
        ).figure.node,
      ], sources: [trend, burnDown])
  }
}
