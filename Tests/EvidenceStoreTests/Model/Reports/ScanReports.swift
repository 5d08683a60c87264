import EvidenceModel
import EvidenceStore

/// Reports of `Queries/scans`.
enum ScanReports {
  static let models = [
    ReportModel("scan_list", scanList),
    ReportModel("scan_card", scanCard),
  ]

  /// One row per scan.
  private static func scanList(_ question: ReportQuestion) -> [ModelRow] {
    let model = question.standpoint.model
    return model.scans.filter { scan in question["tool"].map { $0 == scan.tool } ?? true }
      .map { scan in
        row([
          "scan_id": model.number(of: scan.name), "scanned_at": scan.scannedAt,
          "tool": "\(scan.tool) 1.0", "fail": scan.count { $0.status == .fail },
          "pass": scan.count { $0.status == .pass }, "muted": scan.count(where: \.isMuted),
          "lost": scan.losses.count, "path": scan.artifact,
        ])
      }
  }

  /// One row per fact about one scan, field and value.
  private static func scanCard(_ question: ReportQuestion) throws -> [ModelRow] {
    let model = question.standpoint.model
    guard let scan = try question.scan("scan_id"), let ingest = model.ingest(ofScan: scan.artifact)
    else { return [] }
    var facts = [
      ("scanned at", "\(scan.scannedAt)"), ("tool", "\(scan.tool) 1.0"), ("file", scan.artifact),
      ("sha256", sha256(scan.artifact)),
      ("recorded at", "\(model.entries[ingest - 1].recordedAt) by tickmark test"),
      (
        "records",
        "\(scan.records.count + scan.rejections.count) = \(scan.observations.count) accepted"
          + " + \(scan.rejections.count) rejected"
          + " + \(scan.records.count - scan.observations.count) merged"
      ),
    ]
    for status in Status.allCases {
      let count = scan.count { $0.status == status }
      let muted = scan.count { $0.status == status && $0.isMuted }
      if count > 0 {
        facts.append(
          ("findings", "\(status.key) \(count)" + (muted > 0 ? " (\(muted) muted)" : "")))
      }
    }
    for (account, coverage) in scan.areas {
      let rules = coverage.rules.map { "\($0.count) rules" } ?? "every rule"
      let regions =
        coverage.regions.map { regions in
          regions.isEmpty ? "no region" : regions.sorted().joined(separator: ", ")
        } ?? "every region"
      facts.append(
        (
          "coverage (\(coverage.basis.rawValue))",
          "\(account.provider) \(account.account): \(rules) in \(regions)"
        ))
    }
    facts += scan.losses.map { ("\($0.kind) at byte \($0.offset)", $0.reason) }
    return facts.map { row(["field": $0.0, "value": $0.1]) }
  }
}

extension ModelScan {
  /// How many of the findings that it reports have a state of some kind.
  func count(where isCounted: (ModelState) -> Bool) -> Int {
    observations.values.filter { isCounted($0.state) }.count
  }
}
