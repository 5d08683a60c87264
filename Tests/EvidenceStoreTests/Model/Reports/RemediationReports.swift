import EvidenceModel

/// Reports of `Queries/remediation`.
enum RemediationReports {
  static let models = [
    ReportModel("remediation_list", remediationList),
    ReportModel("trend_by_scan", trendByScan),
  ]

  /// One row per failing episode that opened by the moment.
  private static func remediationList(_ question: ReportQuestion) -> [ModelRow] {
    let standpoint = question.standpoint
    return standpoint.events.keys.filter { name in
      question.wants(frameworkOf: name.ruleName) && question.wants(account: name.account)
    }.flatMap { name in
      standpoint.episodes(of: name).filter { question.wants($0.opening.state.severity) }
        .map { episode in
          standpoint.nameColumns(name).with(
            row([
              "severity": episode.opening.state.severity, "episode": episode.number,
              "opened_at": episode.openedAt, "closed_at": episode.closedAt,
              "outcome": episode.outcome, "is_reopened": episode.number > 1,
              "previous_episode": episode.number > 1 ? episode.number - 1 : nil,
              "open_days": days(
                from: episode.openedAt, to: episode.closedAt ?? standpoint.clock),
            ]))
        }
    }
  }

  /// One row per scan, framework and severity, with what the scan itself reported.
  private static func trendByScan(_ question: ReportQuestion) -> [ModelRow] {
    let standpoint = question.standpoint
    return standpoint.model.knownFrameworks.filter(question.wants(framework:))
      .flatMap { framework in
        standpoint.scans.flatMap { scan in
          Severity.allCases.filter(question.wants).compactMap { severity in
            let reported = scan.observations.filter { name, observation in
              observation.state.severity == severity
                && standpoint.belongs(name.ruleName, to: framework)
            }
            guard !reported.isEmpty else { return nil }
            let failing = reported.values.filter { $0.state.status == .fail }
            return row([
              "scan_id": standpoint.model.number(of: scan.name),
              "scanned_at": scan.scannedAt, "tool": scan.tool,
              "artifact_sha256": sha256(scan.artifact), "framework": framework,
              "severity": severity,
              "rules_evaluated": Set(
                reported.filter { $0.value.state.status.isResult }.keys.map(\.ruleName)
              ).count,
              "failing": failing.count,
              "failing_unmuted": failing.filter { !$0.state.isMuted }.count,
              "passing": reported.values.filter { $0.state.status == .pass }.count,
            ])
          }
        }
      }
  }
}
