import EvidenceModel

/// Reports of `Queries/remediation` on how long failures took, and how long they may take.
enum DeadlineReports {
  static let models = [
    ReportModel("sla_breaches", breaches),
    ReportModel("sla_summary", summary),
    ReportModel("time_to_remediate", timeToRemediate),
  ]

  /// One row per failing episode that fell due in the period and was closed late or is open.
  private static func breaches(_ question: ReportQuestion) throws -> [ModelRow] {
    let standpoint = question.standpoint
    return try question.episodes.flatMap { name, episodes in
      try episodes.compactMap { episode in
        guard let target = question.target(of: episode, of: name) else { return nil }
        let deadline = question.deadline(of: episode, of: name, target)
        let from = try question.fromAt()
        guard ["late", "overdue", "waived"].contains(deadline.state),
          from.map({ $0 < deadline.fellDueAt }) ?? true
        else { return nil }
        return standpoint.nameColumns(name).with(
          row([
            "state": deadline.state, "title": standpoint.rules[name.ruleName]?.title,
            "severity": episode.opening.state.severity, "episode": episode.number,
            "opened_at": episode.openedAt, "clock_started_at": deadline.clockStartedAt,
            "due_at": deadline.dueAt, "closed_at": episode.closedAt, "outcome": episode.outcome,
            "days_over": days(
              from: deadline.dueAt, to: episode.closedAt ?? standpoint.clock),
            "target_days": target.days, "target_framework": target.framework,
            "target_source": "test",
          ]))
      }
    }
  }

  /// One row per framework and severity that has a target and an episode that fell due in the
  /// period or is open and not due yet.
  private static func summary(_ question: ReportQuestion) throws -> [ModelRow] {
    let standpoint = question.standpoint
    let from = try question.fromAt()
    return standpoint.model.knownFrameworks.filter(question.wants(framework:))
      .flatMap { framework in
        Severity.allCases.compactMap { severity in
          let own = standpoint.model.targetDays(of: severity, framework: framework)
          guard let days = own ?? standpoint.model.targetDays(of: severity, framework: nil) else {
            return nil
          }
          let deadlines = question.episodes.filter { name, _ in
            standpoint.belongs(name.ruleName, to: framework)
          }.flatMap { name, episodes in
            episodes.filter { $0.opening.state.severity == severity }.map { episode in
              standpoint.deadline(
                of: episode, of: name, days: days,
                isWaived: standpoint.isWaived(name, in: framework))
            }
          }
          let due = deadlines.filter { $0.state == "due" }
          let fallen = deadlines.filter { deadline in
            deadline.state != "due" && deadline.dueAt <= standpoint.clock
              && from.map { $0 < deadline.fellDueAt } ?? true
          }
          guard !(due + fallen).isEmpty else { return nil }
          func count(_ state: String) -> Int { fallen.filter { $0.state == state }.count }
          let judged = fallen.count - count("waived")
          return row([
            "framework": framework, "severity": severity, "target_days": days,
            "target_source": "test", "fell_due": fallen.count, "met": count("met"),
            "late": count("late"), "overdue": count("overdue"), "waived": count("waived"),
            "share_met": judged > 0
              ? rounded(Double(count("met")) / Double(judged), places: 4) : nil,
            "not_yet_due": due.count,
          ])
        }
      }
  }

  /// One row per quarter and severity in which episodes opened.
  private static func timeToRemediate(_ question: ReportQuestion) throws -> [ModelRow] {
    struct Group: Hashable {
      var quarter: String
      var severity: Severity
    }
    struct Lasting {
      var microseconds: Int64
      var episode: ModelEpisode
      var state: String?
    }
    let standpoint = question.standpoint
    var groups: [Group: [Lasting]] = [:]
    for (name, episodes) in question.episodes {
      for episode in episodes where try question.isInPeriod(episode.openedAt) {
        let end = episode.closedAt ?? standpoint.clock
        let state = question.target(of: episode, of: name).map {
          question.deadline(of: episode, of: name, $0).state
        }
        let group = Group(
          quarter: quarter(of: episode.openedAt), severity: episode.opening.state.severity)
        groups[group, default: []].append(
          Lasting(
            microseconds: end.microseconds - episode.openedAt.microseconds, episode: episode,
            state: state))
      }
    }
    return groups.map { group, all in
      let resolved = all.filter { $0.episode.outcome == "resolved" }.map(\.microseconds).sorted()
      let states = all.compactMap(\.state)
      let median =
        resolved.isEmpty
        ? nil : (resolved[(resolved.count - 1) / 2] + resolved[resolved.count / 2]) / 2
      return row([
        "framework": question.framework, "quarter": group.quarter, "severity": group.severity,
        "episodes": all.count, "resolved": resolved.count,
        "gone": all.filter { $0.episode.outcome == "gone" }.count,
        "still_open": all.filter { $0.episode.outcome == "open" }.count,
        "mean_days": resolved.isEmpty
          ? nil : roundedDays(resolved.reduce(0, +) / Int64(resolved.count)),
        "median_days": median.map(roundedDays),
        "km_median_days": kaplanMeierMedian(
          all.map { ($0.microseconds, $0.episode.outcome == "resolved") }
        ).map(roundedDays),
        "within_target": states.isEmpty ? nil : states.filter { $0 == "met" }.count,
        "breached": states.isEmpty
          ? nil : states.filter { $0 == "late" || $0 == "overdue" }.count,
      ])
    }
  }

  /// The first time by which half would be resolved, were nothing taken out of sight before.
  private static func kaplanMeierMedian(_ lasted: [(time: Int64, isResolved: Bool)]) -> Int64? {
    var share = 1.0
    for time in Set(lasted.filter(\.isResolved).map(\.time)).sorted() {
      let atRisk = lasted.filter { $0.time >= time }.count
      let resolved = lasted.filter { $0.time == time && $0.isResolved }.count
      share *= 1 - Double(resolved) / Double(atRisk)
      if share <= 0.5 + 1e-9 { return time }
    }
    return nil
  }

  private static func quarter(of moment: Timestamp) -> String {
    let month = Int(moment.description.prefix(7).suffix(2)) ?? 1
    return "\(moment.description.prefix(4))-Q\((month - 1) / 3 + 1)"
  }
}

extension ReportQuestion {
  /// The failing episodes that are asked for, by finding.
  var episodes: [(name: FindingName, episodes: [ModelEpisode])] {
    standpoint.events.keys.filter { name in
      wants(frameworkOf: name.ruleName) && wants(account: name.account)
    }.map { name in
      (name, standpoint.episodes(of: name).filter { wants($0.opening.state.severity) })
    }
  }

  /// True where a finding is accepted: in general, or in the framework that is asked for.
  func isWaived(_ name: FindingName) -> Bool {
    framework.map { standpoint.isWaived(name, in: $0) } ?? standpoint.isWaived(name)
  }

  fileprivate func target(of episode: ModelEpisode, of name: FindingName) -> ModelTarget? {
    standpoint.target(
      for: name.ruleName, episode.opening.state.severity, among: wants(framework:))
  }

  fileprivate func deadline(
    of episode: ModelEpisode, of name: FindingName, _ target: ModelTarget
  ) -> ModelDeadline {
    standpoint.deadline(of: episode, of: name, days: target.days, isWaived: isWaived(name))
  }
}
