public import EvidenceModel
import GRDB

extension EvidenceStore {
  /// Records a waiver.
  ///
  /// - Returns: Its number, and how many findings it fits as they are now.
  /// - Throws: ``StoreError`` where the database knows no such rule, resource, account, framework,
  ///   requirement or finding: a waiver of what nobody ever saw is a mistake of writing.
  public func add(
    _ waiver: Waiver, recordedAt: Timestamp, programVersion: String, isDryRun: Bool = false
  ) throws -> WaiverReport {
    try write { db in
      let ingest = try Ingests.begin(db, recordedAt: recordedAt, programVersion: programVersion)
      let names = PolicyNames(db, path: path)
      let selection = waiver.selection
      var frameworkID: Int64?
      var requirementID: Int64?
      switch selection.limit {
      case .framework(let name): frameworkID = try names.framework(name)
      case .requirement(let reference): requirementID = try names.requirement(reference)
      case nil: break
      }
      let id = try PreparedStatement(
        db,
        """
        INSERT INTO waiver (
          recorded_in, starts_at, expires_at, finding_id, rule_id, resource_uid, account_id,
          tag_key, tag_pattern, framework_id, requirement_id, reason, owner, approver, ticket
        )
        VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)
        """
      ).run(
        ingest.id, waiver.startsAt.microseconds, waiver.expiresAt.microseconds,
        try selection.findingID.map(names.finding), try selection.rule.map(names.rule),
        try selection.resource.map(names.resource), try selection.account.map(names.account),
        selection.tag?.key, selection.tag?.pattern, frameworkID, requirementID, waiver.reason,
        waiver.owner, waiver.approver, waiver.ticket)
      let fitting = try Row.fetchOne(
        db,
        sql: """
          SELECT
            count(DISTINCT fitting.finding_id),
            count(DISTINCT iif(event.status_id = 1, fitting.finding_id, NULL))
          FROM _waived_interval AS fitting
          JOIN event ON event.finding_id = fitting.finding_id
          WHERE fitting.waiver_id = ?
            AND event.until_at = 9223372036854775807
            AND event.status_id <> 7
          """, arguments: [id])
      let report = WaiverReport(
        waiverID: id, findings: fitting?[0] ?? 0, failing: fitting?[1] ?? 0)
      return (isDryRun ? .rollback : .commit, report)
    }
  }

  /// Ends a waiver from a moment on.
  ///
  /// - Throws: ``StoreError`` where there is no such waiver, or it has ended before.
  public func revokeWaiver(
    _ waiverID: Int64, by person: String, reason: String, at moment: Timestamp,
    recordedAt: Timestamp, programVersion: String
  ) throws {
    try write { db in
      let waiver = try Row.fetchOne(
        db,
        sql: """
          SELECT waiver.expires_at, revocation.revoked_at
          FROM waiver
          LEFT JOIN waiver_revocation AS revocation ON revocation.waiver_id = waiver.waiver_id
          WHERE waiver.waiver_id = ?
          """, arguments: [waiverID])
      guard let waiver else {
        throw StoreError(
          code: .unknownName, path: path, reason: "there is no waiver \(waiverID)",
          hint: "'tickmark waivers' lists them")
      }
      if let revoked: Int64 = waiver[1] {
        throw StoreError(
          code: .notNow, path: path,
          reason: "waiver \(waiverID) was revoked on \(Timestamp(microseconds: revoked))")
      }
      let expires = Timestamp(microseconds: waiver[0])
      guard moment < expires else {
        throw StoreError(
          code: .notNow, path: path, reason: "waiver \(waiverID) expired on \(expires)")
      }
      let ingest = try Ingests.begin(db, recordedAt: recordedAt, programVersion: programVersion)
      try db.execute(
        sql: """
          INSERT INTO waiver_revocation (waiver_id, recorded_in, revoked_at, revoked_by, reason)
          VALUES (?, ?, ?, ?, ?)
          """, arguments: [waiverID, ingest.id, moment.microseconds, person, reason])
      return (.commit, ())
    }
  }
}

/// What a waiver does at once.
public struct WaiverReport: Hashable, Sendable {
  /// Its number.
  public var waiverID: Int64
  /// Findings that it fits and that are not gone.
  public var findings: Int
  /// Those of them that fail.
  public var failing: Int
}
