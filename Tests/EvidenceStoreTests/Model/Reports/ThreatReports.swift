import EvidenceModel

/// Reports of `Queries/threats`.
enum ThreatReports {
  static let models = [
    ReportModel("exposure_by_cwe") { question in
      let weaknesses = exposures(question) { Set([$0.cwe].compactMap(\.self)) }
      let names = question.whole.loadings.map(\.catalog.cwes)
      return weaknesses.map { weakness, columns in
        columns.with(
          row([
            "cwe": "CWE-\(weakness)", "name": names.compactMap { $0[weakness] }.last,
          ]))
      }
    },
    ReportModel("exposure_by_stride") { question in
      exposures(question) { Set($0.threats) }.map { category, columns in
        columns.with(row(["category": category.key]))
      }
    },
    ReportModel("exposure_trend", exposureTrend),
  ]

  /// The tools' checks that look for each threat, by their own rule or an equivalent.
  private static func rules<Threat: Hashable>(
    by threats: (RuleDefinition) -> Set<Threat>, _ question: ReportQuestion
  ) -> [Threat: Set<RuleName>] {
    let standpoint = question.standpoint
    var rulesOfThreat: [Threat: Set<RuleName>] = [:]
    for rule in standpoint.toolRules where question.wants(frameworkOf: rule) {
      for name in [rule] + standpoint.model.equivalents(of: rule) {
        for threat in standpoint.rules[name].map(threats) ?? [] {
          rulesOfThreat[threat, default: []].insert(rule)
        }
      }
    }
    return rulesOfThreat
  }

  /// One row per quarter and weakness or category that a scanner's check looks for.
  private static func exposureTrend(_ question: ReportQuestion) throws -> [ModelRow] {
    let standpoint = question.standpoint
    let last = Quarter(of: standpoint.clock)
    let first = try question.fromAt().map { Quarter(of: $0.next) } ?? last.advanced(by: -3)
    let quarters = first.number > last.number ? [] : Array(first.number...last.number)
    let threats =
      question["by"] == "cwe"
      ? rules(by: { Set([$0.cwe].compactMap { $0.map { "CWE-\($0)" } }) }, question)
      : rules(by: { Set($0.threats.map(\.key)) }, question)
    let names = question.whole.loadings.map(\.catalog.cwes)
    return threats.flatMap { threat, rules in
      var before: Int?
      return quarters.map { number in
        let quarter = Quarter(number: number)
        let end = min(quarter.end, standpoint.clock)
        let results = standpoint.events.compactMap { name, events in
          let event = events.last { $0.since <= end }
          return event.flatMap { event in
            rules.contains(name.ruleName) && question.wants(account: name.account)
              && !event.state.isMuted ? (name: name, event: event) : nil
          }
        }
        let waived = results.filter {
          $0.event.isFailing && standpoint.isWaived($0.name, at: end, in: question.framework)
        }
        let failing = results.filter {
          $0.event.isFailing && !standpoint.isWaived($0.name, at: end, in: question.framework)
        }
        defer { before = failing.count }
        return row([
          "quarter": quarter.name, "is_complete": quarter.end <= standpoint.clock,
          "threat": threat,
          "name": names.compactMap { names in
            names.first { "CWE-\($0.key)" == threat }?.value
          }.last,
          "failing": failing.count, "waived": waived.count,
          "findings": failing.count + waived.count
            + results.filter { $0.event.state.status == .pass }.count,
          "resources_failing": Set(failing.map(\.name.resourceName)).count,
          "change": before.map { failing.count - $0 },
        ])
      }
    }
  }

  /// What fails by what scanners' checks look for, by their own rule or an equivalent.
  private static func exposures<Threat: Hashable>(
    _ question: ReportQuestion, _ threats: (RuleDefinition) -> Set<Threat>
  ) -> [(Threat, ModelRow)] {
    let standpoint = question.standpoint
    return rules(by: threats, question).map { threat, rules in
      let results = standpoint.present.filter { name, event in
        rules.contains(name.ruleName) && !event.state.isMuted
          && question.wants(account: name.account)
      }
      let waived = results.filter { $0.event.isFailing && question.isWaived($0.name) }
      let failing = results.filter { $0.event.isFailing && !question.isWaived($0.name) }
      return (
        threat,
        row([
          "rules": rules.count, "rules_failing": Set(failing.map(\.name.ruleName)).count,
          "failing": failing.count, "waived": waived.count,
          "critical": failing.filter { $0.event.state.severity == .critical }.count,
          "high": failing.filter { $0.event.state.severity == .high }.count,
          "passing": results.filter { $0.event.state.status == .pass }.count,
          "resources_failing": Set(failing.map(\.name.resourceName)).count,
        ])
      )
    }
  }
}

/// A quarter of a year.
private struct Quarter {
  /// Counted from the beginning of the calendar.
  let number: Int

  init(number: Int) { self.number = number }

  init(of moment: Timestamp) {
    let parts = moment.description.prefix(7).split(separator: "-").compactMap { Int($0) }
    number = parts[0] * 4 + (parts[1] - 1) / 3
  }

  func advanced(by quarters: Int) -> Quarter { Quarter(number: number + quarters) }

  var name: String { "\(number / 4)-Q\(number % 4 + 1)" }

  /// Its last moment.
  var end: Timestamp {
    let next = number + 1
    let month = next % 4 * 3 + 1
    let start = TimestampText("\(next / 4)-\(month < 10 ? "0" : "")\(month)-01")?.timestamp
    return Timestamp(microseconds: (start?.microseconds ?? 0) - 1)
  }
}
