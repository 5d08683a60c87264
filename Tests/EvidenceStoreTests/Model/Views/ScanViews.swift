import EvidenceModel

/// Views of scans.
enum ScanViews {
  static let models = [
    ViewModel("scan_summary", summary),
    ViewModel("scan_artifact", artifacts),
    ViewModel("scanner_requirement") { _ in [] },
    ViewModel("observation", leavingOut: ["finding_id"], observations),
    ViewModel("ingest_loss", losses),
    ViewModel("coverage_gap", gaps),
  ]

  private static func summary(_ standpoint: Standpoint) -> [ModelRow] {
    standpoint.scans.map { scan in
      standpoint.model.countColumns(of: scan).with(
        row([
          "artifact_sha256": sha256(scan.artifact), "path": scan.artifact,
          "pass": scan.count { $0.status == .pass }, "fail": scan.count { $0.status == .fail },
          "manual": scan.count { $0.status == .manual }, "muted": scan.count(where: \.isMuted),
        ]))
    }
  }

  /// The files of a story are scans all of them.
  private static func artifacts(_ standpoint: Standpoint) -> [ModelRow] {
    standpoint.scans.map { scan in
      standpoint.model.countColumns(of: scan).without("tool_version").with(
        row([
          "role": "scan", "path": scan.artifact, "artifact_sha256": sha256(scan.artifact),
          "format": "test", "differing": 0,
        ]))
    }
  }

  /// Each scan exactly as it was read.
  private static func observations(_ standpoint: Standpoint) -> [ModelRow] {
    standpoint.scans.flatMap { scan in
      scan.observations.map { name, observation in
        let event = ModelEvent(
          since: scan.scannedAt, artifact: scan.artifact, state: observation.state)
        return standpoint.nameColumns(name).without("discriminator")
          .with(standpoint.labelColumns(event)).with(
            standpoint.stateColumns(event, without: "since")
          )
          .with(
            row([
              "scan_id": standpoint.model.number(of: scan.name),
              "scanned_at": scan.scannedAt,
            ]))
      }
    }
  }

  private static func losses(_ standpoint: Standpoint) -> [ModelRow] {
    standpoint.scans.flatMap { scan in
      scan.losses.map { loss in
        row([
          "scan_id": standpoint.model.number(of: scan.name), "path": scan.artifact,
          "kind": loss.kind, "byte_offset": loss.offset, "reason": loss.reason,
          "excerpt": loss.excerpt,
        ])
      }
    }
  }

  private static func gaps(_ standpoint: Standpoint) -> [ModelRow] {
    standpoint.coverageGaps.map { gap in
      row([
        "tool": gap.name.tool, "account": gap.name.account, "region": gap.name.region,
        "rule": gap.name.rule, "last_covered_at": gap.lastCovered, "findings": gap.events.count,
        "provider": gap.name.provider,
      ])
    }
  }
}

extension ModelRow {
  /// The row without a column.
  func without(_ column: String) -> ModelRow { filter { $0.key != column } }
}
