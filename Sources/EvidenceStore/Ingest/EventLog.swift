import EvidenceModel
import GRDB

/// Writes events, and keeps the rule that no event in force repeats the one before it.
///
/// A scan is told to the log with the state that each of its findings had just before it. In
/// order, that is the newest event. A scan that arrives late may stand between two known ones; then
/// a change it brings has to be squared with the next scan that looked at the finding:
///
/// - where that scan said nothing because nothing had changed, it is made to say again what it saw;
/// - where it said just what the late scan says, its event has become redundant and is superseded.
///
/// Nothing is removed, so that what was known before stays known. What follows from the order of
/// the events is kept up to date: `event.until_at`, and the episodes.
final class EventLog {
  private let insert: PreparedStatement
  private let supersede: PreparedStatement
  private let selectAtScan: PreparedStatement
  private let selectOrder: PreparedStatement
  private let selectPlace: PreparedStatement
  private let setUntil: PreparedStatement
  private let selectFailedBefore: PreparedStatement
  private let episodes: EpisodeTable
  private let ingestID: Int64

  init(_ db: Database, ingestID: Int64) throws {
    self.ingestID = ingestID
    insert = try PreparedStatement(
      db,
      """
      INSERT INTO event (
        finding_id, since_at, until_at, scan_id, recorded_in, status_id, severity_id, is_muted,
        detail_id, resource_label_id, byte_offset, byte_count
      )
      VALUES (?, ?, 9223372036854775807, ?, ?, ?, ?, ?, ?, ?, ?, ?)
      """)
    supersede = try PreparedStatement(
      db, "UPDATE event SET superseded_in = ?, until_at = since_at WHERE event_id = ?")
    selectAtScan = try PreparedStatement(
      db,
      """
      SELECT event_id, status_id, severity_id, is_muted, detail_id, resource_label_id
      FROM event
      WHERE finding_id = ?
        AND scan_id = ?
        AND superseded_in IS NULL
      """)
    selectPlace = try PreparedStatement(
      db,
      """
      SELECT byte_offset, byte_count
      FROM event
      WHERE finding_id = ?
        AND scan_id = ?
        AND byte_offset IS NOT NULL
      LIMIT 1
      """)
    selectOrder = try PreparedStatement(
      db,
      """
      SELECT
        event.event_id, event.since_at, event.until_at, event.status_id, event.severity_id,
        event.is_muted, event.detail_id, event.resource_label_id
      FROM event
      JOIN scan ON scan.scan_id = event.scan_id
      WHERE event.finding_id = ?
        AND event.superseded_in IS NULL
      ORDER BY event.since_at, scan.tie_break
      """)
    setUntil = try PreparedStatement(db, "UPDATE event SET until_at = ? WHERE event_id = ?")
    selectFailedBefore = try PreparedStatement(
      db,
      """
      SELECT 1
      FROM event
      JOIN scan ON scan.scan_id = event.scan_id
      WHERE event.finding_id = ?
        AND event.status_id = 1
        AND event.superseded_in IS NULL
        AND (event.since_at, scan.tie_break) < (?, ?)
      LIMIT 1
      """)
    episodes = try EpisodeTable(db)
  }

  /// Adds an event that is the newest of its finding, after `previousID` where there is one.
  func append(
    _ state: FindingState, findingID: Int64, previousID: Int64?, scan: AppliedScanKey,
    bytes: ByteRange?
  ) throws -> Int64 {
    if let previousID {
      try setUntil.run(scan.position.scannedAt.microseconds, previousID)
    }
    let eventID = try write(state, findingID: findingID, scan: scan, bytes: bytes)
    try episodes.append(
      LoggedEvent(id: eventID, since: scan.position.scannedAt, state: state),
      findingID: findingID, isFirst: previousID == nil)
    return eventID
  }

  /// Adds an event that may stand before others of its finding.
  ///
  /// `prior` is what the log says of the finding just before the scan, `next` the first later scan
  /// that covered the finding.
  func insertLate(
    _ state: FindingState, prior: FindingState?, findingID: Int64, scan: AppliedScanKey,
    next: AppliedScanKey?, bytes: ByteRange?
  ) throws {
    _ = try write(state, findingID: findingID, scan: scan, bytes: bytes)
    if let next {
      let told = try selectAtScan.first(findingID, next.id) { row in
        (row.int(0), try row.state(from: 1))
      }
      if let (eventID, toldState) = told {
        if toldState == state { try supersede.run(ingestID, eventID) }
      } else {
        // The next scan saw what had been so before, or did not see what was not known then.
        let seen = prior ?? .gone
        if seen != state {
          _ = try write(
            seen, findingID: findingID, scan: next, bytes: try place(of: findingID, in: next))
        }
      }
    }
    try refresh(findingID)
  }

  /// True where the finding failed at some time before the position.
  func failed(_ findingID: Int64, before position: ScanPosition) throws -> Bool {
    try selectFailedBefore.first(findingID, position.scannedAt.microseconds, position.tieBreak) {
      _ in true
    } ?? false
  }

  /// Where a scan's file says something of a finding, as far as the scan said it before and another
  /// one made that redundant: the place of what was never written is not known.
  private func place(of findingID: Int64, in scan: AppliedScanKey) throws -> ByteRange? {
    try selectPlace.first(findingID, scan.id) { row in
      ByteRange(offset: Int(row.int(0)), count: Int(row.int(1)))
    }
  }

  private func write(
    _ state: FindingState, findingID: Int64, scan: AppliedScanKey, bytes: ByteRange?
  ) throws -> Int64 {
    try insert.run(
      findingID, scan.position.scannedAt.microseconds, scan.id, ingestID, state.status.rawValue,
      state.severity.rawValue, state.isMuted, state.detailID, state.labelID, bytes?.offset,
      bytes?.count)
  }

  /// Works out anew what follows from the order of a finding's events.
  private func refresh(_ findingID: Int64) throws {
    var order: [LoggedEvent] = []
    var untils: [Int64] = []
    try selectOrder.forEachRow(findingID) { row in
      order.append(
        LoggedEvent(
          id: row.int(0), since: Timestamp(microseconds: row.int(1)), state: try row.state(from: 3))
      )
      untils.append(row.int(2))
    }
    for (index, event) in order.enumerated() {
      let until = index + 1 < order.count ? order[index + 1].since : .endOfTime
      if untils[index] != until.microseconds { try setUntil.run(until.microseconds, event.id) }
    }
    try episodes.rebuild(order, findingID: findingID)
  }
}

/// A scan that is in the database: its number and its position.
struct AppliedScanKey: Hashable {
  var id: Int64
  var position: ScanPosition
}

extension FindingState {
  /// The state of a finding that is no longer reported. It says nothing of what was before, so
  /// that a scan which arrives late has nothing to correct in it.
  static let gone = FindingState(
    status: .gone, severity: .unknown, isMuted: false, detailID: emptyDetailID,
    labelID: emptyLabelID)

  /// The number of the empty detail, which has no mark either.
  static let emptyDetailID = CanonicalBytes(texts: ["", ""]).contentID

  /// The number of the label without name and type.
  static let emptyLabelID = CanonicalBytes(texts: ["", ""]).contentID
}
