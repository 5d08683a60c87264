import EvidenceModel

/// Reports of `Queries/remediation` on what is open, and how that changes.
enum BacklogReports {
  static let models = [
    ReportModel("period_summary", periodSummary),
    ReportModel("ageing", ageing),
    ReportModel("reopened", reopened),
    ReportModel("trend", trend),
    ReportModel("burn_down", burnDown),
  ]

  /// The episodes of each framework that is asked for.
  private static func byFramework(
    _ question: ReportQuestion
  ) -> [(framework: String, episodes: [(name: FindingName, episode: ModelEpisode)])] {
    question.standpoint.model.knownFrameworks.filter(question.wants(framework:)).map { framework in
      let findings = question.episodes.filter { name, _ in
        question.standpoint.belongs(name.ruleName, to: framework)
      }
      return (framework, findings.flatMap { name, episodes in episodes.map { (name, $0) } })
    }
  }

  /// One row per framework and severity with an episode that was open at some time of the period.
  private static func periodSummary(_ question: ReportQuestion) throws -> [ModelRow] {
    let standpoint = question.standpoint
    let from = try question.fromAt()
    return try byFramework(question).flatMap { framework, episodes in
      try Severity.allCases.compactMap { severity in
        let concerned = episodes.filter { _, episode in
          episode.opening.state.severity == severity && episode.isOpen(atSomeTimeAfter: from)
        }
        guard !concerned.isEmpty else { return nil }
        let opened = try concerned.filter { try question.isInPeriod($0.episode.openedAt) }
        let closed = try concerned.filter { try question.isInPeriod($0.episode.closedAt) }
        let open = concerned.filter { $0.episode.closedAt == nil }
        let muted = open.filter { standpoint.holding($0.name)?.state.isMuted == true }
        return row([
          "framework": framework, "severity": severity,
          "open_at_start": concerned.count - opened.count,
          "opened": opened.filter { $0.episode.number == 1 }.count,
          "reopened": opened.filter { $0.episode.number > 1 }.count,
          "resolved": closed.filter { $0.episode.outcome == "resolved" }.count,
          "gone": closed.filter { $0.episode.outcome == "gone" }.count,
          "open_at_end": open.count, "muted_at_end": muted.count,
          "waived_at_end": open.filter { name, _ in
            standpoint.holding(name)?.state.isMuted == false
              && standpoint.isWaived(name, in: framework)
          }.count,
          "unconfirmed_at_end": open.filter { standpoint.isUnconfirmed($0.name) }.count,
        ])
      }
    }
  }

  /// One row per framework, severity and age with an open episode.
  private static func ageing(_ question: ReportQuestion) -> [ModelRow] {
    struct Group: Hashable {
      var severity: Severity
      var age: String
    }
    let standpoint = question.standpoint
    return byFramework(question).flatMap { framework, episodes in
      let open = episodes.filter { $0.episode.closedAt == nil }
      let groups = Dictionary(grouping: open) { _, episode in
        Group(
          severity: episode.opening.state.severity,
          age: age(from: episode.openedAt, to: standpoint.clock))
      }
      return groups.map { group, members in
        let muted = members.filter { standpoint.holding($0.name)?.state.isMuted == true }
        let waived = members.filter { name, _ in
          standpoint.holding(name)?.state.isMuted == false
            && standpoint.isWaived(name, in: framework)
        }
        return row([
          "framework": framework, "severity": group.severity, "age_days": group.age,
          "failing": members.count - muted.count - waived.count, "muted": muted.count,
          "waived": waived.count, "oldest_at": members.map(\.episode.openedAt).min(),
        ])
      }
    }
  }

  private static func age(from start: Timestamp, to end: Timestamp) -> String {
    let days = (end.microseconds - start.microseconds) / 86_400_000_000
    for (last, name) in [
      (7, "0-7"), (30, "8-30"), (90, "31-90"), (180, "91-180"), (365, "181-365"),
    ] where days <= last { return name }
    return "over 365"
  }

  /// One row per failing episode that opened in the period and is not the first of its finding.
  private static func reopened(_ question: ReportQuestion) throws -> [ModelRow] {
    let standpoint = question.standpoint
    return try question.episodes.flatMap { name, episodes in
      try episodes.filter { try $0.number > 1 && question.isInPeriod($0.openedAt) }
        .map { episode in
          let previous = standpoint.episodes(of: name)[episode.number - 2]
          let state = standpoint.holding(name)?.state
          return standpoint.nameColumns(name).with(
            row([
              "title": standpoint.rules[name.ruleName]?.title,
              "severity": episode.opening.state.severity, "episode": episode.number,
              "previous_closed_at": previous.closedAt, "previous_outcome": previous.outcome,
              "reopened_at": episode.openedAt,
              "days_between": previous.closedAt.map { days(from: $0, to: episode.openedAt) },
              "status": state?.status, "is_muted": state?.isMuted,
              "is_waived": question.isWaived(name),
            ]))
        }
    }
  }

  /// What happened in one bucket of a period.
  private struct Bucket {
    var framework: String
    var start: Timestamp
    /// Its last moment, or that of the period.
    var end: Timestamp
    var openAtStartOfPeriod: Int
    var openAtEnd: Int
    var opened: [ModelEpisode]
    var closed: [ModelEpisode]
  }

