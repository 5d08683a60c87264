import EvidenceModel

/// Where a framework stands at the moment: how much fails, of how much that was looked at.
struct StateSection {
  let id: String
  let scope: ReportScope
  /// The framework's row of `framework_status`.
  let status: ReportRow
  /// The report that the row is of.
  let source: ReportAnswer

  var section: ReportSection {
    ReportSection(
      id: id, title: "Where it stands",
      content: [
        .paragraph(headline, class: "headline"),
        ReportTile.list(tiles),
      ] + StateBar(id: "\(id)-bar", status: status).nodes + [
        .paragraph(findings), .paragraph(evidence),
      ], sources: [source])
  }

  private var framework: String { status.text("framework") }

  private var total: Int { status.count("requirements") }

  private func count(_ state: RequirementState) -> Int { status.count(state.column) }

  /// Findings with a verdict: what is manual or muted has none that counts.
  private var evaluated: Int {
    status.count("passing") + status.count("failing") + status.count("waived")
  }

  private var headline: String {
    guard total > 0 else {
      return "\(framework) has no requirements that were known at this moment."
    }
    let others = RequirementState.allCases.filter { $0 != .fail && count($0) > 0 }
    let rest = others.map { $0.predicate(count($0)) }.listed
    guard count(.notEvaluated) < total else {
      return "Nothing has been evaluated for \(framework): "
        + "whether its \(ReportWords.counted(total, "requirement")) hold is not known."
    }
    if count(.fail) > 0 {
      let failing =
        "\(ReportWords.grouped(count(.fail))) of \(ReportWords.counted(total, "requirement"))"
        + " of \(framework) \(count(.fail) == 1 ? "fails" : "fail")"
      return rest.isEmpty ? "\(failing)." : "\(failing); \(rest)."
    }
    guard count(.pass) == total else {
      return "No requirement of \(framework) fails, but that is not all: "
        + "of \(ReportWords.grouped(total)), \(rest)."
    }
    return "All \(ReportWords.counted(total, "requirement")) of \(framework) pass, "
      + "on the evidence that there is."
  }

  private var tiles: [ReportTile] {
    let open = count(.notEvaluated)
    let failing = status.count("failing")
    return [
      ReportTile(
        label: "Requirements failing", figure: ReportWords.grouped(count(.fail)),
        note: "of \(ReportWords.grouped(total))", style: count(.fail) > 0 ? "bad" : ""),
      ReportTile(
        label: "Findings failing", figure: ReportWords.grouped(failing),
        note: "of \(ReportWords.grouped(evaluated)) evaluated", style: failing > 0 ? "bad" : ""),
      ReportTile(
        label: "Requirements not evaluated", figure: ReportWords.grouped(open),
        note: "of \(ReportWords.grouped(total))", style: open > 0 ? "unseen" : ""),
      ReportTile(
        label: "Newest evidence", figure: age(of: "newest_evidence_at") ?? "none",
        note: age(of: "newest_evidence_at") == nil ? "" : "before the moment of this report"),
    ]
  }

  private var findings: String {
    guard evaluated > 0 else { return "No finding for \(framework) has a verdict." }
    let failing = status.count("failing")
    var text =
      "\(ReportWords.grouped(failing)) of \(ReportWords.counted(evaluated, "evaluated finding"))"
      + " \(failing == 1 ? "fails" : "fail") (\(ReportWords.percent(failing, of: evaluated)))"
    text +=
      failing > 0
      ? ", on \(ReportWords.counted(status.count("resources_failing"), "resource")). " : ". "
    text +=
      "\(ReportWords.counted(status.count("waived"), "failure")) "
      + "\(status.count("waived") == 1 ? "is" : "are") accepted by a waiver. Not counted are "
      + "\(ReportWords.grouped(status.count("manual"))) that no check could decide and "
      + "\(ReportWords.grouped(status.count("muted"))) that the scanner mutes."
    return text
  }

  private var evidence: String {
    let rules =
      "\(ReportWords.grouped(status.count("rules_evaluated"))) of "
      + "\(ReportWords.counted(status.count("rules"), "check")) "
      + "for \(framework) \(status.count("rules_evaluated") == 1 ? "has" : "have") a result."
    guard let newest = age(of: "newest_evidence_at"), let oldest = age(of: "oldest_evidence_at")
    else { return "There is no evidence. \(rules)" }
    let (first, last) = (date("oldest_evidence_at"), date("newest_evidence_at"))
    return first == last
      ? "All of the evidence was last confirmed on \(last), \(newest) before. \(rules)"
      : "The evidence was last confirmed between \(first), \(oldest) before, and \(last). \(rules)"
  }

  private func date(_ column: String) -> String { String(status.text(column).prefix(10)) }

  /// The whole days from a moment to that of the report.
  private func age(of column: String) -> String? {
    guard let time = TimestampText(status.text(column))?.timestamp else { return nil }
    let days = (scope.asOf.time.microseconds - time.microseconds) / 86_400_000_000
    return ReportWords.counted(Int(days), "day")
  }
}
