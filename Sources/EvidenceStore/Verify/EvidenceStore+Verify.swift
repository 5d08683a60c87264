import Crypto
import EvidenceModel
import GRDB

extension EvidenceStore {
  /// Recomputes everything in the database that follows from something else in it.
  ///
  /// - SQLite's own integrity check, and every foreign key;
  /// - `event.until_at` and `failing_episode`, from the order of the events;
  /// - `cell.last_covered_at`, from the coverage of the scans;
  /// - `cell_fingerprint`, from the newest events;
  /// - `requirement_report.accepted_count`, from the results;
  /// - `kept_file.sha256`, from the bytes;
  /// - `scan_rule_summary` and the digest of each scan's observations, from the event log.
  ///
  /// - Parameter progress: Told the number of scans recomputed, and of all.
  /// - Returns: The checks that were made, and what differs.
  /// - Throws: `DatabaseError` where the database cannot be read.
  public func verify(progress: ((Int, Int) -> Void)? = nil) throws -> VerifyReport {
    try queue.read { db in
      var report = VerifyReport()
      try checkIntegrity(db, &report)
      try checkEvents(db, &report)
      try checkEpisodes(db, &report)
      try checkCells(db, &report)
      try checkFingerprints(db, &report)
      try checkSets(db, &report)
      try checkRequirementReports(db, &report)
      try checkKeptFiles(db, &report)
      try checkScans(db, &report, progress: progress)
      return report
    }
  }

  private func checkIntegrity(_ db: Database, _ report: inout VerifyReport) throws {
    let messages = try String.fetchAll(db, sql: "PRAGMA integrity_check")
    report.add("integrity", rows: 1, differences: messages.filter { $0 != "ok" })
    let broken = try Row.fetchAll(db, sql: "PRAGMA foreign_key_check").map { row -> String in
      let table: String = row[0]
      let rowID: Int64? = row[1]
      let parent: String = row[2]
      return "\(table) row \(rowID.map(String.init) ?? "?") names a missing row of \(parent)"
    }
    report.add("foreign-keys", rows: 1, differences: broken)
  }

  private func checkEvents(_ db: Database, _ report: inout VerifyReport) throws {
    var differences: [String] = []
    let count = try Int.fetchOne(db, sql: "SELECT count(*) FROM event") ?? 0
    try PreparedStatement(
      db,
      """
      WITH expected AS (
        SELECT
          event.event_id,
          event.finding_id,
          event.until_at,
          lead(event.since_at, 1, 9223372036854775807) OVER (
            PARTITION BY event.finding_id ORDER BY event.since_at, scan.tie_break
          ) AS expected_at
        FROM event
        JOIN scan ON scan.scan_id = event.scan_id
        WHERE event.superseded_in IS NULL
        UNION ALL
        SELECT event_id, finding_id, until_at, since_at
        FROM event
        WHERE superseded_in IS NOT NULL
      )
      SELECT event_id, finding_id
      FROM expected
      WHERE until_at <> expected_at
      """
    ).forEachRow { row in
      differences.append("event \(row.int(0)) of finding \(row.int(1)) has a wrong until_at")
    }
    report.add("event-until", rows: count, differences: differences)
  }

  private func checkEpisodes(_ db: Database, _ report: inout VerifyReport) throws {
    var differences: [String] = []
    let count = try Int.fetchOne(db, sql: "SELECT count(*) FROM failing_episode") ?? 0
    try PreparedStatement(
      db,
      """
      WITH decisive AS (
        SELECT
          event.finding_id, event.event_id, event.severity_id, event.status_id, event.since_at,
          scan.tie_break,
          lag(event.status_id) OVER finding_order AS previous_status_id,
          sum(event.status_id = 5) OVER finding_order AS passes
        FROM event
        JOIN scan ON scan.scan_id = event.scan_id
        WHERE event.superseded_in IS NULL
          AND event.status_id IN (1, 5, 7)
        WINDOW finding_order AS (
          PARTITION BY event.finding_id ORDER BY event.since_at, scan.tie_break
        )
      ),
      turn AS (
        SELECT
          finding_id, event_id, severity_id, status_id, since_at, tie_break, passes,
          lead(since_at, 1, 9223372036854775807) OVER finding_order AS closed_at,
          lead(status_id) OVER finding_order AS closing_status_id
        FROM decisive
        WHERE (status_id = 1) <> (ifnull(previous_status_id, 0) = 1)
        WINDOW finding_order AS (PARTITION BY finding_id ORDER BY since_at, tie_break)
      ),
      expected AS (
        SELECT
          finding_id,
          row_number() OVER (PARTITION BY finding_id ORDER BY since_at, tie_break) AS episode,
          event_id AS opening_event_id,
          severity_id,
          since_at AS opened_at,
          closed_at,
          closing_status_id,
          nullif(min(since_at) OVER (PARTITION BY finding_id, passes), since_at)
            AS unresolved_since_at
        FROM turn
        WHERE status_id = 1
      ),
      both AS (
        SELECT
          finding_id, episode, opening_event_id, severity_id, opened_at, closed_at,
          closing_status_id, unresolved_since_at
        FROM failing_episode
        UNION ALL
        SELECT
          finding_id, episode, opening_event_id, severity_id, opened_at, closed_at,
          closing_status_id, unresolved_since_at
        FROM expected
      )
      SELECT DISTINCT finding_id, episode
      FROM both
      GROUP BY
        finding_id, episode, opening_event_id, severity_id, opened_at, closed_at,
        closing_status_id, unresolved_since_at
      HAVING count(*) <> 2
      ORDER BY finding_id, episode
      """
    ).forEachRow { row in
      differences.append(
        "episode \(row.int(1)) of finding \(row.int(0)) is not what its events say")
    }
    report.add("failing-episode", rows: count, differences: differences)
  }

