import EvidenceModel

/// The days in which a failure has to be remediated, and what says so.
struct ModelTarget {
  var days: Int
  /// Whose target it is; `nil` for the general one.
  var framework: String?
}

/// An episode held to a target.
struct ModelDeadline {
  var episode: ModelEpisode
  /// From when on the days count.
  var clockStartedAt: Timestamp
  var dueAt: Timestamp
  /// met, late, due, waived or overdue.
  var state: String

  /// One that opens with its days over falls due at once.
  var fellDueAt: Timestamp { max(dueAt, episode.openedAt) }
}

extension Standpoint {
  /// The target for a rule's failures of a severity: the strictest among those of its frameworks,
  /// else the general one.
  func target(
    for rule: RuleName, _ severity: Severity, among wanted: (String) -> Bool
  ) -> ModelTarget? {
    let own = frameworksOfRule[rule, default: []].filter(wanted).compactMap { framework in
      model.targetDays(of: severity, framework: framework).map {
        ModelTarget(days: $0, framework: framework)
      }
    }.min { ($0.days, $0.framework ?? "") < ($1.days, $1.framework ?? "") }
    return own ?? model.targetDays(of: severity, framework: nil).map { ModelTarget(days: $0) }
  }

  /// From when on an episode's days count: when it opened or, where its finding had only been gone
  /// since it failed before, when those of the episode before it began to.
  func clockStart(of episode: ModelEpisode, of finding: FindingName) -> Timestamp {
    let all = episodes(of: finding)
    guard model.settings["sla_clock_restarts_after"] == "resolved", episode.number > 1 else {
      return episode.openedAt
    }
    let previous = all[episode.number - 2]
    let events = self.events[finding] ?? []
    guard let closing = previous.closing, let end = events.firstIndex(of: closing),
      let start = events.firstIndex(of: episode.opening)
    else { return episode.openedAt }
    let hasPassed = events[end..<start].contains { $0.state.status == .pass }
    return hasPassed ? episode.openedAt : clockStart(of: previous, of: finding)
  }

  /// How an episode did by a number of days.
  func deadline(
    of episode: ModelEpisode, of finding: FindingName, days: Int, isWaived: Bool
  ) -> ModelDeadline {
    let start = clockStart(of: episode, of: finding)
    let due = Timestamp(microseconds: start.microseconds + Int64(days) * 86_400_000_000)
    let state =
      if let closed = episode.closedAt {
        closed <= due ? "met" : "late"
      } else if due >= clock {
        "due"
      } else {
        isWaived ? "waived" : "overdue"
      }
    return ModelDeadline(episode: episode, clockStartedAt: start, dueAt: due, state: state)
  }
}
