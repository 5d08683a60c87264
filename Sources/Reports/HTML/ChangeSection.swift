import EvidenceModel

/// What became of a framework's failures in the period.
struct ChangeSection {
  let id: String
  let scope: ReportScope
  /// The framework's key.
  let framework: String
  /// The rows of `period_summary` on the framework.
  let period: ReportAnswer
  /// The kinds of change of the framework's findings; `nil` where they are of all frameworks.
  let changes: ReportAnswer?

  var section: ReportSection {
    ReportSection(
      id: id, title: "What changed",
      content: [.paragraph(headline, class: "headline"), ReportTile.list(tiles)]
        + [.paragraph(ways)] + open + table.nodes,
      sources: [period] + (changes.map { [$0] } ?? []))
  }

  private var start: Int { period.sum("open_at_start") }

  private var end: Int { period.sum("open_at_end") }

  private var headline: String {
    let dates =
      "From \(scope.from.time.description.prefix(10)) "
      + "to \(scope.to.time.description.prefix(10))"
    let change = end - start
    guard change != 0 else {
      return "\(dates), as many failures were open at the end as at the start: "
        + "\(ReportWords.grouped(end))."
    }
    let share = start > 0 ? " (\(ReportWords.percent(abs(change), of: start)))" : ""
    return "\(dates), open failures of \(framework) "
      + "\(change < 0 ? "fell" : "rose") from \(ReportWords.grouped(start)) "
      + "to \(ReportWords.grouped(end)): "
      + "\(ReportWords.grouped(abs(change))) \(change < 0 ? "fewer" : "more")\(share)."
  }

  private var tiles: [ReportTile] {
    func tile(_ label: String, _ column: String, _ note: String) -> ReportTile {
      ReportTile(label: label, figure: ReportWords.grouped(period.sum(column)), note: note)
    }
    let tiles = [
      tile("Opened", "opened", "for the first time"),
      tile("Reopened", "reopened", "had failed before"),
      tile("Resolved", "resolved", "with a pass"),
      tile("Gone", "gone", "no longer reported"),
    ]
    guard let changes else { return tiles }
    return tiles + [
      ReportTile(
        label: "Undecided", figure: ReportWords.grouped(changes.tally["undecided"] ?? 0),
        note: "failed, and have no verdict now")
    ]
  }

  private var ways: String {
    let opened = period.sum("opened") + period.sum("reopened")
    let (resolved, gone) = (period.sum("resolved"), period.sum("gone"))
    guard opened + resolved + gone > 0 else { return "Nothing opened, and nothing was closed." }
    return "\(ReportWords.counted(opened, "failure")) opened or came back. "
      + "\(ReportWords.counted(resolved, "failure")) \(resolved == 1 ? "was" : "were") resolved, "
      + "and \(ReportWords.grouped(gone)) went because a scan that looked no longer saw them, "
      + "which by itself says nothing of a repair."
  }

  private var open: [HTMLNode] {
    guard end > 0 else { return [] }
    return [
      .paragraph(
        "Of the \(ReportWords.grouped(end)) that are open at the end, "
          + "\(ReportWords.grouped(period.sum("muted_at_end"))) are muted by the scanner, "
          + "\(ReportWords.grouped(period.sum("waived_at_end"))) are accepted, and "
          + "\(ReportWords.grouped(period.sum("unconfirmed_at_end"))) were not looked at by the "
          + "newest scan of their account.")
    ]
  }

  private var table: ReportTable {
    ReportTable(
      "\(framework): changes by severity", period,
      columns: [
        .text("Severity", "severity"), .count("Open at the start", "open_at_start"),
        .count("Opened", "opened"), .count("Reopened", "reopened"),
        .count("Resolved", "resolved"), .count("Gone", "gone"),
        .count("Open at the end", "open_at_end"), .count("Of these muted", "muted_at_end"),
        .count("Waived", "waived_at_end"), .count("Not looked at", "unconfirmed_at_end"),
      ])
  }
}
