/// A framework's requirements by what their evidence says, worst first.
struct RequirementSection {
  /// How many of a state are shown where a page is on one framework, and where it is on all.
  static let most = (ofOne: 60, ofAll: 10)

  let id: String
  /// The framework's key.
  let framework: String
  /// The rows of `requirement_status` on the framework.
  let requirements: ReportAnswer
  /// How many of a state are shown.
  let most: Int

  var section: ReportSection {
    var parts: [ReportSection] = []
    for state in RequirementState.allCases {
      let rows = requirements.rows.filter { $0.text("status") == state.rawValue }
      guard !rows.isEmpty else { continue }
      let table = ReportTable(
        "\(framework): \(state.label.lowercased())", requirements,
        rows: Array(rows.prefix(most)), of: rows.count, columns: columns(of: state))
      parts.append(
        ReportSection(
          id: "\(id)-\(state.rawValue)",
          title: "\(state.label): \(ReportWords.grouped(rows.count))",
          content: [.paragraph(state.meaning)] + table.nodes))
    }
    return ReportSection(
      id: id, title: "Requirements",
      content: parts.isEmpty ? [.paragraph("There are none that were known.")] : [],
      sources: [requirements], parts: parts)
  }

  private func columns(of state: RequirementState) -> [ReportColumn] {
    // Titles are in the publisher's catalog, which need not be loaded.
    let hasTitles = requirements.rows.contains { !$0.text("title").isEmpty }
    let names: [ReportColumn] =
      [.text("Requirement", "requirement")] + (hasTitles ? [.text("Title", "title")] : [])
      + [.text("Edition", "edition")]
    // What nothing looked at has no figures to show.
    guard state != .notEvaluated else {
      return names + [.count("Checks for it", "rules_mapped")]
    }
    return names + [
      .count("Checks with a result", "rules_evaluated", of: "rules_mapped"),
      .count("Failing", "failing"), .count("Passing", "passing"), .count("Waived", "waived"),
      .count("Muted", "muted"), .time("Oldest evidence", "oldest_evidence_at"),
    ]
  }
}
