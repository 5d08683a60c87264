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
  /// Findings of the account at hand that were known and not gone before, and that the scan
  /// covered.
  private var lookedAt = 0
  /// Numbers of the cells of which a scan is the newest that covered them.
  private var covered: [AppliedScanKey: [Int64]] = [:]
  /// Compiled when the first late cell needs it.
  private var selectStates: PreparedStatement?

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

  mutating func apply(
    _ staged: StagedScan, covering accounts: [(accountID: Int64, coverage: AccountCoverage)]
  ) throws {
    for (accountID, coverage) in accounts {
      // What is reported was read with the records.
      for area in coverage.areas where area.basis != .inferred {
        try known.read(area.rules, ofAccount: accountID)
      }
      let hasLaterScan = try coverageTable.hasScan(after: scan.position, accountID: accountID)
      let lateCells = hasLaterScan ? try self.lateCells(accountID: accountID) : [:]
      let knownBefore = try countKnown(accountID: accountID, hasLaterScan: hasLaterScan)
      lookedAt = 0
      for cell in known.cells(ofAccount: accountID) {
        if let next = lateCells[cell] {
          try applyLate(staged, cell: cell, next: next, coverage: coverage)
        } else {
          try applyInOrder(staged, cell: cell, coverage: coverage)
        }
      }
      changes.unconfirmed += knownBefore - lookedAt
      try cover(accountID: accountID, coverage: coverage, hasLaterScan: hasLaterScan)
    }
    try writeCovered()
  }

  /// The cells that a later scan covered, each with the first one that did.
  private func lateCells(accountID: Int64) throws -> [Int: AppliedScanKey] {
    var late: [Int: AppliedScanKey] = [:]
    for index in known.cells(ofAccount: accountID) {
      let cell = known.cells[index]
      // A new cell may have been covered by scans that found nothing in it.
      if let last = cell.lastCovered, last < scan.position { continue }
      late[index] = try coverageTable.next(after: scan.position, cell: cell)
    }
    return late
  }

  /// No later scan looked at the cell: a finding's prior state is its newest event.
  private mutating func applyInOrder(
    _ staged: StagedScan, cell: Int, coverage: AccountCoverage
  ) throws {
    if known.cells[cell].findings == nil {
      // Nobody has said anything new, and where all have been seen none is gone.
      let reported = known.cells[cell].reported
      let seen = reported.count(where: staged.hasObservation)
      guard seen < reported.count, coverage.covers(known.cells[cell]) else {
        changes.unchanged += seen
        lookedAt += seen
        return
      }
    }
    for index in try known.findings(ofCell: cell) {
      let finding = try known.log(of: index)
      guard
        let change = try change(of: index, prior: finding.current, in: staged, coverage: coverage)
      else { continue }
      let eventID = try log.append(
        change.state, findingID: finding.id,
        previousID: finding.current == nil ? nil : finding.currentEventID, scan: scan,
        bytes: change.bytes)
      known.setCurrent(
        change.state, fingerprint: change.fingerprint, eventID: eventID, finding: index)
    }
  }

  /// Later scans have looked at the cell already, `next` the first of them.
  private mutating func applyLate(
    _ staged: StagedScan, cell: Int, next: AppliedScanKey, coverage: AccountCoverage
  ) throws {
    let priors = try states(ofCell: cell)
    var hasChanged = false
    for index in try known.findings(ofCell: cell) {
      let findingID = try known.log(of: index).id
      let prior = priors[findingID]
      guard let change = try change(of: index, prior: prior, in: staged, coverage: coverage) else {
        continue
      }
      try log.insertLate(
        change.state, prior: prior, findingID: findingID, scan: scan, next: next,
        bytes: change.bytes)
      hasChanged = true
    }
    if hasChanged { try known.reloadStates(ofCell: cell) }
  }

  /// What a scan says of a finding that differs from what was known.
  private struct Change {
    var state: FindingState
    /// `nil` where the finding is gone.
    var fingerprint: Fingerprint?
    var bytes: ByteRange?
  }

  /// What the scan changes about a finding, counted; `nil` where it changes nothing.
  private mutating func change(
    of index: Int, prior: FindingState?, in staged: StagedScan, coverage: AccountCoverage
  ) throws -> Change? {
    if let observation = staged.observation(of: index) {
      if prior == nil { changes.firstSeen += 1 }
      if let prior, prior.status != .gone { lookedAt += 1 }
      let finding = try known.log(of: index)
      guard let said = observation.news ?? finding.before, said.state != prior else {
        changes.unchanged += 1
        return nil
      }
      try count(said.state, prior: prior, findingID: finding.id)
      return Change(
        state: said.state, fingerprint: said.fingerprint, bytes: observation.bytes)
    }
    guard let prior, prior.status != .gone else { return nil }
    guard coverage.covers(known.cells[known.findings[index].cell]) else { return nil }
    lookedAt += 1
    changes.gone += 1
    return Change(state: .gone, fingerprint: nil, bytes: nil)
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

  /// Notes which scan is the newest that covered the cells of an account.
  private mutating func cover(
    accountID: Int64, coverage: AccountCoverage, hasLaterScan: Bool
  ) throws {
    for index in known.cells(ofAccount: accountID) where coverage.covers(known.cells[index]) {
      // A later scan may have covered the cell before it had any finding to note that for.
      let newest =
        hasLaterScan && known.cells[index].lastCovered == nil
        ? try coverageTable.newest(after: scan.position, cell: known.cells[index]) ?? scan : scan
      guard known.cover(index, by: newest.position) else { continue }
      covered[newest, default: []].append(known.cells[index].id)
    }
  }

  /// Writes what ``cover(accountID:coverage:hasLaterScan:)`` noted. Cells that one scan covers were
  /// mostly made by one scan, so that their numbers follow each other: a statement for each run of
  /// numbers takes half the time of one for each cell.
  private func writeCovered() throws {
    let update = try PreparedStatement(
      db,
      """
      UPDATE cell
      SET last_covered_at = ?, last_scan_id = ?
      WHERE cell_id BETWEEN ? AND ?
      """)
    for (scan, cells) in covered {
      for run in cells.sorted().runs {
        try update.run(
          scan.position.scannedAt.microseconds, scan.id, run.lowerBound, run.upperBound)
      }
    }
  }

  /// How many findings of the account were known and not gone just before the scan.
  private func countKnown(accountID: Int64, hasLaterScan: Bool) throws -> Int {
    guard hasLaterScan else { return try known.count(ofAccount: accountID) }
    let count = try PreparedStatement(
      db,
      """
      SELECT count(*)
      FROM cell
      JOIN rule ON rule.rule_id = cell.rule_id
      JOIN finding ON finding.cell_id = cell.cell_id
      JOIN event ON \(Self.eventBefore)
      WHERE cell.account_id = ?3
        AND rule.catalog_id = ?4
        AND event.status_id <> 7
      """
    ).first(
      scan.position.scannedAt.microseconds, scan.position.tieBreak, accountID, catalogID
    ) { Int($0.int(0)) }
    return count ?? 0
  }

  /// What the log says of a cell's findings just before the scan.
  private mutating func states(ofCell cell: Int) throws -> [Int64: FindingState] {
    var states: [Int64: FindingState] = [:]
    let select =
      try selectStates
      ?? PreparedStatement(
        db,
        """
        SELECT
          finding.finding_id, event.status_id, event.severity_id, event.is_muted,
          event.detail_id, event.resource_label_id
        FROM finding
        JOIN event ON \(Self.eventBefore)
        WHERE finding.cell_id = ?3
        """)
    selectStates = select
    try select.forEachRow(
      scan.position.scannedAt.microseconds, scan.position.tieBreak, known.cells[cell].id
    ) { row in
      states[row.int(0)] = try row.state(from: 1)
    }
    return states
  }

  /// The finding's newest event before the position (?1, ?2).
  private static let eventBefore = """
    event.event_id = (
      SELECT newest.event_id
      FROM event AS newest
      JOIN scan AS teller ON teller.scan_id = newest.scan_id
      WHERE newest.finding_id = finding.finding_id
        AND newest.superseded_in IS NULL
        AND newest.since_at <= ?1
        AND (newest.since_at, teller.tie_break) < (?1, ?2)
      ORDER BY newest.since_at DESC, teller.tie_break DESC
      LIMIT 1
    )
    """
}

extension [Int64] {
  /// Numbers that follow each other without a gap; the array is sorted.
  fileprivate var runs: [ClosedRange<Int64>] {
    reduce(into: []) { runs, number in
      if let last = runs.last, last.upperBound + 1 == number {
        runs[runs.count - 1] = last.lowerBound...number
      } else {
        runs.append(number...number)
      }
    }
  }
}
