import EvidenceModel

@testable import EvidenceStore

/// The report on what is known otherwise than it was.
enum HindsightReports {
  static let models = [ReportModel("report_differences", reportDifferences)]

  /// One row per finding whose state at the moment was known otherwise.
  private static func reportDifferences(_ question: ReportQuestion) -> [ModelRow] {
    let known = question.standpoint
    let now = known.knowing(question.whole)
    // What belongs to what is told as it is now.
    let present = Standpoint(model: question.whole, asOf: nil, now: known.now)
    let isLimited = (question["edition"] ?? question["requirement"]) != nil
    return now.events.compactMap { name, events in
      let before = known.holding(name)
      guard let event = events.last, before?.state.verdict != event.state.verdict,
        question.wants(account: name.account),
        question.framework.map({ present.belongs(name.ruleName, to: $0) }) ?? true
      else { return nil }
      let requirements = present.requirementsOfRule[name.ruleName, default: []]
        .filter { question.wants(requirement: $0, in: question.whole) }.sorted()
        .map { "\($0.edition) \($0.requirement)" }
      guard !isLimited || !requirements.isEmpty else { return nil }
      // It has been so since it was told; before, it was otherwise.
      var ingest = question.whole.entries.count
      while ingest > known.model.entries.count,
        now.knowing(question.whole.knowing(first: ingest - 1)).holding(name)?.state.verdict
          == event.state.verdict
      { ingest -= 1 }
      let entry = question.whole.entries[ingest - 1]
      guard case .scans(let scans) = entry.fact else { return nil }
      // The last scan of the file to say something new of it.
      let told = question.whole.knowing(first: ingest).events(of: name)
      let scan = scans.last { scan in
        scan.scannedAt <= known.moment && told.contains { $0.scan == scan.name }
      }
      guard let scan else { return nil }
      return known.nameColumns(name).with(
        row([
          "status_known": before?.state.status, "status_now": event.state.status,
          "severity_known": before?.state.severity, "severity_now": event.state.severity,
          "is_muted_known": before?.state.isMuted, "is_muted_now": event.state.isMuted,
          "since": event.since,
          "requirements": requirements.isEmpty ? nil : requirements.joined(separator: ", "),
          "scanned_at": scan.scannedAt, "recorded_at": entry.recordedAt,
          "artifact_path": scan.artifact, "artifact_sha256": sha256(scan.artifact),
        ]))
    }
  }
}

extension ModelState {
  /// What is said, whatever the resource is called.
  fileprivate var verdict: [String] {
    let text = DetailText(detail, naming: name)
    return [status.key, severity.key, "\(isMuted)", text.text, text.nameMark]
  }
}

extension Standpoint {
  /// The same moment with other knowledge.
  fileprivate func knowing(_ model: HistoryModel) -> Standpoint {
    Standpoint(model: model, asOf: asOf, now: now)
  }
}
