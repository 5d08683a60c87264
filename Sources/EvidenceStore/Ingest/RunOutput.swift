package import EvidenceModel
import GRDB

/// A file as one of the outputs of a run, of which another one may have been ingested.
package struct RunOutput: Sendable {
  /// Where it is, as the user wrote it.
  package var path: String
  /// True where its times name no zone and were read as UTC.
  package var hasGuessedZone = false
  /// The key of its format.
  package var format: String

  /// A file that is read.
  package init(path: String, format: String) {
    self.path = path
    self.format = format
  }

  /// The scans of which this file may be another output: of another format, and of the same tool and
  /// second. Formats write fractions of a second, or leave them out.
  ///
  /// Where the file's times name no zone, a scan at another hour will do if the names of the two
  /// files say that they belong together.
  ///
  /// - Throws: `DatabaseError` where the database cannot be read.
  func scans(tool: String, at moment: Timestamp, _ db: Database) throws -> [RunScan] {
    let second: Int64 = 1_000_000
    let start = moment.microseconds - moment.microseconds % second
    let farthest = hasGuessedZone ? Self.farthestZone * second : 0
    var scans: [RunScan] = []
    try PreparedStatement(
      db,
      """
      SELECT scan.scan_id, scan.scanned_at, artifact.path, artifact.format
      FROM tool
      CROSS JOIN scan ON scan.tool_id = tool.tool_id
      CROSS JOIN artifact ON artifact.artifact_id = scan.artifact_id
      WHERE tool.key = ?
        AND scan.scanned_at BETWEEN ? AND ?
      ORDER BY scan.scanned_at, scan.tie_break
      """
    ).forEachRow(tool, start - farthest, start + farthest + second - 1) { row in
      let scan = RunScan(
        id: row.int(0), scannedAt: Timestamp(microseconds: row.int(1)), path: row.text(2),
        format: row.text(3))
      guard scan.format != format else { return }
      let seconds = scan.scannedAt.microseconds / second - start / second
      if seconds != 0 {
        // Zones are whole quarters of an hour from UTC.
        guard seconds.isMultiple(of: 900),
          OutputName(path: path).isBeside(OutputName(path: scan.path))
        else { return }
      }
      scans.append(scan)
    }
    return scans
  }

  /// In seconds from UTC.
  private static let farthestZone: Int64 = 14 * 3600
}

/// A scan whose run may have had more outputs than its file.
package struct RunScan: Hashable, Sendable {
  /// The scan's number.
  package var id: Int64
  /// When it ran.
  package var scannedAt: Timestamp
  /// Its file, as the user wrote it.
  package var path: String
  /// The key of its format.
  package var format: String
}
