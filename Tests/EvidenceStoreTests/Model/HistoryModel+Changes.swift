import EvidenceModel

@testable import EvidenceStore

extension HistoryModel {
  /// What is said of a scan when it is ingested, as the last one that was told.
  func report(on scan: ModelScan, number: Int64) -> IngestReport.Scan {
    IngestReport.Scan(
      scanID: number, scannedAt: scan.scannedAt, toolVersion: "1.0",
      records: scan.records.count + scan.rejections.count, accepted: scan.observations.count,
      rejected: scan.rejections.count, merged: scan.records.count - scan.observations.count,
      statuses: Dictionary(grouping: scan.observations.values, by: \.state.status)
        .mapValues(\.count),
      coverage: scan.areas.map { account, coverage in
        IngestReport.Coverage(
          provider: account.provider, account: account.account, basis: coverage.basis,
          rules: coverage.rules?.count,
          regions: coverage.regions?.sorted())
      },
      changes: changes(of: scan))
  }

  /// What a scan changes, told after those of the model's scans that come before it.
  func changes(of scan: ModelScan) -> ChangeCounts {
    var counts = ChangeCounts()
    for finding in findings.union(scan.observations.keys)
    where finding.tool == scan.tool && scan.coverage[finding.accountName] != nil {
      let past = events(of: finding, told: scans.prefix { $0.order < scan.order })
      let last = past.last?.state
      if let now = scan.observations[finding]?.state {
        if last == nil { counts.firstSeen += 1 }
        if now == last {
          counts.unchanged += 1
        } else if now.status == .fail {
          if last?.status == .fail {
            counts.changed += 1
          } else if past.contains(where: \.isFailing) {
            counts.reopened += 1
          } else {
            counts.opened += 1
          }
        } else if last?.status == .fail {
          counts.resolved += 1
        } else {
          counts.changed += 1
        }
      } else if let last, last.status != .gone {
        if scan.covers(finding) { counts.gone += 1 } else { counts.unconfirmed += 1 }
      }
    }
    return counts
  }
}