  /// Every bucket of the period, for each framework with an episode that was open at some time of
  /// it.
  private static func buckets(_ question: ReportQuestion) throws -> [Bucket] {
    guard let from = try question.fromAtOrFirstScan() else { return [] }
    let clock = question.standpoint.clock
    let calendar = BucketCalendar(question["bucket"] ?? "week")
    return byFramework(question).flatMap { framework, named -> [Bucket] in
      let episodes = named.map(\.episode).filter { $0.isOpen(atSomeTimeAfter: from) }
      guard !episodes.isEmpty else { return [] }
      var buckets: [Bucket] = []
      var start = calendar.start(of: from.next)
      repeat {
        let next = calendar.next(after: start)
        let end = min(Timestamp(microseconds: next.microseconds - 1), clock)
        func isInside(_ moment: Timestamp?) -> Bool {
          moment.map { max(start, from.next) <= $0 && $0 <= end } ?? false
        }
        buckets.append(
          Bucket(
            framework: framework, start: start, end: end,
            openAtStartOfPeriod: episodes.filter { $0.isOpen(at: from) }.count,
            openAtEnd: episodes.filter { $0.isOpen(at: end) }.count,
            opened: episodes.filter { isInside($0.openedAt) },
            closed: episodes.filter { isInside($0.closedAt) }))
        start = next
      } while start <= clock
      return buckets
    }
  }

  /// One row per framework and bucket.
  private static func trend(_ question: ReportQuestion) throws -> [ModelRow] {
    try buckets(question).map { bucket in
      row([
        "framework": bucket.framework, "period_start": String(bucket.start.description.prefix(10)),
        "open_at_end": bucket.openAtEnd,
        "opened": bucket.opened.filter { $0.number == 1 }.count,
        "reopened": bucket.opened.filter { $0.number > 1 }.count,
        "resolved": bucket.closed.filter { $0.outcome == "resolved" }.count,
        "gone": bucket.closed.filter { $0.outcome == "gone" }.count,
      ])
    }
  }

  /// One row per framework and bucket, as by the trend, with the pace of the period so far.
  private static func burnDown(_ question: ReportQuestion) throws -> [ModelRow] {
    let from = try question.fromAtOrFirstScan()
    return try buckets(question).map { bucket in
      let change = bucket.openAtEnd - bucket.openAtStartOfPeriod
      // A pace is told of whole seconds.
      let seconds = (bucket.end.microseconds - (from?.microseconds ?? 0)) / 1_000_000
      let time = Double(seconds * 1_000_000)
      let pace = Double(change) / time
      let rest = change < 0 ? Int64(bucket.openAtEnd) * seconds / Int64(-change) : nil
      return row([
        "framework": bucket.framework, "period_start": String(bucket.start.description.prefix(10)),
        "open_at_end": bucket.openAtEnd, "opened": bucket.opened.count,
        "closed": bucket.closed.count, "net_change": bucket.opened.count - bucket.closed.count,
        "mean_weekly_net": time > 0 ? rounded(pace * 604_800_000_000, places: 2) : nil,
        "empty_on": rest.map { rest in
          let second = bucket.end.microseconds / 1_000_000 + rest
          let moment = Timestamp(microseconds: second * 1_000_000)
          return String(moment.description.prefix(10))
        },
      ])
    }
  }
}

extension ModelEpisode {
  /// True where it is open at the end of a moment.
  func isOpen(at moment: Timestamp) -> Bool {
    openedAt <= moment && closedAt.map { $0 > moment } ?? true
  }

  /// True where it is open at some time after a moment.
  func isOpen(atSomeTimeAfter moment: Timestamp?) -> Bool {
    guard let moment, let closedAt else { return true }
    return closedAt > moment
  }
}

extension ReportQuestion {
  fileprivate func isInPeriod(_ moment: Timestamp?) throws -> Bool {
    try moment.map(isInPeriod) ?? false
  }
}

extension Standpoint {
  /// The newest scan of a finding's tool and account.
  func newestScan(for name: FindingName) -> Timestamp? {
    scans.last { $0.tool == name.tool && $0.coverage[name.accountName] != nil }?.scannedAt
  }

  /// True where the newest scan of a finding's tool and account did not look at it.
  func isUnconfirmed(_ name: FindingName) -> Bool {
    guard let confirmed = lastConfirmed(name), let newest = newestScan(for: name) else {
      return false
    }
    return confirmed < newest
  }
}

/// Days, weeks that begin on Monday, or months.
private struct BucketCalendar {
  private let unit: String

  init(_ unit: String) { self.unit = unit }

  private func midnight(_ day: Int64) -> Timestamp {
    Timestamp(microseconds: day * 86_400_000_000)
  }

  private func day(of moment: Timestamp) -> Int64 { moment.microseconds / 86_400_000_000 }

  /// The beginning of the bucket with a moment.
  func start(of moment: Timestamp) -> Timestamp {
    var day = day(of: moment)
    switch unit {
    // 1 January 1970 was a Thursday.
    case "week": while (day + 3) % 7 != 0 { day -= 1 }
    case "month": while !midnight(day).description.hasPrefix(monthStart(moment)) { day -= 1 }
    default: break
    }
    return midnight(day)
  }

  /// The beginning of the bucket after the one that begins at a moment.
  func next(after start: Timestamp) -> Timestamp {
    switch unit {
    case "week": return midnight(day(of: start) + 7)
    case "month": return self.start(of: midnight(day(of: start) + 31))
    default: return midnight(day(of: start) + 1)
    }
  }

  private func monthStart(_ moment: Timestamp) -> String { moment.description.prefix(8) + "01" }
}
