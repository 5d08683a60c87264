import EvidenceModel
import GRDB

/// The findings that a scan speaks of, in memory for the length of an ingest.
///
/// What a record changes is found out for every record. When the first record of a rule in an
/// account comes by, the fingerprints of what the rule's findings say there are read. A record
/// with one of them changes nothing, and nothing else has to be known of it. The log is read, one
/// cell at a time, only where a record says something new or a finding is missing. So unchanged
/// records do not touch the database, and a scan of one service does not pay for the account's
/// others.
final class KnownFindings {
  /// A finding. It has a fingerprint before it is known which one of the log it is.
  struct Finding {
    /// Index into ``KnownFindings/cells``.
    let cell: Int
    /// Of what it says under present knowledge; `nil` where it is gone, or new.
    fileprivate var fingerprint: Fingerprint?
    /// Index into `logged`; `nil` until the log of the cell is read.
    fileprivate var logged: Int?
  }

  /// A finding as the log has it.
  struct Logged {
    let id: Int64
    /// What it said when the ingest began; `nil` where it was not known, or gone.
    let before: FindingStatement?
    /// What it says under present knowledge; `nil` until its first event is written.
    fileprivate(set) var current: FindingState?
    fileprivate(set) var currentEventID: Int64
  }

  /// A rule in an account and region, with the newest scan that covered it.
  struct Cell {
    let id: Int64
    let accountID: Int64
    let ruleID: Int64
    let regionID: Int64
    fileprivate(set) var lastCovered: ScanPosition?
    /// Indexes of the findings that were not gone when the ingest began.
    let reported: Range<Int>
    /// Indexes of all findings; `nil` until the log of the cell is read.
    fileprivate(set) var findings: [Int]?
    /// True where a finding has another fingerprint than the database has of it.
    fileprivate var hasNewFingerprints = false
  }

  // Nobody else sees an ingest's tables: checking each access for overlap costs 5% of it.
  @exclusivity(unchecked) private(set) var cells: [Cell] = []
  @exclusivity(unchecked) private(set) var findings: [Finding] = []
  @exclusivity(unchecked) private var logged: [Logged] = []
  @exclusivity(unchecked) private var fingerprintIndex = FingerprintIndex()
  private var findingIndex: [Int64: Int] = [:]
  private var cellsOfAccount: [Int64: [Int]] = [:]
  /// Of each rule and account that was read.
  private var cellsOfRule: [AccountRule: [Int]] = [:]
  private var positions: [Int64: ScanPosition] = [:]

  private let db: Database
  private let catalogID: Int64
  private let selectCells: PreparedStatement
  private let selectPosition: PreparedStatement
  private let selectLog: PreparedStatement
  private let selectCount: PreparedStatement
  private let selectResource: PreparedStatement
  private let insertResource: PreparedStatement
  private let insertCell: PreparedStatement
  private let selectFinding: PreparedStatement
  private let insertFinding: PreparedStatement
  private let insertAlias: PreparedStatement
  private let insertFingerprints: PreparedStatement
  private let fingerprintReader: FingerprintReader

  private struct AccountRule: Hashable {
    var accountID: Int64
    var ruleID: Int64
  }

