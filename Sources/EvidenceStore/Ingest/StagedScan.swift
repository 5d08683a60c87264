import EvidenceModel
import GRDB

/// One scan of a file while its records come by: everything that does not depend on where the
/// scan stands in history.
struct StagedScan {
  /// What a scan says of a finding.
  struct Observation {
    var bytes: ByteRange
    /// What is said; `nil` where it is what the finding said when the ingest began.
    var news: FindingStatement?
  }

  /// A record that is not kept as it came.
  struct Loss {
    var kind: String
    var bytes: ByteRange
    var reason: String
    var excerpt: String

    static func insert(
      _ losses: [Loss], ofScan scanID: Int64?, artifactID: Int64, _ db: Database
    ) throws {
      let insert = try PreparedStatement(
        db,
        """
        INSERT INTO record_loss (
          artifact_id, scan_id, kind, byte_offset, byte_count, reason, excerpt
        )
        VALUES (?, ?, ?, ?, ?, ?, ?)
        """)
      for loss in losses {
        try insert.run(
          artifactID, scanID, loss.kind, loss.bytes.offset, loss.bytes.count, loss.reason,
          loss.excerpt)
      }
    }
  }

  let scannedAt: Timestamp
  let ledger: ToolLedger
  let toolVersion: String?
  var coverage: [Int64: StagedCoverage] = [:]
  var rules: [Int64: RuleDefinition] = [:]
  var counts = ScanCounts()
  var digest = ObservationDigest()
  var records = 0
  var rejected = 0
  var merged = 0
  var losses: [Loss] = []

  /// Where an observation's bytes stand, and one more than the index of its news; 0 for none.
  private struct Place {
    var offset: Int
    var count: Int32
    var news: Int32
  }

  /// Most observations say nothing new: what is new is kept apart.
  private var places: [Place] = []
  private var news: [FindingStatement] = []
  /// For each known finding, one more than the index of its place; 0 for none.
  private var placeOfFinding: [Int32] = []
  private var hasCell: [Bool] = []

  init(scannedAt: Timestamp, ledger: ToolLedger) {
    self.scannedAt = scannedAt
    self.ledger = ledger
    toolVersion = ledger.version
  }

  /// How many findings the scan reports.
  var observationCount: Int { places.count }

  /// True where the scan reports the finding.
  func hasObservation(of finding: Int) -> Bool {
    finding < placeOfFinding.count && placeOfFinding[finding] > 0
  }

  /// What the scan says of a finding, an index into `KnownFindings.findings`.
  func observation(of finding: Int) -> Observation? {
    guard hasObservation(of: finding) else { return nil }
    let place = places[Int(placeOfFinding[finding]) - 1]
    return Observation(
      bytes: ByteRange(offset: place.offset, count: Int(place.count)),
      news: place.news > 0 ? news[Int(place.news) - 1] : nil)
  }

  /// Notes what the scan says of a finding, in place of anything it said before.
  mutating func set(_ observation: Observation, of finding: Int) {
    if finding >= placeOfFinding.count {
      let missing = finding + 1 - placeOfFinding.count
      placeOfFinding.append(contentsOf: repeatElement(0, count: max(missing, placeOfFinding.count)))
    }
    var place = Place(
      offset: observation.bytes.offset, count: Int32(clamping: observation.bytes.count), news: 0)
    if let new = observation.news {
      news.append(new)
      place.news = Int32(news.count)
    }
    if placeOfFinding[finding] > 0 {
      places[Int(placeOfFinding[finding]) - 1] = place
    } else {
      places.append(place)
      placeOfFinding[finding] = Int32(places.count)
    }
  }

  /// True at the first call for a cell, so that coverage is not asked about for every record.
  mutating func isFirst(inCell cell: Int) -> Bool {
    if cell >= hasCell.count {
      hasCell.append(
        contentsOf: repeatElement(false, count: max(cell + 1 - hasCell.count, hasCell.count)))
    }
    defer { hasCell[cell] = true }
    return !hasCell[cell]
  }
}
