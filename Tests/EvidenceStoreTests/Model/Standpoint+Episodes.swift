import EvidenceModel

/// A stretch of time in which a finding fails.
struct ModelEpisode {
  /// 1 for the finding's first one.
  var number: Int
  var opening: ModelEvent
  var closing: ModelEvent?

  var openedAt: Timestamp { opening.since }
  // Not inlined: the optimizer of Swift 6.3 crashes on it.
  @inline(never) var closedAt: Timestamp? { closing?.since }

  @inline(never) var outcome: String {
    switch closing?.state.status {
    case nil: "open"
    case .gone: "gone"
    default: "resolved"
    }
  }
}

extension Standpoint {
  /// The failing episodes of a finding: each opens with a fail and ends with a pass or with its
  /// being gone. Whatever else is said neither opens nor ends one.
  func episodes(of finding: FindingName) -> [ModelEpisode] {
    memory.once(of: finding) {
      var episodes: [ModelEpisode] = []
      var isOpen = false
      for event in events[finding] ?? [] {
        switch event.state.status {
        case .fail where !isOpen:
          episodes.append(ModelEpisode(number: episodes.count + 1, opening: event))
          isOpen = true
        case .pass where isOpen, .gone where isOpen:
          episodes[episodes.count - 1].closing = event
          isOpen = false
        default: break
        }
      }
      return episodes
    }
  }
}
