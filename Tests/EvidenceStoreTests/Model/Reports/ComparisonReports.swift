import EvidenceModel

/// Reports of `Queries/findings` that compare: frameworks, and scanners.
enum ComparisonReports {
  static let models = [
    ReportModel("framework_difference", frameworkDifference),
    ReportModel("tool_disagreements", toolDisagreements),
  ]

  /// One row per finding that is not gone and whose check belongs to the one framework, and not to
  /// the other.
  private static func frameworkDifference(_ question: ReportQuestion) -> [ModelRow] {
    let standpoint = question.standpoint
    guard let framework = question.framework, let other = question["other"] else { return [] }
    return standpoint.present.compactMap { name, event in
      guard standpoint.belongs(name.ruleName, to: framework),
        !standpoint.belongs(name.ruleName, to: question.whole.knownFramework(other)),
        question.wants(account: name.account), question.wants(event.state.severity),
        question["status"].map({ $0 == event.state.status.key }) ?? true
      else { return nil }
      let requirements = standpoint.requirementsOfRule[name.ruleName, default: []]
        .filter { standpoint.model.framework(ofEdition: $0.edition) == framework }.sorted()
        .map { "\($0.edition) \($0.requirement)" }
      return standpoint.nameColumns(name).with(standpoint.stateColumns(event)).without("detail")
        .with(
          row([
            "title": standpoint.rules[name.ruleName]?.title,
            "is_waived": standpoint.isWaived(name, in: framework),
            "requirements": requirements.isEmpty ? nil : requirements.joined(separator: ", "),
            "artifact_sha256": sha256(event.artifact),
          ]))
    }
  }

  /// One row per failing finding and passing finding of another scanner, on the same resource,
  /// whose checks are equivalent.
  private static func toolDisagreements(_ question: ReportQuestion) -> [ModelRow] {
    let standpoint = question.standpoint
    let results = standpoint.present.filter { name, _ in
      question.wants(account: name.account)
        && question["resource"].map { $0 == name.resource } ?? true
    }
    return results.filter(\.event.isFailing).flatMap { failing, failure in
      results.compactMap { passing, pass -> ModelRow? in
        guard pass.state.status == .pass, passing.tool != failing.tool,
          passing.accountName == failing.accountName, passing.resource == failing.resource,
          question.wants(frameworkOf: failing.ruleName)
            || question.wants(frameworkOf: passing.ruleName)
        else { return nil }
        let ofFailing = standpoint.model.equivalents(of: failing.ruleName)
        let common = ofFailing.intersection(standpoint.model.equivalents(of: passing.ruleName))
        let isDirect = ofFailing.contains(passing.ruleName)
        guard isDirect || !common.isEmpty else { return nil }
        return side("failing", failing, failure, standpoint)
          .with(side("passing", passing, pass, standpoint))
          .with(
            row([
              "provider": failing.provider, "account": failing.account,
              "resource": failing.resource,
              "equivalence": isDirect ? nil : common.map { "\($0.catalog)/\($0.key)" }.min(),
              "severity": failure.state.severity, "is_muted": failure.state.isMuted,
            ]))
      }
    }
  }

  private static func side(
    _ word: String, _ name: FindingName, _ event: ModelEvent, _ standpoint: Standpoint
  ) -> ModelRow {
    let columns = row([
      "tool": name.tool, "rule": name.rule, "region": name.region,
      "discriminator": name.discriminator, "since": event.since,
      "confirmed_at": standpoint.lastConfirmed(name), "detail": event.state.detail,
      "artifact_sha256": sha256(event.artifact),
    ])
    return Dictionary(uniqueKeysWithValues: columns.map { ("\(word)_\($0)", $1) })
  }
}