  private func checkCells(_ db: Database, _ report: inout VerifyReport) throws {
    var differences: [String] = []
    let count = try Int.fetchOne(db, sql: "SELECT count(*) FROM cell") ?? 0
    try PreparedStatement(
      db,
      """
      WITH newest AS (
        SELECT
          scan_cell.cell_id,
          scan.scan_id,
          scan.scanned_at,
          row_number() OVER (
            PARTITION BY scan_cell.cell_id ORDER BY scan.scanned_at DESC, scan.tie_break DESC
          ) AS place
        FROM _scan_cell AS scan_cell
        JOIN scan ON scan.scan_id = scan_cell.scan_id
      )
      SELECT cell.cell_id
      FROM cell
      LEFT JOIN newest ON newest.cell_id = cell.cell_id AND newest.place = 1
      WHERE cell.last_scan_id IS NOT newest.scan_id
        OR cell.last_covered_at IS NOT newest.scanned_at
      """
    ).forEachRow { row in
      differences.append("cell \(row.int(0)) names another scan than the newest that covered it")
    }
    report.add("cell-coverage", rows: count, differences: differences)
  }

  private func checkFingerprints(_ db: Database, _ report: inout VerifyReport) throws {
    let reader = try FingerprintReader(db)
    var differences: [String] = []
    var rows = 0
    try PreparedStatement(
      db,
      """
      SELECT cell.cell_id, cell_fingerprint.fingerprints
      FROM cell
      LEFT JOIN cell_fingerprint ON cell_fingerprint.cell_id = cell.cell_id
      """
    ).forEachRow { row in
      rows += 1
      if Fingerprint.bytes(try reader.fingerprints(ofCell: row.int(0))) != row.bytes(1) {
        differences.append("cell \(row.int(0)) has other fingerprints than its findings")
      }
    }
    report.add("cell-fingerprint", rows: rows, differences: differences)
  }

  /// Sets are stored under the digest of their members, and scans ordered by that of their file.
  private func checkSets(_ db: Database, _ report: inout VerifyReport) throws {
    var differences: [String] = []
    var rows = 0
    for (table, member) in [("rule_set", "rule_id"), ("region_set", "region_id")] {
      for id in try Int64.fetchAll(db, sql: "SELECT \(table)_id FROM \(table)") where id != 0 {
        let members = try Int64.fetchAll(
          db, sql: "SELECT \(member) FROM \(table)_member WHERE \(table)_id = ?", arguments: [id])
        let stored = try PreparedStatement(
          db, "SELECT digest FROM \(table) WHERE \(table)_id = ?"
        ).first(id) { $0.bytes(0) }
        rows += 1
        if stored != [UInt8](CanonicalBytes(members: members).digest) {
          differences.append("\(table) \(id) was changed")
        }
      }
    }
    for (table, member) in [
      ("mapping_set", "requirement_id"), ("reference_set", "requirement_reference_id"),
    ] {
      for id in try Int64.fetchAll(db, sql: "SELECT \(table)_id FROM \(table)") {
        let members = try Int64.fetchAll(
          db, sql: "SELECT \(member) FROM \(table)_member WHERE \(table)_id = ?", arguments: [id])
        rows += 1
        if CanonicalBytes(members: members).contentID != id {
          differences.append("\(table) \(id) was changed")
        }
      }
    }
    // What a rule is evidence for is what its mapping's texts were read as.
    try PreparedStatement(
      db,
      """
      SELECT revision.rule_revision_id
      FROM rule_revision AS revision
      WHERE (
        SELECT group_concat(requirement_id)
        FROM (
          SELECT requirement_id
          FROM mapping_set_member AS member
          WHERE member.mapping_set_id = revision.mapping_set_id
          ORDER BY requirement_id
        )
      ) IS NOT (
        SELECT group_concat(requirement_id)
        FROM (
          SELECT DISTINCT reference.requirement_id
          FROM reference_set_member AS member
          JOIN requirement_reference AS reference
            ON reference.requirement_reference_id = member.requirement_reference_id
          WHERE member.reference_set_id = revision.reference_set_id
          ORDER BY reference.requirement_id
        )
      )
      """
    ).forEachRow { row in
      differences.append("rule revision \(row.int(0)) is mapped to others than it names")
    }
    let tagSets = try TagSetTable(db)
    for id in try Int64.fetchAll(db, sql: "SELECT tag_set_id FROM tag_set") {
      rows += 1
      if CanonicalBytes(tags: try tagSets.tags(ofSet: id)).contentID != id {
        differences.append("tag set \(id) was changed")
      }
    }
    try PreparedStatement(
      db,
      """
      SELECT scan.scan_id, scan.tie_break, artifact.sha256
      FROM scan
      JOIN artifact ON artifact.artifact_id = scan.artifact_id
      """
    ).forEachRow { row in
      if CanonicalBytes.contentID(row.bytes(2)) != row.int(1) {
        differences.append("scan \(row.int(0)) names a file with another digest")
      }
    }
    report.add("interned-sets", rows: rows, differences: differences)
  }

