public import EvidenceModel
import GRDB

extension EvidenceStore {
  /// Records a waiver.
  ///
  /// - Parameters:
  ///   - waiver: What is accepted.
  ///   - recordedAt: When it is recorded; not when it begins.
  ///   - programVersion: The version of the program that records it.
  ///   - isDryRun: True to find out what it fits and record nothing.
  /// - Returns: Its number, and how many findings it fits as they are now.
  /// - Throws: `PolicyError` where it says too little; ``StoreError`` where the database knows no
  ///   such rule, resource, account, framework, requirement or finding: a waiver of what nobody
  ///   ever saw is a mistake of writing.
  public func add(
    _ waiver: Waiver, recordedAt: Timestamp, programVersion: String, isDryRun: Bool = false
  ) throws -> WaiverReport {
    try waiver.validate()
    return try write { db in
      let ingest = try Ingests.begin(db, recordedAt: recordedAt, programVersion: programVersion)
      let names = PolicyNames(db, path: path)
      var waiver = waiver
      let finding = try waiver.selection.findingID.map(names.finding)
      let rule = try waiver.selection.rule.map(names.rule)
      let account = try waiver.selection.account.map(names.account)
      let tag = try waiver.selection.tag.map(names.tag)
      var frameworkID: Int64?
      var requirementID: Int64?
      switch waiver.selection.limit {
      case .framework(let name):
        let framework = try names.framework(name)
        frameworkID = framework.id
        waiver.selection.limit = .framework(framework.name)
      case .requirement(let reference):
        let requirement = try names.requirement(reference)
        requirementID = requirement.id
        waiver.selection.limit = .requirement(requirement.name)
      case nil: break
      }
      waiver.selection.rule = rule?.name
      waiver.selection.account = account?.name
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
        ingest.id, waiver.startsAt.microseconds, waiver.expiresAt.microseconds, finding, rule?.id,
        try waiver.selection.resource.map(names.resource), account?.id,
        tag?.key, tag?.pattern, frameworkID, requirementID,
        waiver.reason, waiver.owner, waiver.approver, waiver.ticket)
      let fitting = try Row.fetchOne(
        db,
        sql: """
          SELECT
            count(DISTINCT fitting.finding_id),
            count(DISTINCT iif(event.status_id = 1, fitting.finding_id, NULL))
          FROM _waived_interval AS fitting
          JOIN event ON event.finding_id = fitting.finding_id
          WHERE fitting.waiver_id = ?
            -- The last stretch of those in which it carries the tag that is asked for, if any.
            AND fitting.ends_at > ?
            AND event.until_at = 9223372036854775807
            AND event.status_id <> 7
          """, arguments: [id, max(waiver.startsAt, recordedAt).microseconds])
      let report = WaiverReport(
        waiverID: id, waiver: waiver, findings: fitting?[0] ?? 0, failing: fitting?[1] ?? 0)
      return (isDryRun ? .rollback : .commit, report)
    }
  }

  /// Ends a waiver from a moment on.
  ///
  /// - Parameters:
  ///   - waiverID: The waiver's number.
  ///   - person: Who ends it.
  ///   - reason: Why.
  ///   - moment: The first moment at which it no longer holds.
  ///   - recordedAt: When the end is recorded.
  ///   - programVersion: The version of the program that records it.
  /// - Throws: `PolicyError` where person or reason is blank; ``StoreError`` where there is no such
  ///   waiver, or it has ended before.
  public func revokeWaiver(
    _ waiverID: Int64, by person: String, reason: String, at moment: Timestamp,
    recordedAt: Timestamp, programVersion: String
  ) throws {
    try Waiver.requireText(person, "name")
    try Waiver.requireText(reason, "reason")
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
  /// Its number; of a dry run, the number that the next one gets.
  public var waiverID: Int64
  /// The waiver, with names as the database has them.
  public var waiver: Waiver
  /// Findings that it fits and that are not gone.
  public var findings: Int
  /// Those of them that fail.
  public var failing: Int
}