  init(_ db: Database, catalogID: Int64) throws {
    self.db = db
    self.catalogID = catalogID
    selectCells = try PreparedStatement(
      db,
      """
      SELECT cell.cell_id, cell.region_id, cell.last_scan_id, cell_fingerprint.fingerprints
      FROM cell
      LEFT JOIN cell_fingerprint ON cell_fingerprint.cell_id = cell.cell_id
      WHERE cell.account_id = ?
        AND cell.rule_id = ?
      """)
    selectPosition = try PreparedStatement(
      db, "SELECT scanned_at, tie_break FROM scan WHERE scan_id = ?")
    selectLog = try PreparedStatement(
      db,
      """
      SELECT
        finding.finding_id, event.event_id, event.status_id, event.severity_id, event.is_muted,
        event.detail_id, event.resource_label_id
      FROM finding
      JOIN event ON event.finding_id = finding.finding_id
      WHERE finding.cell_id = ?
        AND event.until_at = 9223372036854775807
      ORDER BY finding.finding_id
      """)
    selectCount = try PreparedStatement(
      db,
      """
      SELECT sum(length(cell_fingerprint.fingerprints))
      FROM cell
      CROSS JOIN cell_fingerprint ON cell_fingerprint.cell_id = cell.cell_id
      WHERE cell.account_id = ?
        AND cell.rule_id = ?
      """)
    selectResource = try PreparedStatement(
      db,
      "SELECT resource_id FROM resource WHERE account_id = ? AND region_id = ? AND uid = ?")
    insertResource = try PreparedStatement(
      db, "INSERT INTO resource (account_id, region_id, uid) VALUES (?, ?, ?)")
    insertCell = try PreparedStatement(
      db, "INSERT INTO cell (account_id, rule_id, region_id) VALUES (?, ?, ?)")
    selectFinding = try PreparedStatement(
      db,
      """
      SELECT finding_id
      FROM finding
      WHERE cell_id = ?
        AND resource_id = ?
        AND discriminator = ?
      """)
    insertFinding = try PreparedStatement(
      db, "INSERT INTO finding (cell_id, resource_id, discriminator) VALUES (?, ?, ?)")
    insertAlias = try PreparedStatement(
      db, "INSERT OR IGNORE INTO finding_alias (finding_id, alias) VALUES (?, ?)")
    insertFingerprints = try PreparedStatement(
      db,
      """
      INSERT INTO cell_fingerprint (cell_id, fingerprints) VALUES (?, ?)
      ON CONFLICT (cell_id) DO UPDATE SET fingerprints = excluded.fingerprints
      """)
    fingerprintReader = try FingerprintReader(db)
  }

  // MARK: Records

  /// The finding that said just this when the ingest began.
  ///
  /// Of a rule and account, ``read(accountID:ruleID:)`` has to be called before.
  func finding(saying fingerprint: Fingerprint) -> Int? {
    fingerprintIndex.finding(with: fingerprint)
  }

  /// Reads what is known of a rule in an account.
  ///
  /// - Returns: `false` where it was read before.
  func read(accountID: Int64, ruleID: Int64) throws -> Bool {
    let rule = AccountRule(accountID: accountID, ruleID: ruleID)
    guard cellsOfRule[rule] == nil else { return false }
    cellsOfRule[rule] = []
    try selectCells.forEachRow(accountID, ruleID) { row in
      let cell = cells.count
      let first = findings.count
      try row.withBytes(3) { bytes in
        guard bytes.count.isMultiple(of: Fingerprint.byteCount) else {
          throw Self.damage(ofCell: row.int(0))
        }
        for offset in stride(from: 0, to: bytes.count, by: Fingerprint.byteCount) {
          let fingerprint = Fingerprint(bytes, at: offset)
          fingerprintIndex.add(fingerprint, finding: findings.count)
          findings.append(Finding(cell: cell, fingerprint: fingerprint))
        }
      }
      add(
        Cell(
          id: row.int(0), accountID: accountID, ruleID: ruleID, regionID: row.int(1),
          lastCovered: try row.intOrNil(2).flatMap(position), reported: first..<findings.count))
    }
    return true
  }

  /// Reads what is known of rules in an account, for a scan that covered them whether or not it
  /// reports them; `nil` for every rule.
  func read(_ covered: Set<Int64>?, ofAccount accountID: Int64) throws {
    for ruleID in try ruleIDs(ofAccount: accountID) where covered?.contains(ruleID) ?? true {
      _ = try read(accountID: accountID, ruleID: ruleID)
    }
  }

  /// The rules that have findings in an account.
  private func ruleIDs(ofAccount accountID: Int64) throws -> [Int64] {
    try Int64.fetchAll(
      db,
      sql: """
        SELECT rule_id
        FROM rule
        WHERE catalog_id = ?
          AND EXISTS (
            SELECT 1 FROM cell WHERE cell.account_id = ? AND cell.rule_id = rule.rule_id
          )
        """, arguments: [catalogID, accountID])
  }

