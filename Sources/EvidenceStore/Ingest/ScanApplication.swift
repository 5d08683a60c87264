import EvidenceModel
import GRDB

/// Tells a staged scan to the log: which findings opened, were resolved, are gone.
struct ScanApplication {
  let db: Database
  let known: KnownFindings
  let log: EventLog
  let coverageTable: CoverageTable
  let scan: AppliedScanKey
  let catalogID: Int64

  private(set) var changes = ChangeCounts()

  init(
    db: Database, known: KnownFindings, log: EventLog, coverageTable: CoverageTable,
    scan: AppliedScanKey, catalogID: Int64
  ) {
    self.db = db
    self.known = known
    self.log = log
    self.coverageTable = coverageTable
    self.scan = scan
    self.catalogID = catalogID
  }

  mutating func apply(_ staged: StagedScan) throws {
    for (accountID, coverage) in staged.coverage.sorted(by: { $0.key < $1.key }) {
      let hasLaterScan = try coverageTable.hasScan(after: scan.position, accountID: accountID)
      if hasLaterScan {
        try applyLate(staged, accountID: accountID, coverage: coverage)
      } else {
        try applyInOrder(staged, accountID: accountID, coverage: coverage)
      }
      try cover(accountID: accountID, coverage: coverage, hasLaterScan: hasLaterScan)
    }
  }

  /// The scan is the newest of its account: every finding's prior state is its newest event.
  private mutating func applyInOrder(
    _ staged: StagedScan, accountID: Int64, coverage: AccountCoverage
  ) throws {
    for index in known.findings(ofAccount: accountID) {
      let finding = known.findings[index]
      guard
        let change = try change(
          of: index, prior: finding.current, in: staged, coverage: coverage)
      else { continue }
      let eventID = try log.append(
        change.state, findingID: finding.id,
        previousID: finding.current == nil ? nil : finding.currentEventID, scan: scan,
        bytes: change.bytes)
      known.setCurrent(change.state, eventID: eventID, finding: index)
    }
  }

  /// Later scans of the account are known already.
  private mutating func applyLate(
    _ staged: StagedScan, accountID: Int64, coverage: AccountCoverage
  ) throws {
    let priors = try states(ofAccount: accountID, before: scan.position)
    var nextScans: [Int: AppliedScanKey?] = [:]
    for index in known.findings(ofAccount: accountID) {
      let finding = known.findings[index]
      let prior = priors[finding.id]
      guard let change = try change(of: index, prior: prior, in: staged, coverage: coverage) else {
        continue
      }
      let next: AppliedScanKey?
      if let found = nextScans[finding.cell] {
        next = found
      } else {
        next = try coverageTable.next(after: scan.position, cell: known.cells[finding.cell])
        nextScans[finding.cell] = .some(next)
      }
      try log.insertLate(
        change.state, prior: prior, findingID: finding.id, scan: scan, next: next,
        bytes: change.bytes)
    }
    try known.reloadStates(ofAccount: accountID)
  }

  /// What the scan changes about a finding, counted; `nil` where it changes nothing.
  private mutating func change(
    of index: Int, prior: FindingState?, in staged: StagedScan, coverage: AccountCoverage
  ) throws -> (state: FindingState, bytes: ByteRange?)? {
    if let observed = staged.observation(of: index) {
      let observation = staged.observations[observed]
      if prior == nil { changes.firstSeen += 1 }
      guard prior != observation.state else {
        changes.unchanged += 1
        return nil
      }
      try count(observation.state, prior: prior, findingID: known.findings[index].id)
      return (observation.state, observation.bytes)
    }
    guard let prior, prior.status != .gone else { return nil }
    guard coverage.covers(known.cells[known.findings[index].cell]) else {
      changes.unconfirmed += 1
      return nil
    }
    changes.gone += 1
    return (.gone, nil)
  }

  private mutating func count(
    _ state: FindingState, prior: FindingState?, findingID: Int64
  ) throws {
    switch (prior?.status, state.status) {
    case (.fail, .fail): changes.changed += 1
    case (.fail, _): changes.resolved += 1
    case (nil, .fail): changes.opened += 1
    case (_, .fail):
      if try log.failed(findingID, before: scan.position) {
        changes.reopened += 1
      } else {
        changes.opened += 1
      }
    default: changes.changed += 1
    }
  }

  private func cover(
    accountID: Int64, coverage: AccountCoverage, hasLaterScan: Bool
  ) throws {
    let update = try PreparedStatement(
      db, "UPDATE cell SET last_covered_at = ?, last_scan_id = ? WHERE cell_id = ?")
    for index in known.cells(ofAccount: accountID) where coverage.covers(known.cells[index]) {
      // A later scan may have covered the cell before it had any finding to note that for.
      let newest =
        hasLaterScan && known.cells[index].lastCovered == nil
        ? try coverageTable.newest(after: scan.position, cell: known.cells[index]) ?? scan : scan
      guard known.cover(index, by: newest.position) else { continue }
      try update.run(newest.position.scannedAt.microseconds, newest.id, known.cells[index].id)
    }
  }

  /// What the log says of an account's findings just before a position.
  private func states(
    ofAccount accountID: Int64, before position: ScanPosition
  ) throws -> [Int64: FindingState] {
    var states: [Int64: FindingState] = [:]
    try PreparedStatement(
      db,
      """
      SELECT
        finding.finding_id, event.status_id, event.severity_id, event.is_muted, event.detail_id,
        event.resource_label_id
      FROM cell
      JOIN rule ON rule.rule_id = cell.rule_id
      JOIN finding ON finding.cell_id = cell.cell_id
      JOIN event ON event.event_id = (
        SELECT newest.event_id
        FROM event AS newest
        JOIN scan AS teller ON teller.scan_id = newest.scan_id
        WHERE newest.finding_id = finding.finding_id
          AND newest.superseded_in IS NULL
          AND newest.since_at <= ?
          AND (newest.since_at, teller.tie_break) < (?, ?)
        ORDER BY newest.since_at DESC, teller.tie_break DESC
        LIMIT 1
      )
      WHERE cell.account_id = ?
        AND rule.catalog_id = ?
      """
    ).forEachRow(
      position.scannedAt.microseconds, position.scannedAt.microseconds, position.tieBreak,
      accountID, catalogID
    ) { row in
      states[row.int(0)] = row.state(from: 1)
    }
    return states
  }
}