  /// Every record that was accepted is counted once, with its requirement.
  private func checkRequirementReports(_ db: Database, _ report: inout VerifyReport) throws {
    var differences: [String] = []
    let count = try Int.fetchOne(db, sql: "SELECT count(*) FROM requirement_report") ?? 0
    try PreparedStatement(
      db,
      """
      SELECT report.requirement_report_id
      FROM requirement_report AS report
      LEFT JOIN requirement_result AS result
        ON result.requirement_report_id = report.requirement_report_id
      LEFT JOIN reference_set_member AS member
        ON member.reference_set_id = result.reference_set_id
      GROUP BY report.requirement_report_id
      HAVING report.accepted_count <> total(
        result.fail_count + result.error_count + result.manual_count + result.unknown_count
        + result.pass_count + result.not_applicable_count + result.muted_count
      )
      """
    ).forEachRow { row in
      differences.append("requirement report \(row.int(0)) has other results than were read")
    }
    report.add("requirement-report", rows: count, differences: differences)
  }

  private func checkKeptFiles(_ db: Database, _ report: inout VerifyReport) throws {
    var differences: [String] = []
    var rows = 0
    try PreparedStatement(db, "SELECT kept_file_id, sha256, bytes FROM kept_file").forEachRow {
      row in
      rows += 1
      let digest = row.withBytes(2) { bytes in
        var hash = SHA256()
        hash.update(bufferPointer: bytes)
        return [UInt8](hash.finalize())
      }
      if digest != row.bytes(1) {
        differences.append("kept file \(row.int(0)) is not the one that was given")
      }
    }
    report.add("kept-file", rows: rows, differences: differences)
  }

  private func checkScans(
    _ db: Database, _ report: inout VerifyReport, progress: ((Int, Int) -> Void)?
  ) throws {
    let auditor = try ScanAuditor(db)
    let scanIDs = try Int64.fetchAll(db, sql: "SELECT scan_id FROM scan ORDER BY scan_id")
    var digests: [String] = []
    var summaries: [String] = []
    for (index, scanID) in scanIDs.enumerated() {
      let audit = try auditor.audit(scanID)
      if !audit.hasExpectedDigest {
        digests.append("scan \(scanID): the log gives other observations than were read")
      }
      if !audit.hasExpectedSummary {
        summaries.append("scan \(scanID): the log gives other counts than the summary")
      }
      progress?(index + 1, scanIDs.count)
    }
    report.add("observation-digest", rows: scanIDs.count, differences: digests)
    report.add("scan-rule-summary", rows: scanIDs.count, differences: summaries)
  }
}

extension EvidenceStore {
  /// What was ingested, in the order of the ingests.
  package func artifacts() throws -> [ArtifactRecord] {
    try queue.read { db in
      var artifacts: [ArtifactRecord] = []
      try PreparedStatement(
        db, "SELECT sha256, path, format, byte_count FROM artifact ORDER BY artifact_id"
      ).forEachRow { row in
        artifacts.append(
          ArtifactRecord(
            sha256: row.bytes(0), path: row.text(1), format: row.text(2),
            byteCount: Int(row.int(3))))
      }
      return artifacts
    }
  }
}

extension VerifyReport {
  /// Adds a check and what it found.
  package mutating func add(_ check: String, rows: Int, differences: [String]) {
    checks.append((check, rows))
    self.differences += differences.map { Difference(check: check, message: $0) }
  }
}
