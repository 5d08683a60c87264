package import EvidenceModel
import GRDB

extension EvidenceStore {
  /// Ingests one artifact in one transaction: all of it or nothing.
  ///
  /// `read` tells the session the file's records, and returns the artifact when it is done. A dry run
  /// does everything and undoes it. The report is `nil` where the artifact turns out to be known; it
  /// names `listedChanges` findings of each change at most.
  package func ingest(
    basis: CoverageBasis, recordedAt: Timestamp, programVersion: String,
    isDryRun: Bool, listedChanges: Int = 0, read: (IngestSession) throws -> ArtifactRecord
  ) throws -> IngestReport? {
    try write { db in
      let session = try IngestSession(db, basis: basis)
      let artifact = try read(session)
      if try Self.isKnown(artifact.sha256, db) { return (.rollback, nil) }
      let lastEventID = try Int64.fetchOne(db, sql: "SELECT max(event_id) FROM event") ?? 0
      var report = try session.finish(
        artifact, recordedAt: recordedAt, programVersion: programVersion)
      for index in report.scans.indices where listedChanges > 0 {
        report.scans[index].changedFindings = try ChangedFinding.list(
          ofScan: report.scans[index].scanID, after: lastEventID, limit: listedChanges, db)
      }
      let isEmpty = report.scans.isEmpty && report.others.isEmpty
      return (isDryRun || isEmpty ? .rollback : .commit, report)
    }
  }

  /// Ingests one artifact as another output of a run whose scan is known, in one transaction.
  ///
  /// - Returns: What it says; `nil`, and nothing is stored, where it is no such output.
  package func join(
    _ scans: [RunScan], ofTool tool: String, recordedAt: Timestamp, programVersion: String,
    isDryRun: Bool, read: (CompanionSession) throws -> ArtifactRecord
  ) throws -> IngestReport? {
    try write { db in
      let session = try CompanionSession(db, tool: tool, scans: scans)
      let report = try session.finish(
        try read(session), recordedAt: recordedAt, programVersion: programVersion)
      return (isDryRun || report == nil ? .rollback : .commit, report)
    }
  }

  /// The keys of all frameworks, in order.
  package func frameworkKeys() throws -> [String] {
    try queue.read { db in
      try String.fetchAll(db, sql: "SELECT key FROM framework ORDER BY key")
    }
  }

  /// True where an artifact of so many bytes was ingested: only then can a file be known already.
  package func hasArtifact(ofByteCount byteCount: Int) throws -> Bool {
    try queue.read { db in
      try Bool.fetchOne(
        db, sql: "SELECT EXISTS (SELECT 1 FROM artifact WHERE byte_count = ?)",
        arguments: [byteCount]) ?? false
    }
  }
}
