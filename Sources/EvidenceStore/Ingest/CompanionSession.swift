package import EvidenceModel
package import GRDB

/// Compares a file with the scan of which it may be another output, and stores no finding of it.
package final class CompanionSession: ScanRecorder {
  /// Of the records of an output of the same run, at least this share has findings of the scan. A
  /// scan that was split by region or service into files has none of the others' findings.
  private static let leastShare = 0.9

  /// A scan, and how the file compares with it so far.
  private struct Candidate {
    let scan: RunScan
    let verdicts: ScanVerdicts
    var found = 0
    var differing: [StagedScan.Loss] = []
  }

  private let db: Database
  private let tool: String
  private var candidates: [Candidate]
  private var isOfTool = false
  private var statuses: [Int: Status] = [:]
  private var records = 0
  private var strangers = 0
  private var losses: [StagedScan.Loss] = []
  private var rejected = 0
  private var merged = 0

  /// Begins to compare a file with scans of a tool.
  package init(_ db: Database, tool: String, scans: [RunScan]) throws {
    self.db = db
    self.tool = tool
    candidates = try scans.map {
      Candidate(scan: $0, verdicts: try ScanVerdicts(of: $0.id, db))
    }
  }

  package func setTool(_ key: String, version: String?) { isOfTool = key == tool }

  package func declare(_ coverage: DeclaredCoverage) {}

  package func observe(_ observation: Observation) {
    records += 1
    guard isOfTool else {
      strangers += 1
      return
    }
    let name = Self.name(of: observation)
    if let before = statuses[name] {
      merged += 1
      losses.append(
        .init(
          kind: "merged", bytes: observation.bytes, reason: "the same finding, told twice",
          excerpt: ""))
      statuses[name] = min(before, observation.status)
      return
    }
    statuses[name] = observation.status
    for index in candidates.indices {
      let path = candidates[index].scan.path
      switch candidates[index].verdicts.compare(observation) {
      case .same: candidates[index].found += 1
      case .other(let verdicts):
        candidates[index].found += 1
        candidates[index].differing.append(
          difference(observation, "\(observation.verdict) here, \(verdicts) in \(path)"))
      case .absent:
        candidates[index].differing.append(
          difference(observation, "\(observation.verdict) here, not reported in \(path)"))
      }
    }
  }

  package func observe(_ result: RequirementResult) {
    records += 1
    strangers += 1
  }

  package func reject(bytes: ByteRange, reason: String, excerpt: String) {
    records += 1
    rejected += 1
    losses.append(.init(kind: "rejected", bytes: bytes, reason: reason, excerpt: excerpt))
  }

  /// Stores that the file is another output of a scan's run.
  ///
  /// - Returns: What it says; `nil`, and nothing is stored, where it is not.
  package func finish(
    _ artifact: ArtifactRecord, recordedAt: Timestamp, programVersion: String
  ) throws -> IngestReport? {
    guard strangers == 0, let best = candidates.max(by: { $0.found < $1.found }),
      Double(best.found) >= Self.leastShare * Double(statuses.count), !statuses.isEmpty
    else { return nil }
    let ingestID = try Ingests.begin(
      db, recordedAt: recordedAt, programVersion: programVersion
    ).id
    let artifactID = try Ingests.add(artifact, to: ingestID, db)
    try PreparedStatement(
      db,
      """
      INSERT INTO companion (
        ingest_id, artifact_id, scan_id, record_count, accepted_count, rejected_count,
        merged_count, differing_count
      )
      VALUES (?, ?, ?, ?, ?, ?, ?, ?)
      """
    ).run(
      ingestID, artifactID, best.scan.id, records, statuses.count, rejected, merged,
      best.differing.count)
    try StagedScan.Loss.insert(
      losses + best.differing, ofScan: best.scan.id, artifactID: artifactID, db)
    var report = IngestReport()
    report.others = [
      IngestReport.Other(
        role: .companion, scanID: best.scan.id, scannedAt: best.scan.scannedAt, records: records,
        accepted: statuses.count, rejected: rejected, merged: merged,
        differing: best.differing.count,
        statuses: statuses.values.reduce(into: [:]) { $0[$1, default: 0] += 1 })
    ]
    return report
  }

  private func difference(_ observation: Observation, _ reason: String) -> StagedScan.Loss {
    .init(
      kind: "differing", bytes: observation.bytes, reason: reason,
      excerpt: "\(observation.rule) \(observation.resource.uid)")
  }

  private static func name(of observation: Observation) -> Int {
    var hasher = Hasher()
    hasher.combine(observation.rule)
    hasher.combine(observation.resource.provider)
    hasher.combine(observation.resource.account)
    hasher.combine(observation.resource.region)
    hasher.combine(observation.resource.uid)
    hasher.combine(observation.discriminator)
    return hasher.finalize()
  }
}

extension Observation {
  fileprivate var verdict: String { isMuted ? "\(status.key) and muted" : status.key }
}
