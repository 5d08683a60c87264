/// All frameworks side by side, worst first.
struct OverviewSection {
  let answers: ReportAnswers

  var section: ReportSection {
    let rows = answers.status.rows
    let failing = rows.filter { $0.count("requirements_failing") > 0 }.count
    let unseen = rows.filter { $0.count("requirements_not_evaluated") > 0 }.count
    let changes = ["opened", "reopened", "resolved", "gone", "undecided"].map { kind in
      "\(ReportWords.grouped(answers.changes.tally[kind] ?? 0)) \(kind)"
    }
    return ReportSection(
      id: "overview", title: "All frameworks",
      content: [
        .paragraph(
          "\(ReportWords.grouped(failing)) of \(ReportWords.counted(rows.count, "framework")) "
            + "\(failing == 1 ? "has" : "have") requirements that fail; "
            + "\(ReportWords.grouped(unseen)) \(unseen == 1 ? "has" : "have") requirements that "
            + "nothing evaluated.", class: "headline"),
        .paragraph(
          "Over the period, of all findings: \(changes.listed). A finding of several frameworks "
            + "counts once here, and in each framework below."),
      ] + table.nodes,
      sources: [answers.status, answers.changes])
  }

  private var table: ReportTable {
    ReportTable(
      "Frameworks, the one with the most failures first", answers.status,
      columns: [
        .text("Framework", "framework"), .count("Requirements", "requirements"),
        .count("Fail", "requirements_failing"), .count("Waived", "requirements_waived"),
        .count("Manual", "requirements_manual"), .count("Stale", "requirements_stale"),
        .count("Pass", "requirements_passing"),
        .count("Not evaluated", "requirements_not_evaluated"),
        .count("Findings failing", "failing"), .count("Findings passing", "passing"),
        .time("Newest evidence", "newest_evidence_at"),
      ])
  }
}
