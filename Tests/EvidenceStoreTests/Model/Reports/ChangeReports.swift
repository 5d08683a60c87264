import EvidenceModel

/// Reports of `Queries/changes`.
enum ChangeReports {
  static let models = [
    ReportModel("framework_changes", frameworkChanges),
    ReportModel("new_since", newSince),
    ReportModel("scan_diff", scanDiff),
  ]

  /// One row per finding with an event after `from_at` and no later than `as_of`.
  private static func frameworkChanges(_ question: ReportQuestion) throws -> [ModelRow] {
    let standpoint = question.standpoint
    let from = try question.fromAt()
    return standpoint.events.compactMap { name, events in
      let before = from.map { from in events.filter { $0.since <= from } } ?? []
      let after = events.dropFirst(before.count)
      guard let now = after.last, question.wants(frameworkOf: name.ruleName),
        question.wants(account: name.account), question.wants(now.state.severity)
      else { return nil }
      return standpoint.nameColumns(name).with(
        standpoint.stateColumns(now, without: "status").without("since")
      )
      .with(
        row([
          "change": change(from: before, by: Array(after)), "is_waived": question.isWaived(name),
          "title": standpoint.rules[name.ruleName]?.title,
          "status_before": before.last?.state.status, "status_after": now.state.status,
          "changed_at": now.since, "events": after.count,
          "artifact_sha256": sha256(now.artifact),
        ]))
    }
  }

  /// What became of a finding with a past by what happened since.
  private static func change(from past: [ModelEvent], by events: [ModelEvent]) -> String {
    let recent = [past.last].compactMap(\.self) + events
    let all = past + events
    guard let now = events.last else { return "changed" }
    switch now.state.status {
    case .gone: return "gone"
    case .fail:
      let isOneEpisode = past.isInEpisode && !events.contains(where: \.closesEpisode)
      return isOneEpisode ? "changed" : all.hasClosedEpisode ? "reopened" : "opened"
    default:
      guard past.isInEpisode || recent.contains(where: \.isFailing) else { return "changed" }
      let lastFailure = all.lastIndex(where: \.isFailing) ?? 0
      if all[lastFailure...].contains(where: { $0.state.status == .pass }) { return "resolved" }
      return recent.contains(where: \.isFailing) ? "undecided" : "changed"
    }
  }

  /// One row per finding that fails now and did not at `from_at`.
  private static func newSince(_ question: ReportQuestion) throws -> [ModelRow] {
    let standpoint = question.standpoint
    let from = try question.fromAt()
    return standpoint.present.compactMap { name, event in
      let before = from.flatMap { from in standpoint.events[name]?.last { $0.since <= from } }
      guard event.isFailing, before?.isFailing != true, question.wants(frameworkOf: name.ruleName),
        question.wants(account: name.account), question.wants(event.state.severity)
      else { return nil }
      return standpoint.nameColumns(name).with(standpoint.labelColumns(event))
        .with(standpoint.stateColumns(event, without: "status"))
        .with(
          row([
            "title": standpoint.rules[name.ruleName]?.title,
            "is_waived": question.isWaived(name),
            "status_before": before?.state.status,
            "last_confirmed_at": standpoint.lastConfirmed(name),
            "artifact_sha256": sha256(event.artifact),
          ]))
    }
  }

  /// One row per finding that either scan covered and that differs, or that only the first
  /// covered.
  private static func scanDiff(_ question: ReportQuestion) throws -> [ModelRow] {
    let standpoint = question.standpoint
    guard let first = try scan("scan_a", question), let second = try scan("scan_b", question),
      first.tool == second.tool, first.name != second.name
    else { return [] }
    return standpoint.events.keys.compactMap { name in
      let isBefore = first.covers(name)
      let isAfter = second.covers(name)
      let before = standpoint.events(of: name, through: first)
      let after = standpoint.events(of: name, through: second)
      let change: String
      if isAfter {
        let states = (before.last?.state, after.last?.state)
        guard states.0 != states.1 else { return nil }
        change = self.change(from: before, to: after)
      } else {
        guard isBefore, let last = before.last, last.state.status != .gone else { return nil }
        change = "not_covered"
      }
      let shown = after.last ?? before.last
      guard let shown, question.wants(account: name.account), question.wants(shown.state.severity)
      else { return nil }
      return standpoint.nameColumns(name).with(
        row([
          "change": change, "severity": shown.state.severity, "is_muted": shown.state.isMuted,
          "is_waived": standpoint.isWaived(name),
          "is_covered_before": isBefore, "is_covered_after": isAfter,
          "status_before": before.last?.state.status, "status_after": after.last?.state.status,
          "detail_before": before.last?.state.detail, "detail_after": after.last?.state.detail,
        ]))
    }
  }

  private static func change(from before: [ModelEvent], to after: [ModelEvent]) -> String {
    guard let now = after.last else { return "changed" }
    switch now.state.status {
    case .gone: return "gone"
    case .fail where before.isInEpisode: return "changed"
    case .fail: return after.hasClosedEpisode ? "reopened" : "opened"
    case .pass: return before.isInEpisode ? "resolved" : "changed"
    default: return before.last?.isFailing == true ? "undecided" : "changed"
    }
  }

  private static func scan(_ parameter: String, _ question: ReportQuestion) throws -> ModelScan? {
    try question.scan(parameter).flatMap { question.standpoint.scan($0.name) }
  }
}

extension ModelEvent {
  fileprivate var closesEpisode: Bool { [.pass, .gone].contains(state.status) }
}

extension [ModelEvent] {
  /// True where the finding failed at the end of them, as far as anything decides it.
  fileprivate var isInEpisode: Bool {
    last { $0.isFailing || $0.closesEpisode }?.isFailing == true
  }

  /// True where it failed, and then no longer.
  fileprivate var hasClosedEpisode: Bool {
    guard let first = firstIndex(where: \.isFailing) else { return false }
    return self[first...].contains(where: \.closesEpisode)
  }
}

extension Standpoint {
  /// What happened to a finding up to a scan, that one included.
  func events(of name: FindingName, through scan: ModelScan) -> [ModelEvent] {
    let until = scans.filter { $0.order <= scan.order }.map(\.name)
    return (events[name] ?? []).filter { until.contains($0.scan) }
  }

  /// What a scanner says of a finding, one column left out.
  func stateColumns(_ event: ModelEvent, without column: String) -> ModelRow {
    stateColumns(event).filter { $0.key != column }
  }
}
