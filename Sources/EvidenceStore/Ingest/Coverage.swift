import Crypto
import EvidenceModel
import GRDB

/// How it is known what a scan covered.
public enum CoverageBasis: String, Sendable, CaseIterable {
  /// From what it reports: in each account, every rule it reports there in every region in which
  /// it reports anything.
  case inferred
  /// From what the file says that was evaluated, and what it reports besides; inferred in accounts
  /// of which it says nothing.
  case declared
  /// The file is a whole scan of its accounts: every rule and region known for them.
  case complete
}

/// Stores coverage as two interned sets, never their product, and finds later scans by it.
final class CoverageTable {
  private let db: Database
  private let toolID: Int64
  private let selectNext: PreparedStatement
  private let selectNewest: PreparedStatement

  /// Scans of a tool after a position that covered a cell, the earliest first.
  private static let selectCovering = """
    SELECT scan.scan_id, scan.scanned_at, scan.tie_break
    FROM scan
    JOIN scan_coverage AS coverage ON coverage.scan_id = scan.scan_id
    WHERE scan.tool_id = ?
      AND (scan.scanned_at, scan.tie_break) > (?, ?)
      AND coverage.account_id = ?
      AND (
        coverage.rule_set_id = 0
        OR EXISTS (
          SELECT 1 FROM rule_set_member AS member
          WHERE member.rule_set_id = coverage.rule_set_id AND member.rule_id = ?
        )
      )
      AND (
        coverage.region_set_id = 0
        OR EXISTS (
          SELECT 1 FROM region_set_member AS member
          WHERE member.region_set_id = coverage.region_set_id AND member.region_id = ?
        )
      )
    ORDER BY scan.scanned_at, scan.tie_break

    """

  /// The set that stands for every rule, and for every region.
  static let everything: Int64 = 0

  init(_ db: Database, toolID: Int64) throws {
    self.db = db
    self.toolID = toolID
    selectNext = try PreparedStatement(db, Self.selectCovering + "LIMIT 1")
    selectNewest = try PreparedStatement(
      db, "SELECT * FROM (\(Self.selectCovering)) ORDER BY scanned_at DESC, tie_break DESC LIMIT 1")
  }

  func add(_ area: CoverageArea, accountID: Int64, scanID: Int64) throws {
    let sets = try (
      area.rules.map { try intern($0, table: "rule_set", member: "rule_id") },
      area.regions.map { try intern($0, table: "region_set", member: "region_id") }
    )
    try db.execute(
      sql: """
        INSERT INTO scan_coverage (scan_id, account_id, rule_set_id, region_set_id, basis)
        VALUES (?, ?, ?, ?, ?)
        """,
      arguments: [
        scanID, accountID, sets.0 ?? Self.everything, sets.1 ?? Self.everything,
        area.basis.rawValue,
      ])
  }

  /// True where a scan of the tool after the position looked at the account.
  func hasScan(after position: ScanPosition, accountID: Int64) throws -> Bool {
    try Bool.fetchOne(
      db,
      sql: """
        SELECT EXISTS (
          SELECT 1
          FROM scan_coverage AS coverage
          JOIN scan ON scan.scan_id = coverage.scan_id
          WHERE coverage.account_id = ?
            AND scan.tool_id = ?
            AND (scan.scanned_at, scan.tie_break) > (?, ?)
        )
        """,
      arguments: [accountID, toolID, position.scannedAt.microseconds, position.tieBreak]) ?? false
  }

  /// The first scan of the tool after the position that covered the cell.
  func next(after position: ScanPosition, cell: KnownFindings.Cell) throws -> AppliedScanKey? {
    try first(selectNext, after: position, cell: cell)
  }

  /// The newest scan of the tool after the position that covered the cell.
  func newest(after position: ScanPosition, cell: KnownFindings.Cell) throws -> AppliedScanKey? {
    try first(selectNewest, after: position, cell: cell)
  }

  private func first(
    _ statement: PreparedStatement, after position: ScanPosition, cell: KnownFindings.Cell
  ) throws -> AppliedScanKey? {
    try statement.first(
      toolID, position.scannedAt.microseconds, position.tieBreak, cell.accountID, cell.ruleID,
      cell.regionID
    ) { row in
      AppliedScanKey(
        id: row.int(0),
        position: ScanPosition(
          scannedAt: Timestamp(microseconds: row.int(1)), tieBreak: row.int(2)))
    }
  }

  private func intern(_ members: Set<Int64>, table: String, member: String) throws -> Int64 {
    let digest = [UInt8](CanonicalBytes(members: members).digest)
    let known = try PreparedStatement(db, "SELECT \(table)_id FROM \(table) WHERE digest = ?")
      .first(digest) { $0.int(0) }
    if let known { return known }
    let id = try PreparedStatement(db, "INSERT INTO \(table) (digest) VALUES (?)").run(digest)
    let insert = try PreparedStatement(
      db, "INSERT INTO \(table)_member (\(table)_id, \(member)) VALUES (?, ?)")
    for member in members.sorted() { try insert.run(id, member) }
    return id
  }
}
