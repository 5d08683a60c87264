import EvidenceModel
import EvidenceStore

/// Reports of `Queries/coverage`.
enum CoverageReports {
  static let models = [
    ReportModel("coverage_gaps", coverageGaps),
    ReportModel("scan_coverage_list", scanCoverageList),
  ]

  /// One row per tool, account, region and check with findings at the moment that the newest scan
  /// of its tool and account did not look at.
  private static func coverageGaps(_ question: ReportQuestion) -> [ModelRow] {
    question.standpoint.coverageGaps.filter { question.wants(account: $0.name.account) }
      .map { gap in
        row([
          "tool": gap.name.tool, "provider": gap.name.provider, "account": gap.name.account,
          "region": gap.name.region, "rule": gap.name.rule, "last_covered_at": gap.lastCovered,
          "newest_scan_at": gap.newestScan, "findings": gap.events.count,
          "failing": gap.events.filter(\.isFailing).count,
        ])
      }
  }

  /// One row per scan, account, set of rules and set of regions.
  private static func scanCoverageList(_ question: ReportQuestion) -> [ModelRow] {
    let standpoint = question.standpoint
    return standpoint.scans.flatMap { scan in
      scan.areas.filter { question.wants(account: $0.account.account) }.map { account, coverage in
        row([
          "scan_id": standpoint.model.number(of: scan.name), "scanned_at": scan.scannedAt,
          "tool": scan.tool, "artifact_sha256": sha256(scan.artifact),
          "provider": account.provider, "account": account.account,
          "rules": coverage.rules?.count,
          "regions": coverage.regions?.sorted().joined(separator: ", "),
          "basis": coverage.basis.rawValue,
        ])
      }
    }.filter { row in question.number("scan_id").map { row["scan_id"] == $0.sqlValue } ?? true }
  }
}

/// A check in an account and region, with findings that the newest scan did not look at.
struct ModelGap {
  /// One of the findings.
  var name: FindingName
  var lastCovered: Timestamp
  var newestScan: Timestamp
  /// What holds of them.
  var events: [ModelEvent]
}

extension Standpoint {
  var coverageGaps: [ModelGap] {
    struct Cell: Hashable {
      var account: AccountName
      var rule: RuleName
      var region: String
    }
    let cells = Dictionary(grouping: present) { name, _ in
      Cell(account: name.accountName, rule: name.ruleName, region: name.region)
    }
    return cells.compactMap { cell, findings in
      let name = findings[0].name
      let newest = scans.last {
        $0.tool == cell.rule.catalog && $0.coverage[cell.account] != nil
      }
      guard let newest, let covered = lastConfirmed(name), covered < newest.scannedAt else {
        return nil
      }
      return ModelGap(
        name: name, lastCovered: covered, newestScan: newest.scannedAt,
        events: findings.map(\.event))
    }
  }
}
