/// The checks and the resources with the most failures.
struct WorstSection {
  let answers: ReportAnswers

  var section: ReportSection {
    let rules: [HTMLNode] =
      answers.rules.rows.isEmpty
      ? [.paragraph("No check has a failure that counts.")]
      : ReportTable(
        "Checks with the most failing findings", answers.rules,
        columns: [
          .code("Check", "rule"), .text("Title", "title"),
          .text("Worst severity", "worst_severity"), .count("Failing", "failing"),
          .count("Resources", "resources"), .count("Accounts", "accounts"),
          .time("Oldest since", "oldest_since"), .text("What to do", "recommendation"),
        ]
      ).nodes
    let resources: [HTMLNode] =
      answers.resources.rows.isEmpty
      ? [.paragraph("No resource has a failure that counts.")]
      : ReportTable(
        "Resources with the most failing findings", answers.resources,
        columns: [
          .code("Resource", "resource"), .text("Type", "resource_type"),
          .text("Account and region", ["account", "region"]),
          .text("Worst severity", "worst_severity"), .count("Failing", "failing"),
          .count("Checks", "rules"), .time("Oldest since", "oldest_since"),
        ]
      ).nodes
    return ReportSection(
      id: "worst", title: "Where most of it fails", content: rules + resources,
      sources: [answers.rules, answers.resources])
  }
}
