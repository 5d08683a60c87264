import EvidenceModel
import GRDB

/// A file as custody sees it.
package struct ArtifactRecord {
  /// The SHA-256 of its bytes: 32 bytes.
  package var sha256: [UInt8]
  /// Where it was, as the user wrote it.
  package var path: String
  /// The key of the format in which it was read.
  package var format: String
  /// How many bytes it has.
  package var byteCount: Int

  /// An artifact from its parts.
  package init(sha256: [UInt8], path: String, format: String, byteCount: Int) {
    self.sha256 = sha256
    self.path = path
    self.format = format
    self.byteCount = byteCount
  }
}

/// The rows that say when and from which bytes we learned something.
enum Ingests {
  /// Begins an ingest. It is recorded after every earlier one, whatever the clock says: the order
  /// of the numbers and of the times is one.
  static func begin(
    _ db: Database, recordedAt: Timestamp, programVersion: String
  ) throws -> (id: Int64, recordedAt: Timestamp) {
    let newest = try Int64.fetchOne(db, sql: "SELECT max(recorded_at) FROM ingest")
    let moment = max(recordedAt, Timestamp(microseconds: newest.map { $0 + 1 } ?? .min))
    try db.execute(
      sql: "INSERT INTO ingest (recorded_at, program_version) VALUES (?, ?)",
      arguments: [moment.microseconds, programVersion])
    return (db.lastInsertedRowID, moment)
  }

  static func add(_ artifact: ArtifactRecord, to ingestID: Int64, _ db: Database) throws -> Int64 {
    try PreparedStatement(
      db,
      """
      INSERT INTO artifact (ingest_id, sha256, path, format, byte_count)
      VALUES (?, ?, ?, ?, ?)
      """
    ).run(ingestID, artifact.sha256, artifact.path, artifact.format, artifact.byteCount)
  }
}
