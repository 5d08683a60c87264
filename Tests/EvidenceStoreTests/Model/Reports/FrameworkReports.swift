import EvidenceModel

/// Reports of `Queries/frameworks`.
enum FrameworkReports {
  static let models = [ReportModel("framework_status", frameworkStatus)]

  /// One row per framework. A rule or finding that belongs to several is counted in each.
  private static func frameworkStatus(_ question: ReportQuestion) -> [ModelRow] {
    let standpoint = question.standpoint
    let model = standpoint.model
    return model.knownFrameworks.filter(question.wants(framework:)).map { framework in
      let rules = standpoint.toolRules.filter { standpoint.belongs($0, to: framework) }
      let evidence = standpoint.evidence(
        of: rules, inAccount: { question.wants(account: $0.account) }
      ) {
        standpoint.isWaived($0, in: framework)
      }
      let requirements = model.knownRequirements.filter {
        model.framework(ofEdition: $0.edition) == framework
      }
      let statuses = requirements.map {
        standpoint.status(of: $0, account: question.account)
      }
      func count(_ status: String) -> Int { statuses.filter { $0 == status }.count }
      let editions = Set(requirements.map(\.edition)).sorted()
      return row([
        "framework": framework, "title": question.whole.title(ofFramework: framework),
        "editions": editions.isEmpty ? nil : editions.joined(separator: ", "),
        "rules": evidence.rules, "rules_evaluated": evidence.rulesEvaluated,
        "passing": evidence.passing, "failing": evidence.failing, "waived": evidence.waived,
        "manual": manual(rules, question), "muted": evidence.muted,
        "resources_failing": failingResources(of: rules, in: framework, question),
        "requirements": requirements.count, "requirements_failing": count("fail"),
        "requirements_waived": count("waived"), "requirements_manual": count("manual"),
        "requirements_stale": count("stale"), "requirements_passing": count("pass"),
        "requirements_not_evaluated": count("not_evaluated"),
        "oldest_evidence_at": evidence.oldest, "newest_evidence_at": evidence.newest,
      ])
    }
  }

  /// Unmuted findings that a person has to decide, or that could not be.
  private static func manual(_ rules: [RuleName], _ question: ReportQuestion) -> Int {
    question.standpoint.present.filter { name, event in
      rules.contains(name.ruleName) && question.wants(account: name.account)
        && event.state.status.isUndecided && !event.state.isMuted
    }.count
  }

  private static func failingResources(
    of rules: [RuleName], in framework: String, _ question: ReportQuestion
  ) -> Int {
    let failures = question.standpoint.present.filter { name, event in
      rules.contains(name.ruleName) && question.wants(account: name.account) && event.isFailing
        && !event.state.isMuted && !question.standpoint.isWaived(name, in: framework)
    }
    return Set(failures.map(\.name.resourceName)).count
  }
}

/// A resource, whatever checks it.
struct ResourceName: Hashable {
  var account: AccountName
  var region: String
  var uid: String
}

extension FindingName {
  var resourceName: ResourceName {
    ResourceName(account: accountName, region: region, uid: resource)
  }
}

extension HistoryModel {
  /// The title that the newest document gives a framework.
  func title(ofFramework key: String) -> String? {
    loadings.flatMap(\.catalog.frameworks).last { $0.key == key }?.title
  }
}
