import EvidenceModel

/// Reports of `Queries/custody`.
enum CustodyReports {
  static let models = [
    ReportModel("artifacts", leavingOut: ["observation_digest"], artifacts),
    ReportModel("framework_artifacts", frameworkArtifacts),
    ReportModel("ingest_losses", ingestLosses),
    // How many events it takes to tell a history is the database's affair.
    ReportModel(
      "ingest_log", leavingOut: ["events", "superseded_events", "observation_digests"], ingestLog),
  ]

  /// One row per file and scan in it; a file without a scan, such as a catalog, has one row and is
  /// dated by its ingest.
  private static func artifacts(_ question: ReportQuestion) -> [ModelRow] {
    let standpoint = question.standpoint
    var rows: [ModelRow] = []
    var seen: Set<String> = []
    for (index, entry) in standpoint.model.entries.enumerated() {
      let ingest = row(["ingest_id": index + 1, "recorded_at": entry.recordedAt])
      switch entry.fact {
      case .scans(let scans):
        for scan in scans where scan.scannedAt <= standpoint.moment {
          rows.append(
            ingest.with(file(scan.artifact)).with(standpoint.model.countColumns(of: scan))
              .with(row(["role": "scan"])))
        }
      case .catalog(let document):
        guard seen.insert(document.artifact).inserted, entry.recordedAt <= standpoint.moment else {
          continue
        }
        rows.append(ingest.with(file(document.artifact)).with(noScan))
      case .waiver, .revocation, .attestation, .withdrawal, .setting, .target: continue
      }
    }
    return rows
  }

  /// One row per ingest.
  private static func ingestLog(_ question: ReportQuestion) -> [ModelRow] {
    let model = question.standpoint.model
    var seen: Set<String> = []
    return model.entries.enumerated().map { index, entry in
      var artifacts: [String] = []
      var numbers: [Int] = []
      var counts: [String: Int] = [:]
      switch entry.fact {
      case .scans(let scans):
        artifacts = scans.prefix(1).map(\.artifact)
        numbers = scans.compactMap { model.number(of: $0.name) }.sorted()
      case .catalog(let document): artifacts = [document.artifact]
      case .waiver: counts["waivers"] = 1
      case .revocation: counts["waiver_revocations"] = 1
      case .attestation: counts["attestations"] = 1
      case .withdrawal: counts["attestation_revocations"] = 1
      case .setting, .target: counts["settings"] = 1
      }
      let digests = artifacts.filter { seen.insert($0).inserted }.map(sha256)
      return row([
        "ingest_id": index + 1, "recorded_at": entry.recordedAt, "program_version": "test",
        "artifacts": digests.isEmpty ? nil : digests.joined(separator: " "),
        "scans": numbers.isEmpty ? nil : numbers.map(String.init).joined(separator: " "),
        "waivers": counts["waivers"] ?? 0,
        "waiver_revocations": counts["waiver_revocations"] ?? 0,
        "attestations": counts["attestations"] ?? 0,
        "attestation_revocations": counts["attestation_revocations"] ?? 0,
        "has_settings": counts["settings"] ?? 0,
      ])
    }
  }

  private static func file(_ artifact: String) -> ModelRow {
    row([
      "artifact_sha256": sha256(artifact), "path": artifact, "format": "test", "byte_count": 0,
    ])
  }

  private static let noScan = row([
    "role": String?.none, "scan_id": Int?.none, "scanned_at": String?.none, "tool": String?.none,
    "tool_version": String?.none, "records": Int?.none, "accepted": Int?.none,
    "rejected": Int?.none, "merged": Int?.none,
  ])

  /// One row per framework and scan that says what holds of a finding, or that was the last to
  /// confirm one. Of scans of one instant, each that looked at a finding confirms it.
  private static func frameworkArtifacts(_ question: ReportQuestion) -> [ModelRow] {
    let standpoint = question.standpoint
    return standpoint.model.knownFrameworks.filter(question.wants(framework:))
      .flatMap { framework in
        let findings = standpoint.present.filter { name, _ in
          standpoint.belongs(name.ruleName, to: framework) && question.wants(account: name.account)
        }
        return standpoint.scans.compactMap { scan -> ModelRow? in
          let told = findings.filter { $0.event.scan == scan.name }.count
          let confirmed = findings.filter { name, _ in
            scan.covers(name) && standpoint.lastConfirmed(name) == scan.scannedAt
          }.count
          guard told + confirmed > 0 else { return nil }
          return file(scan.artifact).with(
            row([
              "framework": framework,
              "scan_id": standpoint.model.number(of: scan.name),
              "scanned_at": scan.scannedAt, "tool": scan.tool, "tool_version": "1.0",
              "findings_told": told, "findings_confirmed": confirmed,
            ]))
        }
      }
  }

  /// One row per record that was not kept as it came.
  private static func ingestLosses(_ question: ReportQuestion) -> [ModelRow] {
    question.standpoint.scans.flatMap { scan in
      scan.losses.map { loss in
        row([
          "artifact_sha256": sha256(scan.artifact), "path": scan.artifact,
          "scan_id": question.standpoint.model.number(of: scan.name),
          "scanned_at": scan.scannedAt, "kind": loss.kind, "byte_offset": loss.offset,
          "byte_count": 1, "reason": loss.reason, "excerpt": loss.excerpt,
        ])
      }
    }
  }
}

/// A record that was not kept as it came.
struct ModelLoss {
  var kind: String
  var offset: Int
  var reason: String
  var excerpt: String
}

extension ModelScan {
  /// Rejected records, and those that another one of their finding absorbed.
  var losses: [ModelLoss] {
    var losses: [ModelLoss] = []
    var kept: [FindingName: ModelObservation] = [:]
    for record in records {
      let name = FindingName(record, tool: tool)
      let one = ModelObservation(state: ModelState(record), offset: Int(record.bytes.offset))
      guard let other = kept[name] else {
        kept[name] = one
        continue
      }
      let isPreferred = one.state.isPreferred(to: other.state)
      let loser = isPreferred ? other : one
      if isPreferred { kept[name] = one }
      let isEqual = one.state == other.state
      losses.append(
        ModelLoss(
          kind: "merged", offset: loser.offset,
          reason: isEqual
            ? "the same finding, told twice in the same words"
            : "the same finding with another result; the worse one is kept",
          excerpt: isEqual ? "" : "\(loser.state.status.key): \(loser.state.detail)"))
    }
    for rejection in rejections {
      losses.append(
        ModelLoss(
          kind: "rejected", offset: rejection.offset, reason: rejection.reason, excerpt: ""))
    }
    return losses
  }
}

extension HistoryModel {
  /// What a scan's file held, and what became of it.
  func countColumns(of scan: ModelScan) -> ModelRow {
    row([
      "scan_id": number(of: scan.name), "scanned_at": scan.scannedAt, "tool": scan.tool,
      "tool_version": "1.0", "records": scan.records.count + scan.rejections.count,
      "accepted": scan.observations.count, "rejected": scan.rejections.count,
      "merged": scan.records.count - scan.observations.count,
    ])
  }
}
