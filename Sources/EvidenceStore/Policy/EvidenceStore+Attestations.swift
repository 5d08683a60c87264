import Crypto
public import EvidenceModel
import GRDB

extension EvidenceStore {
  /// Records an attestation and keeps the files that it rests on, in one transaction.
  ///
  /// - Parameters:
  ///   - attestation: What is attested.
  ///   - evidence: The files, as the user wrote them; one that is named twice counts once.
  ///   - recordedAt: When it is recorded; not when it begins.
  ///   - programVersion: The version of the program that records it.
  ///   - read: Gives the bytes of a file.
  /// - Returns: Its number, and the files that are kept.
  /// - Throws: `PolicyError` where it cannot be meant; ``StoreError`` where the database knows no
  ///   such requirement or account, or the requirement is a heading; what `read` throws. Nothing is
  ///   recorded then.
  public func add(
    _ attestation: Attestation, evidence: [String], recordedAt: Timestamp,
    programVersion: String, reading read: (String) throws -> [UInt8]
  ) throws -> AttestationReport {
    try attestation.validate()
    return try write { db in
      let ingest = try Ingests.begin(db, recordedAt: recordedAt, programVersion: programVersion)
      let names = PolicyNames(db, path: path)
      var attestation = attestation
      let requirement = try names.requirement(attestation.requirement)
      let account = try attestation.account.map(names.account)
      attestation.requirement = requirement.name
      attestation.account = account?.name
      try refuseHeading(requirement.id, requirement.name, db)
      let id = try PreparedStatement(
        db,
        """
        INSERT INTO attestation (
          recorded_in, requirement_id, account_id, is_met, starts_at, expires_at, attested_by, note
        )
        VALUES (?, ?, ?, ?, ?, ?, ?, ?)
        """
      ).run(
        ingest.id, requirement.id, account?.id, attestation.isMet,
        attestation.startsAt.microseconds, attestation.expiresAt.microseconds,
        attestation.attestedBy, attestation.note)
      var report = AttestationReport(attestationID: id, attestation: attestation, evidence: [])
      for file in evidence where !report.evidence.contains(where: { $0.path == file }) {
        let bytes = try read(file)
        let digest = [UInt8](SHA256.hash(data: bytes))
        let fileID = try keep(bytes, digest, in: ingest.id, db)
        try db.execute(
          sql: """
            INSERT INTO attestation_evidence (attestation_id, path, kept_file_id)
            VALUES (?, ?, ?)
            """, arguments: [id, file, fileID])
        report.evidence.append(
          AttestationReport.KeptFile(path: file, sha256: digest, byteCount: bytes.count))
      }
      return (.commit, report)
    }
  }

  /// Ends an attestation from a moment on.
  ///
  /// - Parameters:
  ///   - attestationID: The attestation's number.
  ///   - person: Who ends it.
  ///   - reason: Why.
  ///   - moment: The first moment at which it no longer holds.
  ///   - recordedAt: When the end is recorded.
  ///   - programVersion: The version of the program that records it.
  /// - Throws: `PolicyError` where person or reason is blank; ``StoreError`` where there is no such
  ///   attestation, or it has ended before.
  public func revokeAttestation(
    _ attestationID: Int64, by person: String, reason: String, at moment: Timestamp,
    recordedAt: Timestamp, programVersion: String
  ) throws {
    try Waiver.requireText(person, "name")
    try Waiver.requireText(reason, "reason")
    try write { db in
      let known = try Row.fetchOne(
        db,
        sql: """
          SELECT attestation.expires_at, revocation.revoked_at
          FROM attestation
          LEFT JOIN attestation_revocation AS revocation
            ON revocation.attestation_id = attestation.attestation_id
          WHERE attestation.attestation_id = ?
          """, arguments: [attestationID])
      guard let known else { throw unknownAttestation(attestationID) }
      if let revoked: Int64 = known[1] {
        throw StoreError(
          code: .notNow, path: path,
          reason:
            "attestation \(attestationID) was revoked on \(Timestamp(microseconds: revoked))")
      }
      let expires = Timestamp(microseconds: known[0])
      guard moment < expires else {
        throw StoreError(
          code: .notNow, path: path,
          reason: "attestation \(attestationID) ran out on \(expires)")
      }
      let ingest = try Ingests.begin(db, recordedAt: recordedAt, programVersion: programVersion)
      try db.execute(
        sql: """
          INSERT INTO attestation_revocation (
            attestation_id, recorded_in, revoked_at, revoked_by, reason
          )
          VALUES (?, ?, ?, ?, ?)
          """, arguments: [attestationID, ingest.id, moment.microseconds, person, reason])
      return (.commit, ())
    }
  }

  /// Hands on each file that an attestation rests on, in the order of their names.
  ///
  /// - Parameters:
  ///   - attestationID: The attestation's number.
  ///   - body: Takes where the file was, and its bytes.
  /// - Throws: ``StoreError`` where there is no such attestation; what `body` throws.
  package func forEachFile(
    ofAttestation attestationID: Int64, _ body: (String, [UInt8]) throws -> Void
  ) throws {
    try queue.read { db in
      let isKnown = try PreparedStatement(
        db, "SELECT 1 FROM attestation WHERE attestation_id = ?"
      ).first(attestationID) { _ in true }
      guard isKnown != nil else { throw unknownAttestation(attestationID) }
      try PreparedStatement(
        db,
        """
        SELECT evidence.path, file.bytes
        FROM attestation_evidence AS evidence
        JOIN kept_file AS file ON file.kept_file_id = evidence.kept_file_id
        WHERE evidence.attestation_id = ?
        ORDER BY evidence.path
        """
      ).forEachRow(attestationID) { row in try body(row.text(0), row.bytes(1)) }
    }
  }

  private func unknownAttestation(_ id: Int64) -> StoreError {
    StoreError(
      code: .unknownName, path: path, reason: "there is no attestation \(id)",
      hint: "'tickmark attestations' lists them")
  }

  /// Headings are neither met nor not.
  private func refuseHeading(
    _ requirementID: Int64, _ name: RequirementReference, _ db: Database
  ) throws {
    let isHeading = try PreparedStatement(
      db,
      """
      SELECT 1
      FROM requirement_statement
      WHERE requirement_id = ?
        AND superseded_in IS NULL
        AND is_assessable = 0
      """
    ).first(requirementID) { _ in true }
    guard isHeading == nil else {
      throw StoreError(
        code: .unknownName, path: path,
        reason: "\(name.edition) \(name.requirement) is a heading, and cannot be attested",
        hint: "'tickmark query requirement_tree -p edition=\(name.edition)' lists what is below it")
    }
  }

  /// The number under which bytes are kept.
  private func keep(
    _ bytes: [UInt8], _ digest: [UInt8], in ingestID: Int64, _ db: Database
  ) throws -> Int64 {
    let known = try PreparedStatement(
      db, "SELECT kept_file_id FROM kept_file WHERE sha256 = ?"
    ).first(digest) { $0.int(0) }
    if let known { return known }
    return try PreparedStatement(
      db, "INSERT INTO kept_file (ingest_id, sha256, bytes) VALUES (?, ?, ?)"
    ).run(ingestID, digest, bytes)
  }
}
