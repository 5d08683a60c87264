import EvidenceModel

@testable import EvidenceStore

extension HistoryModel {
  /// What a scan changes, told after those of the model's scans that come before it.
  func changes(of scan: ModelScan) -> ChangeCounts {
    var counts = ChangeCounts()
    for finding in findings.union(scan.observations.keys)
    where finding.tool == scan.tool && scan.reported[finding.accountName] != nil {
      let past = events(of: finding, before: scan.order)
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
