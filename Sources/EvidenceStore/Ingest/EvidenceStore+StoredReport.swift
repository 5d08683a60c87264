import EvidenceModel
import Foundation
import GRDB

extension EvidenceStore {
  /// What was stored of a file that was ingested before, which changes nothing now; `nil` where it
  /// was not.
  package func storedReport(ofArtifact sha256: [UInt8]) throws -> IngestReport? {
    try queue.read { db in
      let id = try Int64.fetchOne(
        db, sql: "SELECT artifact_id FROM artifact WHERE sha256 = ?",
        arguments: [Data(sha256)])
      guard let id else { return nil }
      var report = IngestReport()
      report.scans = try Self.storedScans(ofArtifact: id, db)
      report.others = try Self.storedOthers(ofArtifact: id, db)
      return report
    }
  }

  private static func storedScans(
    ofArtifact artifactID: Int64, _ db: Database
  ) throws -> [IngestReport.Scan] {
    try Row.fetchAll(
      db,
      sql: """
        SELECT
          scan_id, scanned_at, tool_version, record_count, accepted_count, rejected_count,
          merged_count
        FROM scan
        WHERE artifact_id = ?
        ORDER BY scanned_at
        """, arguments: [artifactID]
    ).map { row in
      IngestReport.Scan(
        scanID: row[0], scannedAt: Timestamp(microseconds: row[1]), toolVersion: row[2],
        records: row[3], accepted: row[4], rejected: row[5], merged: row[6],
        statuses: try statuses(ofScan: row[0], db),
        coverage: [], changes: ChangeCounts())
    }
  }

  private static func storedOthers(
    ofArtifact artifactID: Int64, _ db: Database
  ) throws -> [IngestReport.Other] {
    try Row.fetchAll(
      db,
      sql: """
        SELECT
          role, scan_id, scanned_at, record_count, accepted_count, rejected_count, merged_count,
          differing_count
        FROM (
          SELECT
            companion.artifact_id, 'companion' AS role, scan.scan_id, scan.scanned_at,
            companion.record_count, companion.accepted_count, companion.rejected_count,
            companion.merged_count, companion.differing_count
          FROM companion
          JOIN scan ON scan.scan_id = companion.scan_id
          UNION ALL
          SELECT
            artifact_id, 'requirements', scan_id, scanned_at, record_count, accepted_count,
            rejected_count, merged_count, differing_count
          FROM _requirement_report
        )
        WHERE artifact_id = ?
        ORDER BY scanned_at
        """, arguments: [artifactID]
    ).compactMap { row in
      IngestReport.Other.Role(rawValue: row[0]).map { role in
        // How many of a companion's records say what is not stored: they say what the scan says.
        IngestReport.Other(
          role: role, scanID: row[1], scannedAt: Timestamp(microseconds: row[2]), records: row[3],
          accepted: row[4], rejected: row[5], merged: row[6], differing: row[7], statuses: [:])
      }
    }
  }

  private static func statuses(ofScan scanID: Int64, _ db: Database) throws -> [Status: Int] {
    let counts = try Row.fetchAll(
      db,
      sql: """
        SELECT status_id, sum(finding_count)
        FROM _scan_rule_count
        WHERE scan_id = ?
          AND finding_count > 0
        GROUP BY status_id
        """, arguments: [scanID])
    return counts.reduce(into: [:]) { statuses, row in
      if let status = Status(rawValue: row[0]) { statuses[status] = row[1] }
    }
  }
}
