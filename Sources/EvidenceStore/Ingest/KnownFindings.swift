import EvidenceModel
import GRDB

/// The findings that a scan speaks of, in memory for the length of an ingest.
///
/// Looking up a finding, and what it said last, is what an ingest does for every record. A rule's
/// findings in an account are read from the database when its first record comes by, so that
/// unchanged records never touch the database again, and a scan of one service does not pay for
/// the account's others.
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
    /// Indexes of the cell's findings.
    var findings: [Int] = []
  }

  // Nobody else sees an ingest's tables: checking each access for overlap costs 5% of it.
  @exclusivity(unchecked) private(set) var cells: [Cell] = []
  @exclusivity(unchecked) private(set) var findings: [Finding] = []
  private var cellIndex: [CellKey: Int] = [:]
  private var resourceIDs: [ResourceKey: Int64] = [:]
  private var findingIndex: [FindingKey: Int] = [:]
  private var cellsOfAccount: [Int64: [Int]] = [:]
  private var loadedRules: Set<AccountRule> = []
  private var lastLoaded: AccountRule?

  private let db: Database
  private let catalogID: Int64
  private let selectResource: PreparedStatement
  private let insertResource: PreparedStatement
  private let selectCells: PreparedStatement
  private let selectFindings: PreparedStatement
  private let insertCell: PreparedStatement
  private let insertFinding: PreparedStatement
  private let insertAlias: PreparedStatement

  private struct AccountRule: Hashable {
    var accountID: Int64
    var ruleID: Int64
  }

  private struct CellKey: Hashable {
    var accountID: Int64
    var ruleID: Int64
    var regionID: Int64
  }

  private struct ResourceKey: Hashable {
    var accountID: Int64
    var regionID: Int64
    var uid: ExactText
  }

  private struct FindingKey: Hashable {
    var cell: Int
    var resourceID: Int64
    var discriminator: ExactText
  }

  init(_ db: Database, catalogID: Int64) throws {
    self.db = db
    self.catalogID = catalogID
    selectResource = try PreparedStatement(
      db,
      "SELECT resource_id FROM resource WHERE account_id = ? AND region_id = ? AND uid = ?")
    selectCells = try PreparedStatement(
      db,
      """
      SELECT cell.cell_id, cell.region_id, scan.scanned_at, scan.tie_break
      FROM cell
      LEFT JOIN scan ON scan.scan_id = cell.last_scan_id
      WHERE cell.account_id = ?
        AND cell.rule_id = ?
      """)
    selectFindings = try PreparedStatement(
      db,
      """
      SELECT
        finding.finding_id, finding.resource_id, finding.discriminator, event.event_id,
        event.status_id, event.severity_id, event.is_muted, event.detail_id,
        event.resource_label_id, resource.uid
      FROM finding
      JOIN event ON event.finding_id = finding.finding_id
      JOIN resource ON resource.resource_id = finding.resource_id
      WHERE finding.cell_id = ?
        AND event.until_at = 9223372036854775807
      """)
    insertResource = try PreparedStatement(
      db, "INSERT INTO resource (account_id, region_id, uid) VALUES (?, ?, ?)")
    insertCell = try PreparedStatement(
      db, "INSERT INTO cell (account_id, rule_id, region_id) VALUES (?, ?, ?)")
    insertFinding = try PreparedStatement(
      db, "INSERT INTO finding (cell_id, resource_id, discriminator) VALUES (?, ?, ?)")
    insertAlias = try PreparedStatement(
      db, "INSERT OR IGNORE INTO finding_alias (finding_id, alias) VALUES (?, ?)")
  }

  /// Indexes into ``cells`` of those that have been read of an account.
  func cells(ofAccount accountID: Int64) -> [Int] { cellsOfAccount[accountID] ?? [] }

  /// Reads all of an account, for a scan that covers all of it.
  func loadEverything(ofAccount accountID: Int64) throws {
    let ruleIDs = try Int64.fetchAll(
      db,
      sql: """
        SELECT DISTINCT cell.rule_id
        FROM cell
        JOIN rule ON rule.rule_id = cell.rule_id
        WHERE cell.account_id = ?
          AND rule.catalog_id = ?
        """, arguments: [accountID, catalogID])
    for ruleID in ruleIDs { try load(accountID: accountID, ruleID: ruleID) }
  }

  /// The finding of this rule and resource: its index in ``findings``. New ones are added, here
  /// and in the database.
  func finding(
    accountID: Int64, ruleID: Int64, regionID: Int64, uid: String, discriminator: String
  ) throws -> Int {
    try load(accountID: accountID, ruleID: ruleID)
    let cell = try self.cell(accountID: accountID, ruleID: ruleID, regionID: regionID)
    let resourceKey = ResourceKey(
      accountID: accountID, regionID: regionID, uid: ExactText(uid))
    let resourceID: Int64
    if let known = resourceIDs[resourceKey] {
      resourceID = known
    } else {
      resourceID =
        try selectResource.first(accountID, regionID, uid) { $0.int(0) }
        ?? insertResource.run(accountID, regionID, uid)
      resourceIDs[resourceKey] = resourceID
    }
    let key = FindingKey(
      cell: cell, resourceID: resourceID, discriminator: ExactText(discriminator))
    if let known = findingIndex[key] { return known }
    let id = try insertFinding.run(cells[cell].id, resourceID, discriminator)
    return add(Finding(id: id, cell: cell, current: nil, currentEventID: 0), key: key)
  }

  /// Notes that a tool calls a finding by this id.
  func addAlias(_ alias: String, finding: Int) throws {
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

  /// Reads a cell's states anew, after a late scan has changed the log under them.
  func reloadStates(ofCell cell: Int) throws {
    var indexes: [Int64: Int] = [:]
    for index in cells[cell].findings { indexes[findings[index].id] = index }
    try selectFindings.forEachRow(cells[cell].id) { row in
      guard let index = indexes[row.int(0)] else { return }
      setCurrent(try row.state(from: 4), eventID: row.int(3), finding: index)
    }
  }

  // MARK: Reading a rule's findings in an account

  private func load(accountID: Int64, ruleID: Int64) throws {
    let key = AccountRule(accountID: accountID, ruleID: ruleID)
    // Scanners write a rule's records one after the other.
    guard key != lastLoaded else { return }
    lastLoaded = key
    guard loadedRules.insert(key).inserted else { return }
    var loaded: [Int] = []
    try selectCells.forEachRow(accountID, ruleID) { row in
      let last = row.intOrNil(2).map {
        ScanPosition(scannedAt: Timestamp(microseconds: $0), tieBreak: row.int(3))
      }
      loaded.append(
        add(
          Cell(
            id: row.int(0), accountID: accountID, ruleID: ruleID, regionID: row.int(1),
            lastCovered: last)))
    }
    for cell in loaded {
      let regionID = cells[cell].regionID
      try selectFindings.forEachRow(cells[cell].id) { row in
        let resourceID = row.int(1)
        let resourceKey = ResourceKey(
          accountID: accountID, regionID: regionID, uid: ExactText(row.text(9)))
        resourceIDs[resourceKey] = resourceID
        let finding = Finding(
          id: row.int(0), cell: cell, current: try row.state(from: 4), currentEventID: row.int(3))
        _ = add(
          finding,
          key: FindingKey(cell: cell, resourceID: resourceID, discriminator: ExactText(row.text(2)))
        )
      }
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

  private func add(_ finding: Finding, key: FindingKey) -> Int {
    let index = findings.count
    findings.append(finding)
    findingIndex[key] = index
    cells[finding.cell].findings.append(index)
    return index
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
