import EvidenceModel
import GRDB

/// The findings of the accounts that a scan speaks of, in memory for the length of an ingest.
///
/// Looking up a finding, and what it said last, is what an ingest does for every record. An
/// account is read from the database when its first record comes by, so that unchanged records
/// never touch the database again: about 150 bytes a finding buy an unchanged day at a fraction
/// of the first day's cost.
final class KnownFindings {
  /// A finding, with its state under present knowledge.
  struct Finding {
    var id: Int64
    var cell: Int
    /// `nil` until its first event is written.
    var current: FindingState?
    var currentEventID: Int64
  }

  /// A rule in an account and region, with the newest scan that covered it.
  struct Cell {
    var id: Int64
    var accountID: Int64
    var ruleID: Int64
    var regionID: Int64
    var lastCovered: ScanPosition?
  }

  // Nobody else sees an ingest's tables: checking each access for overlap costs 5% of it.
  @exclusivity(unchecked) private(set) var cells: [Cell] = []
  @exclusivity(unchecked) private(set) var findings: [Finding] = []
  private var cellIndex: [CellKey: Int] = [:]
  private var resourceIDs: [ResourceKey: Int64] = [:]
  private var findingIndex: [FindingKey: Int] = [:]
  private var findingsOfAccount: [Int64: [Int]] = [:]
  private var cellsOfAccount: [Int64: [Int]] = [:]

  private let db: Database
  private let catalogID: Int64
  private let insertResource: PreparedStatement
  private let insertCell: PreparedStatement
  private let insertFinding: PreparedStatement
  private let insertAlias: PreparedStatement
  private var aliases: Set<AliasKey> = []

  private struct CellKey: Hashable {
    var accountID: Int64
    var ruleID: Int64
    var regionID: Int64
  }

  private struct ResourceKey: Hashable {
    var accountID: Int64
    var regionID: Int64
    var uid: String
  }

  private struct FindingKey: Hashable {
    var cell: Int
    var resourceID: Int64
    var discriminator: String
  }

  private struct AliasKey: Hashable {
    var finding: Int
    var alias: String
  }

  init(_ db: Database, catalogID: Int64) throws {
    self.db = db
    self.catalogID = catalogID
    insertResource = try PreparedStatement(
      db, "INSERT INTO resource (account_id, region_id, uid) VALUES (?, ?, ?)")
    insertCell = try PreparedStatement(
      db, "INSERT INTO cell (account_id, rule_id, region_id) VALUES (?, ?, ?)")
    insertFinding = try PreparedStatement(
      db, "INSERT INTO finding (cell_id, resource_id, discriminator) VALUES (?, ?, ?)")
    insertAlias = try PreparedStatement(
      db, "INSERT OR IGNORE INTO finding_alias (finding_id, alias) VALUES (?, ?)")
  }

  /// Indexes into ``findings`` of an account's findings.
  func findings(ofAccount accountID: Int64) -> [Int] { findingsOfAccount[accountID] ?? [] }

  /// Indexes into ``cells`` of an account's cells.
  func cells(ofAccount accountID: Int64) -> [Int] { cellsOfAccount[accountID] ?? [] }

  /// The accounts that have been read.
  var accountIDs: [Int64] { findingsOfAccount.keys.sorted() }

  /// The finding of this rule and resource: its index in ``findings``. New ones are added, here
  /// and in the database.
  func finding(
    accountID: Int64, ruleID: Int64, regionID: Int64, uid: String, discriminator: String
  ) throws -> Int {
    if findingsOfAccount[accountID] == nil { try load(accountID) }
    let cell = try self.cell(accountID: accountID, ruleID: ruleID, regionID: regionID)
    let resourceKey = ResourceKey(accountID: accountID, regionID: regionID, uid: uid)
    let resourceID: Int64
    if let known = resourceIDs[resourceKey] {
      resourceID = known
    } else {
      resourceID = try insertResource.run(accountID, regionID, uid)
      resourceIDs[resourceKey] = resourceID
    }
    let key = FindingKey(cell: cell, resourceID: resourceID, discriminator: discriminator)
    if let known = findingIndex[key] { return known }
    let id = try insertFinding.run(cells[cell].id, resourceID, discriminator)
    return add(
      Finding(id: id, cell: cell, current: nil, currentEventID: 0), key: key, accountID: accountID)
  }

  /// Notes that a tool calls a finding by this id.
  func addAlias(_ alias: String, finding: Int) throws {
    guard aliases.insert(AliasKey(finding: finding, alias: alias)).inserted else { return }
    try insertAlias.run(findings[finding].id, alias)
  }

  /// Notes what a finding says now.
  func setCurrent(_ state: FindingState, eventID: Int64, finding: Int) {
    findings[finding].current = state
    findings[finding].currentEventID = eventID
  }

  /// Notes that a scan covered a cell; true where no newer one had.
  func cover(_ cell: Int, by position: ScanPosition) -> Bool {
    if let last = cells[cell].lastCovered, position < last { return false }
    cells[cell].lastCovered = position
    return true
  }

