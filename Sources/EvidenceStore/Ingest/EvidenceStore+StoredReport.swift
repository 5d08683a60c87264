import EvidenceModel
import GRDB

extension EvidenceStore {
  /// What was stored of scans that were ingested before. They change nothing now.
  package func storedReport(ofScans scanIDs: [Int64]) throws -> IngestReport {
    try queue.read { db in
      var report = IngestReport()
      for scanID in scanIDs {
        guard
          let row = try Row.fetchOne(
            db,
            sql: """
              SELECT
                scanned_at, tool_version, record_count, accepted_count, rejected_count,
                merged_count
              FROM scan
              WHERE scan_id = ?
              """, arguments: [scanID])
        else { continue }
        var statuses: [Status: Int] = [:]
        let counts = try Row.fetchAll(
          db,
          sql: """
            SELECT status_id, sum(finding_count)
            FROM _scan_rule_count
            WHERE scan_id = ?
              AND finding_count > 0
            GROUP BY status_id
            """, arguments: [scanID])
        for count in counts {
          if let status = Status(rawValue: count[0]) { statuses[status] = count[1] }
        }
        report.scans.append(
          IngestReport.Scan(
            scanID: scanID, scannedAt: Timestamp(microseconds: row[0]), toolVersion: row[1],
            records: row[2], accepted: row[3], rejected: row[4], merged: row[5],
            statuses: statuses, coverage: [], changes: ChangeCounts()))
      }
      return report
    }
  }
}
