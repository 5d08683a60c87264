import EvidenceModel

/// Reports of `Queries/accounts` and `Queries/services` on where most fails, and what got worse.
enum WorseningReports {
  static let models = [
    ReportModel("top_failing_accounts", topFailingAccounts),
    ReportModel("top_failing_services", topFailingServices),
  ]

  /// What fails at the end of the period, and what failed when it began.
  private struct Failures {
    var now: [(name: FindingName, event: ModelEvent)] = []
    var waived = 0
    var before = 0

    var columns: ModelRow {
      func count(_ severity: Severity) -> Int {
        now.filter { $0.event.state.severity == severity }.count
      }
      return row([
        "failing": now.count, "failing_before": before, "change": now.count - before,
        "critical": count(.critical), "high": count(.high), "waived": waived,
        "rules": Set(now.map(\.name.ruleName)).count,
        "resources": Set(now.map(\.name.resourceName)).count,
      ])
    }
  }

  /// The failures that are asked for, in groups, those with most first.
  private static func failures<Group: Hashable>(
    _ question: ReportQuestion, by group: (FindingName) -> Group, _ order: (Group) -> String
  ) throws -> [(group: Group, failures: Failures)] {
    let standpoint = question.standpoint
    var groups: [Group: Failures] = [:]
    for failure in question.failures {
      groups[group(failure.name), default: Failures()].now.append(failure)
    }
    for failure in question.waivedFailures {
      groups[group(failure.name), default: Failures()].waived += 1
    }
    if let start = try question.fromAtOrFirstScan() {
      for (name, events) in standpoint.events {
        guard let then = events.last(where: { $0.since <= start }), then.isFailing,
          !then.state.isMuted, question.wants(frameworkOf: name.ruleName),
          question.wants(account: name.account), question.wants(then.state.severity),
          !standpoint.isWaived(name, at: start, in: question.framework)
        else { continue }
        groups[group(name), default: Failures()].before += 1
      }
    }
    let worst = groups.filter { $0.value.now.count + $0.value.before > 0 }.sorted { one, other in
      let (left, right) = (one.value, other.value)
      if left.now.count != right.now.count { return left.now.count > right.now.count }
      if left.before != right.before { return left.before < right.before }
      return order(one.key) < order(other.key)
    }
    return worst.prefix(question.number("limit") ?? 10).map { ($0.key, $0.value) }
  }

  /// One row per account with a failure that is neither muted nor waived, at the moment or when the
  /// period began.
  private static func topFailingAccounts(_ question: ReportQuestion) throws -> [ModelRow] {
    try failures(question, by: \.accountName) { "\($0.provider) \($0.account)" }
      .map { account, failures in
        failures.columns.with(
          row(["provider": account.provider, "account": account.account]))
      }
  }

  /// One row per service that a check is about, likewise.
  private static func topFailingServices(_ question: ReportQuestion) throws -> [ModelRow] {
    let rules = question.standpoint.rules
    return try failures(question, by: { rules[$0.ruleName]?.service ?? "" }) { $0 }
      .map { service, failures in
        failures.columns.with(
          row([
            "service": service,
            "accounts": Set(failures.now.map(\.name.accountName)).count,
          ]))
      }
  }
}

extension Standpoint {
  /// True where a finding was accepted at some moment: in general or, where one is named, in a
  /// framework.
  func isWaived(_ finding: FindingName, at moment: Timestamp, in framework: String?) -> Bool {
    model.waivers.contains { waiver in
      guard waiver.holds(at: moment), fits(waiver, finding, at: moment) else { return false }
      return switch waiver.waiver.selection.limit {
      case nil: true
      case .framework(let name): model.knownFramework(name) == framework
      case .requirement: false
      }
    }
  }
}