  /// Reads an account's states anew, after a late scan has changed the log under them.
  func reloadStates(ofAccount accountID: Int64) throws {
    var indexOfID: [Int64: Int] = [:]
    for index in findings(ofAccount: accountID) { indexOfID[findings[index].id] = index }
    let select = try PreparedStatement(db, Self.selectStates)
    try select.forEachRow(accountID, catalogID) { row in
      guard let index = indexOfID[row.int(0)] else { return }
      setCurrent(row.state(from: 2), eventID: row.int(1), finding: index)
    }
  }

  // MARK: Reading an account

  private static let selectStates = """
    SELECT
      finding.finding_id, event.event_id, event.status_id, event.severity_id, event.is_muted,
      event.detail_id, event.resource_label_id
    FROM cell
    JOIN rule ON rule.rule_id = cell.rule_id
    JOIN finding ON finding.cell_id = cell.cell_id
    JOIN event ON event.finding_id = finding.finding_id
    WHERE cell.account_id = ?
      AND rule.catalog_id = ?
      AND event.until_at = 9223372036854775807
    """

  private func load(_ accountID: Int64) throws {
    findingsOfAccount[accountID] = []
    cellsOfAccount[accountID] = []
    try PreparedStatement(
      db, "SELECT resource_id, region_id, uid FROM resource WHERE account_id = ?"
    ).forEachRow(accountID) { row in
      let key = ResourceKey(accountID: accountID, regionID: row.int(1), uid: row.text(2))
      resourceIDs[key] = row.int(0)
    }
    var cellOfID: [Int64: Int] = [:]
    try PreparedStatement(
      db,
      """
      SELECT cell.cell_id, cell.rule_id, cell.region_id, scan.scanned_at, scan.tie_break
      FROM cell
      JOIN rule ON rule.rule_id = cell.rule_id
      LEFT JOIN scan ON scan.scan_id = cell.last_scan_id
      WHERE cell.account_id = ?
        AND rule.catalog_id = ?
      """
    ).forEachRow(accountID, catalogID) { row in
      let last = row.intOrNil(3).map {
        ScanPosition(scannedAt: Timestamp(microseconds: $0), tieBreak: row.int(4))
      }
      cellOfID[row.int(0)] = add(
        Cell(
          id: row.int(0), accountID: accountID, ruleID: row.int(1), regionID: row.int(2),
          lastCovered: last))
    }
    try PreparedStatement(
      db,
      """
      SELECT finding.finding_id, finding.cell_id, finding.resource_id, finding.discriminator
      FROM cell
      JOIN rule ON rule.rule_id = cell.rule_id
      JOIN finding ON finding.cell_id = cell.cell_id
      WHERE cell.account_id = ?
        AND rule.catalog_id = ?
      """
    ).forEachRow(accountID, catalogID) { row in
      guard let cell = cellOfID[row.int(1)] else { return }
      _ = add(
        Finding(id: row.int(0), cell: cell, current: nil, currentEventID: 0),
        key: FindingKey(cell: cell, resourceID: row.int(2), discriminator: row.text(3)),
        accountID: accountID)
    }
    try reloadStates(ofAccount: accountID)
    var indexOfID: [Int64: Int] = [:]
    for index in findings(ofAccount: accountID) { indexOfID[findings[index].id] = index }
    try PreparedStatement(
      db,
      """
      SELECT finding_alias.finding_id, finding_alias.alias
      FROM cell
      JOIN rule ON rule.rule_id = cell.rule_id
      JOIN finding ON finding.cell_id = cell.cell_id
      JOIN finding_alias ON finding_alias.finding_id = finding.finding_id
      WHERE cell.account_id = ?
        AND rule.catalog_id = ?
      """
    ).forEachRow(accountID, catalogID) { row in
      guard let index = indexOfID[row.int(0)] else { return }
      aliases.insert(AliasKey(finding: index, alias: row.text(1)))
    }
  }

  private func cell(accountID: Int64, ruleID: Int64, regionID: Int64) throws -> Int {
    let key = CellKey(accountID: accountID, ruleID: ruleID, regionID: regionID)
    if let known = cellIndex[key] { return known }
    let id = try insertCell.run(accountID, ruleID, regionID)
    return add(
      Cell(id: id, accountID: accountID, ruleID: ruleID, regionID: regionID, lastCovered: nil))
  }

  private func add(_ cell: Cell) -> Int {
    let index = cells.count
    cells.append(cell)
    let key = CellKey(accountID: cell.accountID, ruleID: cell.ruleID, regionID: cell.regionID)
    cellIndex[key] = index
    cellsOfAccount[cell.accountID, default: []].append(index)
    return index
  }

  private func add(_ finding: Finding, key: FindingKey, accountID: Int64) -> Int {
    let index = findings.count
    findings.append(finding)
    findingIndex[key] = index
    findingsOfAccount[accountID, default: []].append(index)
    return index
  }
}

extension SteppedRow {
  /// The state in five columns from `column` on: status, severity, muted, detail, label.
  func state(from column: Int32) -> FindingState {
    FindingState(
      status: Status(rawValue: Int(int(column))) ?? .unknown,
      severity: Severity(rawValue: Int(int(column + 1))) ?? .unknown,
      isMuted: int(column + 2) != 0,
      detailID: int(column + 3),
      labelID: int(column + 4))
  }
}