  /// The finding of this rule and resource, whatever it says: its index in ``findings``. New ones
  /// are added, here and in the database. The log of its cell is read.
  func finding(
    accountID: Int64, ruleID: Int64, regionID: Int64, uid: String, discriminator: String
  ) throws -> Int {
    let cell = try self.cell(accountID: accountID, ruleID: ruleID, regionID: regionID)
    try readLog(ofCell: cell)
    let resourceID: Int64
    if let known = try selectResource.first(accountID, regionID, uid, read: { $0.int(0) }) {
      resourceID = known
      let id = try selectFinding.first(cells[cell].id, resourceID, discriminator) { $0.int(0) }
      if let id {
        guard let index = findingIndex[id] else { throw Self.damage(ofCell: cells[cell].id) }
        return index
      }
    } else {
      resourceID = try insertResource.run(accountID, regionID, uid)
    }
    let id = try insertFinding.run(cells[cell].id, resourceID, discriminator)
    let index = findings.count
    findings.append(Finding(cell: cell, logged: logged.count))
    logged.append(Logged(id: id, before: nil, current: nil, currentEventID: 0))
    findingIndex[id] = index
    cells[cell].findings?.append(index)
    return index
  }

  /// Notes that a tool calls a finding by this id.
  func addAlias(_ alias: String, finding: Int) throws {
    try insertAlias.run(try log(of: finding).id, alias)
  }

  // MARK: The log

  /// A finding as the log has it.
  func log(of finding: Int) throws -> Logged {
    let cell = findings[finding].cell
    try readLog(ofCell: cell)
    guard let index = findings[finding].logged else { throw Self.damage(ofCell: cells[cell].id) }
    return logged[index]
  }

  /// Indexes of all findings of a cell, gone ones too.
  func findings(ofCell cell: Int) throws -> [Int] {
    try readLog(ofCell: cell)
    return cells[cell].findings ?? []
  }

  /// Notes what the newest of all scans says of a finding; a finding that is gone has no
  /// fingerprint.
  func setCurrent(
    _ state: FindingState, fingerprint: Fingerprint?, eventID: Int64, finding: Int
  ) {
    if let index = findings[finding].logged {
      logged[index].current = state
      logged[index].currentEventID = eventID
    }
    findings[finding].fingerprint = fingerprint
    cells[findings[finding].cell].hasNewFingerprints = true
  }

  /// Reads a cell's states anew, after a late scan has changed the log under them.
  func reloadStates(ofCell cell: Int) throws {
    var reported: [Int] = []
    try selectLog.forEachRow(cells[cell].id) { row in
      guard let finding = findingIndex[row.int(0)], let index = findings[finding].logged else {
        return
      }
      let state = try row.state(from: 2)
      logged[index].current = state
      logged[index].currentEventID = row.int(1)
      findings[finding].fingerprint = nil
      if state.status != .gone { reported.append(finding) }
    }
    let fingerprints = try fingerprintReader.fingerprints(ofCell: cells[cell].id)
    guard fingerprints.count == reported.count else { throw Self.damage(ofCell: cells[cell].id) }
    for (finding, fingerprint) in zip(reported, fingerprints) {
      findings[finding].fingerprint = fingerprint
    }
    cells[cell].hasNewFingerprints = true
  }

  private func readLog(ofCell cell: Int) throws {
    guard cells[cell].findings == nil else { return }
    var reported = cells[cell].reported
    var indexes: [Int] = []
    try selectLog.forEachRow(cells[cell].id) { row in
      let state = try row.state(from: 2)
      let index: Int
      var before: FindingStatement?
      // Fingerprints are stored in the order of the findings' numbers.
      if state.status == .gone {
        index = findings.count
        findings.append(Finding(cell: cell))
      } else if let next = reported.popFirst(), let fingerprint = findings[next].fingerprint {
        index = next
        before = FindingStatement(state: state, fingerprint: fingerprint)
      } else {
        throw Self.damage(ofCell: cells[cell].id)
      }
      findings[index].logged = logged.count
      logged.append(
        Logged(id: row.int(0), before: before, current: state, currentEventID: row.int(1)))
      findingIndex[row.int(0)] = index
      indexes.append(index)
    }
    guard reported.isEmpty else { throw Self.damage(ofCell: cells[cell].id) }
    cells[cell].findings = indexes
  }

