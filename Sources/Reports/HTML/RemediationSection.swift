/// How long failures took to be resolved, and how much of that was in time.
struct RemediationSection {
  let answers: ReportAnswers

  var section: ReportSection {
    let times: [HTMLNode] =
      answers.times.rows.isEmpty
      ? [.paragraph("No failure opened in the period.")]
      : [RemediationChart(id: "times", times: answers.times).node]
    let targets: [HTMLNode] =
      answers.targets.rows.isEmpty
      ? [
        .paragraph([
          "No targets are set, or nothing was held to one. ", .code("tickmark settings"),
          " sets them.",
        ])
      ]
      : ReportTable(
        "Failures by when they had to be fixed", answers.targets,
        columns: [
          .text("Framework and severity", ["framework", "severity"]),
          .count("Days allowed", "target_days"), .count("Fell due", "fell_due"),
          .count("Met", "met"), .count("Late", "late"), .count("Overdue", "overdue"),
          .count("Waived", "waived"), .share("Share met", "share_met"),
          .count("Open, not due yet", "not_yet_due"), .text("Set by", "target_source"),
        ]
      ).nodes
    return ReportSection(
      id: "remediation", title: "Time to remediate", content: times + targets,
      sources: [answers.times, answers.targets])
  }
}
