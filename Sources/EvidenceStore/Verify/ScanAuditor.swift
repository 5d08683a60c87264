import EvidenceModel
import GRDB

/// Recomputes what a scan observed from the event log alone.
final class ScanAuditor {
  struct Audit {
    var hasExpectedDigest: Bool
    var hasExpectedSummary: Bool
  }

  private struct SummaryKey: Hashable {
    var ruleID: Int64
    var statusID: Int64
    var severityID: Int64
    var isMuted: Int64
  }

  private let selectScan: PreparedStatement
  private let selectSummary: PreparedStatement
  private let selectObservations: PreparedStatement
  private let tagSets: TagSetTable
  private var buffer = CanonicalBytes()

  init(_ db: Database) throws {
    tagSets = try TagSetTable(db)
    selectScan = try PreparedStatement(
      db, "SELECT observation_digest FROM scan WHERE scan_id = ?")
    selectSummary = try PreparedStatement(
      db,
      """
      SELECT rule_id, status_id, severity_id, is_muted, finding_count
      FROM _scan_rule_count
      WHERE scan_id = ?
        AND finding_count <> 0
      """)
    selectObservations = try PreparedStatement(
      db,
      """
      SELECT
        name.provider, name.account, name.region, name.rule, name.resource, name.discriminator,
        event.status_id, event.severity_id, event.is_muted,
        replace(detail.text, detail.name_mark, label.name), label.name, label.type,
        label.tag_set_id, name.rule_id
      FROM scan
      JOIN _scan_cell AS scan_cell ON scan_cell.scan_id = scan.scan_id
      JOIN _finding_name AS name ON name.cell_id = scan_cell.cell_id
      JOIN event ON event.event_id = (
        SELECT newest.event_id
        FROM event AS newest
        JOIN scan AS teller ON teller.scan_id = newest.scan_id
        WHERE newest.finding_id = name.finding_id
          AND newest.superseded_in IS NULL
          AND newest.since_at <= scan.scanned_at
          AND (newest.since_at, teller.tie_break) <= (scan.scanned_at, scan.tie_break)
        ORDER BY newest.since_at DESC, teller.tie_break DESC
        LIMIT 1
      )
      JOIN detail ON detail.detail_id = event.detail_id
      JOIN resource_label AS label ON label.resource_label_id = event.resource_label_id
      WHERE scan.scan_id = ?
        AND event.status_id <> 7
      """)
  }

  func audit(_ scanID: Int64) throws -> Audit {
    var digest = ObservationDigest()
    var counts: [SummaryKey: Int64] = [:]
    try selectObservations.forEachRow(scanID) { row in
      if let observation = try row.observation(tagSets) {
        digest.add(ObservationHash.of(observation, buffer: &buffer))
      }
      let key = SummaryKey(
        ruleID: row.int(13), statusID: row.int(6), severityID: row.int(7), isMuted: row.int(8))
      counts[key, default: 0] += 1
    }
    var summary: [SummaryKey: Int64] = [:]
    try selectSummary.forEachRow(scanID) { row in
      let key = SummaryKey(
        ruleID: row.int(0), statusID: row.int(1), severityID: row.int(2), isMuted: row.int(3))
      summary[key] = row.int(4)
    }
    let stored = try selectScan.first(scanID) { $0.bytes(0) }
    return Audit(hasExpectedDigest: stored == digest.bytes, hasExpectedSummary: counts == summary)
  }
}