  private static func damage(ofCell id: Int64) -> DatabaseError {
    DatabaseError(
      resultCode: .SQLITE_CORRUPT,
      message: "the fingerprints of cell \(id) are not those of its findings")
  }

  /// How many findings of an account are not gone, in rules that were read and in others.
  func count(ofAccount accountID: Int64) throws -> Int {
    var count = 0
    for cell in cells(ofAccount: accountID) {
      let known = cells[cell]
      count +=
        known.findings.map { $0.count { findings[$0].fingerprint != nil } } ?? known.reported.count
    }
    for ruleID in try ruleIDs(ofAccount: accountID) {
      guard cellsOfRule[AccountRule(accountID: accountID, ruleID: ruleID)] == nil else { continue }
      count +=
        try selectCount.first(accountID, ruleID) { Int($0.int(0)) / Fingerprint.byteCount } ?? 0
    }
    return count
  }

  // MARK: Cells

  /// Indexes into ``cells`` of those that have been read of an account.
  func cells(ofAccount accountID: Int64) -> [Int] { cellsOfAccount[accountID] ?? [] }

  /// Notes that a scan covered a cell; true where no newer one had.
  func cover(_ cell: Int, by position: ScanPosition) -> Bool {
    if let last = cells[cell].lastCovered, position < last { return false }
    cells[cell].lastCovered = position
    return true
  }

  /// Writes the fingerprints that have changed.
  func writeFingerprints() throws {
    for index in cells.indices where cells[index].hasNewFingerprints {
      let fingerprints = (cells[index].findings ?? []).compactMap { findings[$0].fingerprint }
      try insertFingerprints.run(cells[index].id, Fingerprint.bytes(fingerprints))
      cells[index].hasNewFingerprints = false
    }
  }

  private func cell(accountID: Int64, ruleID: Int64, regionID: Int64) throws -> Int {
    let rule = AccountRule(accountID: accountID, ruleID: ruleID)
    if let known = cellsOfRule[rule]?.first(where: { cells[$0].regionID == regionID }) {
      return known
    }
    let id = try insertCell.run(accountID, ruleID, regionID)
    var cell = Cell(
      id: id, accountID: accountID, ruleID: ruleID, regionID: regionID, lastCovered: nil,
      reported: findings.count..<findings.count)
    cell.findings = []
    return add(cell)
  }

  @discardableResult
  private func add(_ cell: Cell) -> Int {
    let index = cells.count
    cells.append(cell)
    cellsOfAccount[cell.accountID, default: []].append(index)
    cellsOfRule[AccountRule(accountID: cell.accountID, ruleID: cell.ruleID), default: []]
      .append(index)
    return index
  }

  /// Where a scan stands. A few scans are the newest of all cells.
  private func position(ofScan id: Int64) throws -> ScanPosition? {
    if let known = positions[id] { return known }
    let position = try selectPosition.first(id) { row in
      ScanPosition(scannedAt: Timestamp(microseconds: row.int(0)), tieBreak: row.int(1))
    }
    positions[id] = position
    return position
  }
}

extension SteppedRow {
  /// The state in five columns from `column` on: status, severity, muted, detail, label.
  func state(from column: Int32) throws -> FindingState {
    guard let status = Status(rawValue: Int(int(column))),
      let severity = Severity(rawValue: Int(int(column + 1)))
    else {
      throw DatabaseError(
        resultCode: .SQLITE_CORRUPT, message: "an event has a status or severity that is not known")
    }
    return FindingState(
      status: status, severity: severity, isMuted: int(column + 2) != 0,
      detailID: int(column + 3), labelID: int(column + 4))
  }
}
