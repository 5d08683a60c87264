import GRDB
package import EvidenceModel

extension EvidenceStore {
  /// Ingests one artifact in one transaction: all of it or nothing.
  ///
  /// `read` is given the session to tell its records to. A dry run does everything and undoes it.
  package func ingest(
    _ artifact: ArtifactRecord, tool: String, basis: CoverageBasis, recordedAt: Timestamp,
    programVersion: String, isDryRun: Bool, read: (IngestSession) throws -> Void
  ) throws -> IngestReport {
    try write { db in
      let session = try IngestSession(
        db, artifact: artifact, tool: tool, basis: basis, recordedAt: recordedAt,
        programVersion: programVersion)
      try read(session)
      let report = try session.finish()
      return (isDryRun || report.scans.isEmpty ? .rollback : .commit, report)
    }
  }
}
