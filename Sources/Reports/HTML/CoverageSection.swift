/// What was not looked at: it has neither passed nor been fixed.
struct CoverageSection {
  let answers: ReportAnswers

  var section: ReportSection {
    ReportSection(
      id: "coverage", title: "What was not looked at",
      content: [.paragraph(summary, class: "notice")] + unconfirmed + gaps + neverScanned
        + frequency,
      sources: [answers.unconfirmed, answers.gaps, answers.neverScanned, answers.frequency])
  }

  private var summary: String {
    let known = answers.unconfirmed.count
    let places = answers.neverScanned.count
    let gaps = answers.frequency.sum("gaps")
    if known + places + gaps + answers.gaps.count == 0 {
      return "The newest scans looked at everything that is known, often enough. What no scan ever "
        + "found is not known, and requirements without a check are listed as not evaluated."
    }
    return "The newest scan of its account did not look at "
      + "\(ReportWords.counted(known, "known finding")). "
      + "\(ReportWords.counted(places, "place")) that \(places == 1 ? "is" : "are") known "
      + "\(places == 1 ? "was" : "were") not scanned in the period. "
      + "\(ReportWords.counted(gaps, "time")) an account was not scanned for longer than is "
      + "allowed. What was not looked at keeps its last state, and is no pass."
  }

  private var unconfirmed: [HTMLNode] {
    guard answers.unconfirmed.count > 0 else { return [] }
    return ReportTable(
      "Findings that the newest scan did not look at", answers.unconfirmed,
      columns: [
        .code("Check", "rule"), .code("Resource", "resource"),
        .text("Account and region", ["account", "region"]), .text("Last state", "status"),
        .text("Severity", "severity"), .time("Last confirmed", "last_confirmed_at"),
        .decimal("Days ago", "days"),
      ]
    ).nodes
  }

  private var gaps: [HTMLNode] {
    guard answers.gaps.count > 0 else { return [] }
    return ReportTable(
      "Checks that the newest scan left out, of all frameworks", answers.gaps,
      rows: Array(answers.gaps.rows.prefix(ReportAnswers.listed)), of: answers.gaps.count,
      columns: [
        .code("Check", "rule"), .text("Account and region", ["account", "region"]),
        .text("Tool", "tool"), .count("Findings", "findings"), .count("Failing", "failing"),
        .time("Last looked at", "last_covered_at"), .time("Newest scan", "newest_scan_at"),
      ]
    ).nodes
  }

  private var neverScanned: [HTMLNode] {
    guard answers.neverScanned.count > 0 else { return [] }
    return ReportTable(
      "Places that no scan looked at in the period", answers.neverScanned,
      rows: Array(answers.neverScanned.rows.prefix(ReportAnswers.listed)),
      of: answers.neverScanned.count,
      columns: [
        .text("Account and region", ["account", "region"]), .text("Provider", "provider"),
        .time("Last scanned", "last_scanned_at"), .count("Findings", "findings"),
        .count("Failing", "failing"),
      ]
    ).nodes
  }

  private var frequency: [HTMLNode] {
    guard answers.frequency.count > 0 else { return [] }
    return ReportTable(
      "How often accounts were scanned", answers.frequency,
      rows: Array(answers.frequency.rows.prefix(ReportAnswers.listed)),
      of: answers.frequency.count,
      columns: [
        .text("Account", "account"), .text("Provider", "provider"), .text("Tool", "tool"),
        .count("Scans", "scans"), .count("Days with a scan", "scan_days"),
        .time("First", "first_scan_at"), .time("Last", "last_scan_at"),
        .decimal("Longest gap in days", "longest_gap_days"),
        .count("Days allowed", "allowed_days"), .count("Longer gaps", "gaps"),
      ]
    ).nodes
  }
}
