import EvidenceIngest
import EvidenceModel
import Reports

/// A finding's record, as the scanner wrote it.
struct RawRecord {
  /// The record's text.
  let text: String

  /// Reads the record of what a finding says now, or said last before.
  ///
  /// - Throws: `QueryError` where no scan told where its record is; `ImportError` where the file is
  ///   gone, or is another one.
  init(ofFinding findingID: Int64, in reader: ReadOnlyConnection) throws {
    // What a scan said again after a late one came has no place of its own.
    let found = try reader.query(
      """
      SELECT artifact.path, lower(hex(artifact.sha256)), event.byte_offset, event.byte_count
      FROM event
      JOIN scan ON scan.scan_id = event.scan_id
      JOIN artifact ON artifact.artifact_id = scan.artifact_id
      WHERE event.finding_id = :finding_id
        AND event.byte_offset IS NOT NULL
      ORDER BY event.since_at DESC, scan.tie_break DESC
      LIMIT 1
      """, values: ["finding_id": .integer(findingID)])
    guard let row = try found.next(), case .text(let path) = row[0],
      case .text(let digest) = row[1],
      case .integer(let offset) = row[2], case .integer(let count) = row[3]
    else {
      throw QueryError(
        .badParameter, "no scan tells where the record of finding \(findingID) is",
        hint: "'tickmark query finding_story -p finding_id=\(findingID)' tells its history")
    }
    let file = try ArtifactFile(path: path)
    guard hexText(try file.sha256()) == digest else {
      throw ImportError(
        code: .conflict, file: path, reason: "is not the file that was ingested",
        hint: "put the file with the SHA-256 \(digest) in its place")
    }
    text = try file.text(at: Int(offset), count: Int(count))
  }
}
