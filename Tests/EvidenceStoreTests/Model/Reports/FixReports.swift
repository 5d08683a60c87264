import EvidenceModel

/// The report on which fix closes most.
enum FixReports {
  static let models = [ReportModel("fixes_by_requirement", fixesByRequirement)]

  /// One row per check with a failing finding.
  private static func fixesByRequirement(_ question: ReportQuestion) -> [ModelRow] {
    let standpoint = question.standpoint
    let failures = standpoint.present.filter { name, event in
      event.isFailing && !event.state.isMuted && question.wants(account: name.account)
        && !standpoint.isWaived(name)
    }
    let rules = Dictionary(grouping: failures, by: \.name.ruleName)
    // What fails by each check.
    let requirements = rules.map { rule, failures in
      (
        rule,
        standpoint.requirementsOfRule[rule, default: []].filter { requirement in
          failures.contains { !standpoint.isWaived($0.name, for: requirement) }
        }
      )
    }
    let frameworks = rules.map { rule, failures in
      (
        rule,
        standpoint.frameworksOfRule[rule, default: []].filter { framework in
          failures.contains { !standpoint.isWaived($0.name, in: framework) }
        }
      )
    }
    return rules.compactMap { rule, failures in
      let failingRequirements = requirements.filter { $0.0 == rule }.flatMap(\.1)
        .filter { question.wants(framework: standpoint.model.framework(ofEdition: $0.edition)) }
      let failingFrameworks = frameworks.filter { $0.0 == rule }.flatMap(\.1)
        .filter(question.wants(framework:))
      guard question.framework == nil || !failingRequirements.isEmpty || !failingFrameworks.isEmpty
      else { return nil }
      let closed = failingRequirements.filter { requirement in
        requirements.filter { $0.1.contains(requirement) }.count == 1
      }
      return row([
        "tool": rule.catalog, "rule": rule.key, "title": standpoint.rules[rule]?.title,
        "failing": failures.count, "resources": Set(failures.map(\.name.resourceName)).count,
        "worst_severity": failures.map(\.event.state.severity).min(),
        "requirements": failingRequirements.count, "requirements_closed": closed.count,
        "frameworks": failingFrameworks.count,
        "frameworks_closed": failingFrameworks.filter { framework in
          frameworks.filter { $0.1.contains(framework) }.count == 1
        }.count,
        "closes": closed.isEmpty
          ? nil
          : closed.sorted().map { "\($0.edition) \($0.requirement)" }.joined(separator: ", "),
        "recommendation": standpoint.rules[rule]?.recommendation,
      ])
    }
  }
}
