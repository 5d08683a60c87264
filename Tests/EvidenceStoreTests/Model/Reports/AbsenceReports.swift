import EvidenceModel

/// Reports on what was not looked at, or is no longer seen.
enum AbsenceReports {
  static let models = [
    ReportModel("unconfirmed", unconfirmed),
    ReportModel("absent_findings", absentFindings),
    ReportModel("no_longer_failing", noLongerFailing),
  ]

  /// One row per finding that is not gone and was last confirmed by an older scan than the newest
  /// of its tool and account.
  private static func unconfirmed(_ question: ReportQuestion) -> [ModelRow] {
    let standpoint = question.standpoint
    return standpoint.present.compactMap { name, event in
      guard standpoint.isUnconfirmed(name), question.wants(frameworkOf: name.ruleName),
        question.wants(account: name.account), question.wants(event.state.severity),
        let confirmed = standpoint.lastConfirmed(name)
      else { return nil }
      return standpoint.nameColumns(name).with(standpoint.stateColumns(event)).without("detail")
        .with(
          row([
            "title": standpoint.rules[name.ruleName]?.title, "is_waived": question.isWaived(name),
            "last_confirmed_at": confirmed, "newest_scan_at": standpoint.newestScan(for: name),
            "days": days(from: confirmed, to: standpoint.clock),
            "is_stale": standpoint.isStale(confirmed),
          ]))
    }
  }

  /// One row per finding that the newest scan of its tool and account does not report.
  private static func absentFindings(_ question: ReportQuestion) throws -> [ModelRow] {
    let standpoint = question.standpoint
    let from = try question.fromAt()
    return standpoint.events.compactMap { name, events -> ModelRow? in
      guard let holding = events.last, let newest = standpoint.newestScan(for: name),
        let confirmed = standpoint.lastConfirmed(name)
      else { return nil }
      let isGone = holding.state.status == .gone
      guard let last = isGone ? events.dropLast().last : holding,
        question.wants(frameworkOf: name.ruleName), question.wants(account: name.account),
        question.wants(last.state.severity)
      else { return nil }
      let reason: String
      if isGone {
        guard from.map({ $0 < holding.since }) ?? true else { return nil }
        reason = "gone"
      } else if let from, newest <= from {
        reason = "account_not_scanned"
      } else if confirmed < newest {
        reason =
          standpoint.scans.contains { scan in
            scan.scannedAt == newest && scan.tool == name.tool
              && scan.coversRegion(name.region, of: name.accountName)
          } ? "rule_not_covered" : "region_not_covered"
      } else {
        return nil
      }
      return standpoint.nameColumns(name).with(
        row([
          "reason": reason, "title": standpoint.rules[name.ruleName]?.title,
          "last_status": last.state.status, "severity": last.state.severity,
          "is_muted": last.state.isMuted, "since": last.since,
          "gone_at": isGone ? holding.since : nil, "last_confirmed_at": confirmed,
          "newest_scan_at": newest,
          "days": days(from: isGone ? holding.since : confirmed, to: standpoint.clock),
        ]))
    }
  }

  /// One row per framework and severity with a finding that failed at `from_at`.
  private static func noLongerFailing(_ question: ReportQuestion) throws -> [ModelRow] {
    guard let from = try question.fromAtOrFirstScan() else { return [] }
    let standpoint = question.standpoint
    let failures = standpoint.events.compactMap { name, events -> (FindingName, Severity)? in
      guard let then = events.last(where: { $0.since <= from }), then.isFailing,
        question.wants(account: name.account), question.wants(then.state.severity)
      else { return nil }
      return (name, then.state.severity)
    }
    return standpoint.model.knownFrameworks.filter(question.wants(framework:))
      .flatMap { framework in
        Severity.allCases.compactMap { severity in
          let names = failures.filter {
            $0.1 == severity && standpoint.belongs($0.0.ruleName, to: framework)
          }.map(\.0)
          guard !names.isEmpty else { return nil }
          func having(_ isCounted: (ModelState) -> Bool) -> [FindingName] {
            names.filter { standpoint.holding($0).map { isCounted($0.state) } ?? false }
          }
          let failing = having { $0.status == .fail }
          let muted = having { $0.status == .fail && $0.isMuted }
          let unconfirmed = failing.filter(standpoint.isUnconfirmed)
          return row([
            "framework": framework, "severity": severity, "failing_at_start": names.count,
            "still_failing_confirmed": failing.count - unconfirmed.count,
            "still_failing_unconfirmed": unconfirmed.count,
            "resolved": having { $0.status == .pass }.count,
            "gone": having { $0.status == .gone }.count,
            "undecided": having {
              $0.status.isUndecided || $0.status == .notApplicable
            }.count,
            "muted": muted.count,
            "waived": failing.filter {
              !muted.contains($0) && standpoint.isWaived($0, in: framework)
            }.count,
          ])
        }
      }
  }
}

extension ModelScan {
  /// True where the scan looked at anything in a region of an account.
  fileprivate func coversRegion(_ region: String, of account: AccountName) -> Bool {
    coverage[account]?.contains { $0.covers(region: region) } ?? false
  }
}
