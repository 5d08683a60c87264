import EvidenceModel

/// Reports of `Queries/resources`.
enum ResourceReports {
  static let models = [
    ReportModel(
      "top_failing_resources", leavingOut: ["resource_name", "resource_type"], topFailingResources)
  ]

  /// One row per resource with failing findings. Muted and waived ones do not count.
  private static func topFailingResources(_ question: ReportQuestion) -> [ModelRow] {
    let resources = Dictionary(grouping: question.failures) { $0.name.resourceName }
    let ordered = resources.sorted { one, other in
      let left = one.value
      let right = other.value
      if left.count != right.count { return left.count > right.count }
      let (leftWorst, rightWorst) = (worst(left), worst(right))
      if leftWorst != rightWorst { return leftWorst < rightWorst }
      return one.key.text.lexicographicallyPrecedes(other.key.text)
    }
    return ordered.prefix(question.number("limit") ?? 10).map { resource, failures in
      row([
        "provider": resource.account.provider, "account": resource.account.account,
        "region": resource.region, "resource": resource.uid, "worst_severity": worst(failures),
        "failing": failures.count,
        "waived": question.waivedFailures.filter { $0.name.resourceName == resource }.count,
        "rules": Set(failures.map(\.name.ruleName)).count,
        "oldest_since": failures.map(\.event.since).min(),
      ])
    }
  }

  private static func worst(_ failures: [(name: FindingName, event: ModelEvent)]) -> Severity {
    failures.map(\.event.state.severity).min() ?? .unknown
  }
}

extension ReportQuestion {
  /// The findings that are asked for, fail and are neither muted nor accepted.
  var failures: [(name: FindingName, event: ModelEvent)] {
    unmutedFailures.filter { !isWaived($0.name) }
  }

  /// The findings that are asked for, fail and are not muted, but accepted.
  var waivedFailures: [(name: FindingName, event: ModelEvent)] {
    unmutedFailures.filter { isWaived($0.name) }
  }

  private var unmutedFailures: [(name: FindingName, event: ModelEvent)] {
    standpoint.present.filter { name, event in
      event.isFailing && !event.state.isMuted && wants(frameworkOf: name.ruleName)
        && wants(account: name.account) && wants(event.state.severity)
    }
  }
}

extension ResourceName {
  fileprivate var text: [String] { [account.provider, account.account, region, uid] }
}

extension [String] {
  /// In the order of the first text that differs.
  fileprivate func lexicographicallyPrecedes(_ other: [String]) -> Bool {
    lexicographicallyPrecedes(other, by: <)
  }
}
