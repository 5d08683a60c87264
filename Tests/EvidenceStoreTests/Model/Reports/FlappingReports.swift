import EvidenceModel

/// The report on findings that keep turning.
enum FlappingReports {
  static let models = [ReportModel("flapping", flapping)]

  /// One row per finding that turned at least so many times in the period.
  private static func flapping(_ question: ReportQuestion) throws -> [ModelRow] {
    let standpoint = question.standpoint
    let from = try question.fromAt()
    return try question.episodes.compactMap { name, episodes in
      var turns: [Timestamp] = []
      for episode in episodes {
        // That it failed for the first time is a turn where it had passed or been gone before.
        let events = standpoint.events[name] ?? []
        let before = events.prefix { $0 != episode.opening }
        if before.contains(where: { $0.state.status == .pass || $0.state.status == .gone }) {
          turns.append(episode.openedAt)
        }
        if let closed = episode.closedAt { turns.append(closed) }
      }
      let counted = try turns.filter(question.isInPeriod)
      guard counted.count >= question.number("turns") ?? 3, let state = standpoint.holding(name)
      else { return nil }
      let period = Stretch(
        start: from?.next ?? Timestamp(microseconds: .min + 1), end: standpoint.clock.next)
      let failing = episodes.compactMap { episode in
        Stretch(start: episode.openedAt, end: episode.closedAt ?? standpoint.clock)
          .common(with: period)
      }
      return standpoint.nameColumns(name).with(
        row([
          "title": standpoint.rules[name.ruleName]?.title, "turns": counted.count,
          "first_turn_at": counted.min(), "last_turn_at": counted.max(),
          "days_failing": roundedDays(failing.length), "status": state.state.status,
          "is_muted": state.state.isMuted,
        ]))
    }
  }
}
