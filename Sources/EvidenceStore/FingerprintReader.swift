import EvidenceModel
import GRDB

/// Computes from the log what a cell's findings say now.
final class FingerprintReader {
  private let select: PreparedStatement
  private let tagSets: TagSetTable
  private var buffer = CanonicalBytes()

  init(_ db: Database) throws {
    tagSets = try TagSetTable(db)
    select = try PreparedStatement(
      db,
      """
      SELECT
        name.provider, name.account, name.region, name.rule, name.resource, name.discriminator,
        event.status_id, event.severity_id, event.is_muted,
        replace(detail.text, detail.name_mark, label.name), label.name, label.type,
        label.tag_set_id
      FROM _finding_name AS name
      JOIN event ON event.finding_id = name.finding_id
      JOIN detail ON detail.detail_id = event.detail_id
      JOIN resource_label AS label ON label.resource_label_id = event.resource_label_id
      WHERE name.cell_id = ?
        AND event.until_at = 9223372036854775807
        AND event.status_id <> 7
      ORDER BY name.finding_id
      """)
  }

  /// The fingerprints of a cell's findings that are not gone, in the order of their numbers.
  func fingerprints(ofCell id: Int64) throws -> [Fingerprint] {
    var fingerprints: [Fingerprint] = []
    try select.forEachRow(id) { row in
      guard let observation = try row.observation(tagSets) else { return }
      fingerprints.append(ObservationHash.of(observation, buffer: &buffer).fingerprint)
    }
    return fingerprints
  }
}

extension SteppedRow {
  /// The observation in the first thirteen columns, in the order in which its parts are hashed. It
  /// has no time and no place; `nil` where its status or severity is no word of ours.
  func observation(_ tagSets: TagSetTable) throws -> Observation? {
    guard let status = Status(rawValue: Int(int(6))), let severity = Severity(rawValue: Int(int(7)))
    else { return nil }
    return Observation(
      rule: text(3),
      resource: Resource(
        provider: text(0), account: text(1), region: text(2), uid: text(4), name: text(10),
        type: text(11), tags: try tagSets.tags(ofSet: intOrNil(12))),
      discriminator: text(5), status: status, severity: severity, isMuted: int(8) != 0,
      detail: text(9), scannedAt: .endOfTime, bytes: ByteRange(offset: 0, count: 0))
  }
}
