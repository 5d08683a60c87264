import EvidenceModel

/// Reports of `Queries/rules`.
enum RuleReports {
  static let models = [
    ReportModel("silent_rules", silentRules),
    ReportModel("top_failing_rules", topFailingRules),
  ]

  /// One row per check that reported once and that no scan of its tool has reported since.
  private static func silentRules(_ question: ReportQuestion) -> [ModelRow] {
    let standpoint = question.standpoint
    return Set(standpoint.events.keys.map(\.ruleName)).compactMap { rule in
      let scans = standpoint.scans.filter { $0.tool == rule.catalog }
      guard let last = scans.last(where: { $0.definitions[rule.key] != nil })?.scannedAt,
        let newest = scans.last?.scannedAt, last < newest,
        newest.microseconds - last.microseconds
          >= Int64(question.number("days") ?? 0) * 86_400_000_000
      else { return nil }
      let findings = standpoint.present.filter { $0.name.ruleName == rule }
      return row([
        "tool": rule.catalog, "rule": rule.key, "title": standpoint.rules[rule]?.title,
        "last_reported_at": last, "newest_scan_at": newest,
        "silent_days": days(from: last, to: newest),
        "scans_since": scans.filter { $0.scannedAt > last }.count, "findings": findings.count,
        "failing": findings.filter(\.event.isFailing).count,
      ])
    }
  }

  /// One row per check with failing findings. Muted and waived ones do not count.
  private static func topFailingRules(_ question: ReportQuestion) -> [ModelRow] {
    let rules = Dictionary(grouping: question.failures) { $0.name.ruleName }
    let ordered = rules.sorted { one, other in
      let left = one.value
      let right = other.value
      if left.count != right.count { return left.count > right.count }
      let (leftWorst, rightWorst) = (worst(left), worst(right))
      if leftWorst != rightWorst { return leftWorst < rightWorst }
      return (one.key.catalog, one.key.key) < (other.key.catalog, other.key.key)
    }
    return ordered.prefix(question.number("limit") ?? 10).map { rule, failures in
      let definition = question.standpoint.rules[rule]
      return row([
        "tool": rule.catalog, "rule": rule.key, "title": definition?.title,
        "worst_severity": worst(failures), "failing": failures.count,
        "waived": question.waivedFailures.filter { $0.name.ruleName == rule }.count,
        "resources": Set(failures.map(\.name.resourceName)).count,
        "accounts": Set(failures.map(\.name.accountName)).count,
        "oldest_since": failures.map(\.event.since).min(),
        "recommendation": definition?.recommendation,
      ])
    }
  }

  private static func worst(_ failures: [(name: FindingName, event: ModelEvent)]) -> Severity {
    failures.map(\.event.state.severity).min() ?? .unknown
  }
}
