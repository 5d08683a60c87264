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
  ]

  /// What fails by what scanners' checks look for, by their own rule or an equivalent.
  private static func exposures<Threat: Hashable>(
    _ question: ReportQuestion, _ threats: (RuleDefinition) -> Set<Threat>
  ) -> [(Threat, ModelRow)] {
    let standpoint = question.standpoint
    var rulesOfThreat: [Threat: Set<RuleName>] = [:]
    for rule in standpoint.toolRules where question.wants(frameworkOf: rule) {
      for name in [rule] + standpoint.model.equivalents(of: rule) {
        for threat in standpoint.rules[name].map(threats) ?? [] {
          rulesOfThreat[threat, default: []].insert(rule)
        }
      }
    }
    return rulesOfThreat.map { threat, rules in
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
