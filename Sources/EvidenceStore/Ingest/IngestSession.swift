import Crypto
package import EvidenceModel
package import GRDB

/// The ingest of one file, inside one transaction.
///
/// Call ``setTool(_:version:)`` first, then ``describe(_:scannedAt:)``, ``declare(_:)``,
/// ``observe(_:)`` and ``reject(bytes:reason:excerpt:)`` for each thing the reader finds, then ``finish(_:recordedAt:programVersion:)`` with the artifact, whose
/// digest may be known last of all. Of a record that says what its finding said before, little more
/// than its place is kept; another one is turned into numbers. Where they stand in history is
/// decided at the end, when all of the file's scans and times are known.
package final class IngestSession: ScanRecorder {
  /// The file, where it may be one of several outputs of a run.
  package var output: RunOutput?

  private let db: Database
  private let names: NameTable
  private let basis: CoverageBasis

  private var ledgers: [ExactText: ToolLedger] = [:]
  private var ledger: ToolLedger?
  // Nobody else sees a session's tables: checking each access for overlap costs 5% of an ingest.
  @exclusivity(unchecked) private var scans: [StagedScan] = []
  private var scanIndex: [ScanKey: Int] = [:]
  private var lastScan: Int?
  private var requirements: [ScanKey: StagedRequirements] = [:]
  private var lastRequirements: ScanKey?
  /// Losses that came before the first record that tells a time.
  private var earlyLosses: [StagedScan.Loss] = []
  @exclusivity(unchecked) private var buffer = CanonicalBytes()

  /// More times than this in one file are not runs appended to each other.
  package static let mostScansInAFile = 64

  /// What tells a file's scans apart.
  private struct ScanKey: Hashable {
    var toolID: Int64
    var scannedAt: Timestamp
  }

  /// Begins the ingest of a file.
  package init(_ db: Database, basis: CoverageBasis) throws {
    self.db = db
    self.basis = basis
    names = try NameTable(db)
    try names.addDetail(FindingState.gone.detailID, .empty)
    try names.addLabel(FindingState.gone.labelID, ResourceLabel())
  }

  /// What comes from here on is of this tool, in this version.
  package func setTool(_ key: String, version: String?) throws {
    let ledger = try ledgers[ExactText(key)] ?? ToolLedger(db, tool: key, names: names)
    ledger.version = version
    ledgers[ExactText(key)] = ledger
    if ledger !== self.ledger { lastScan = nil }
    self.ledger = ledger
  }

  private func currentLedger() throws -> ToolLedger {
    guard let ledger else {
      throw DatabaseError(
        resultCode: .SQLITE_MISUSE, message: "a record came before the tool that wrote it")
    }
    return ledger
  }

  /// Notes what a rule says at the time of a scan. The first word on a rule in a scan stands.
  package func describe(_ rule: RuleDefinition, scannedAt: Timestamp) throws {
    let scan = try scan(at: scannedAt)
    let ruleID = try currentLedger().ruleID(rule.key)
    if scans[scan].rules[ruleID] == nil { scans[scan].rules[ruleID] = rule }
  }

  /// Takes what the file says that was evaluated; left aside where the coverage is asserted.
  package func declare(_ coverage: DeclaredCoverage) throws {
    guard basis == .declared else { return }
    let scan = try scan(at: coverage.scannedAt)
    let accountID = try names.account(provider: coverage.provider, key: coverage.account)
    let ledger = try currentLedger()
    let rules = try coverage.rules.map { Set(try $0.map(ledger.ruleID)) }
    let regions = try coverage.regions.map { Set(try $0.map(names.region)) }
    scans[scan].coverage[accountID, default: StagedCoverage(isComplete: false)]
      .declare(rules: rules, regions: regions)
  }

  /// Takes a record.
  package func observe(_ observation: Observation) throws {
    let index = try scan(at: observation.scannedAt)
    scans[index].records += 1
    let hash = ObservationHash.of(observation, buffer: &buffer)
    let known = scans[index].ledger.known
    if let finding = known.finding(saying: hash.fingerprint) {
      try take(observation, hash: hash, news: nil, finding: finding, scan: index)
      return
    }
    let resource = observation.resource
    let ruleID = try scans[index].ledger.ruleID(observation.rule)
    let accountID = try names.account(provider: resource.provider, key: resource.account)
    if try known.read(accountID: accountID, ruleID: ruleID),
      let finding = known.finding(saying: hash.fingerprint)
    {
      try take(observation, hash: hash, news: nil, finding: finding, scan: index)
      return
    }
    let finding = try known.finding(
      accountID: accountID, ruleID: ruleID, regionID: names.region(resource.region),
      uid: resource.uid, discriminator: observation.discriminator)
    let state = try intern(observation, current: known.log(of: finding).current)
    // Ids change with the tool, which seldom happens without a change of anything else.
    if let alias = observation.alias { try known.addAlias(alias, finding: finding) }
    try take(
      observation, hash: hash, news: .init(state: state, fingerprint: hash.fingerprint),
      finding: finding, scan: index)
  }

  /// Takes how a requirement stands.
  package func observe(_ result: RequirementResult) throws {
    let ledger = try currentLedger()
    let key = ScanKey(toolID: ledger.toolID, scannedAt: result.scannedAt)
    if requirements[key] == nil {
      requirements[key] = try StagedRequirements(
        toolID: ledger.toolID, toolVersion: ledger.version, at: result.scannedAt,
        scan: scansOfRun(at: result.scannedAt).first, db)
    }
    lastRequirements = key
    requirements[key]?.observe(
      result,
      accountID: try result.account.map { try names.account(provider: result.provider, key: $0) },
      ruleID: try result.rule.map(ledger.ruleID))
  }

  /// The scans of which the file may be another output, by the time of one of its records.
  package func scansOfRun(at moment: Timestamp) throws -> [RunScan] {
    try output?.scans(tool: currentLedger().key, at: moment, db) ?? []
  }

  /// Takes a record that cannot be used.
  package func reject(bytes: ByteRange, reason: String, excerpt: String) {
    let loss = StagedScan.Loss(
      kind: "rejected", bytes: bytes, reason: reason, excerpt: excerpt)
    guard let lastScan else {
      if let lastRequirements {
        requirements[lastRequirements]?.add(rejected: loss)
      } else {
        earlyLosses.append(loss)
      }
      return
    }
    scans[lastScan].records += 1
    scans[lastScan].rejected += 1
    scans[lastScan].losses.append(loss)
  }

  /// True where every record of a file of some size fails, as where the scanner was told to write
  /// failures only.
  package var hasOnlyFailures: Bool {
    // A scan that says what it evaluated need not write passes.
    let isDeclared = scans.allSatisfy { $0.coverage.values.allSatisfy(\.isDeclared) }
    guard !isDeclared else { return false }
    let count = scans.reduce(0) { $0 + $1.observationCount }
    return count >= 10 && scans.allSatisfy { $0.counts.statuses.keys.allSatisfy { $0 == .fail } }
  }

  /// The first record that was rejected, where none was usable.
  package var firstRejection: (bytes: ByteRange, reason: String)? {
    guard requirements.isEmpty, scans.allSatisfy({ $0.observationCount == 0 }) else { return nil }
    return (earlyLosses + scans.flatMap(\.losses)).first.map { ($0.bytes, $0.reason) }
  }

  /// Tells the file's scans to the log, in the order of their times.
  package func finish(
    _ artifact: ArtifactRecord, recordedAt: Timestamp, programVersion: String
  ) throws -> IngestReport {
    guard !scans.isEmpty || !requirements.isEmpty else { return IngestReport() }
    if !scans.isEmpty {
      scans[0].records += earlyLosses.count
      scans[0].rejected += earlyLosses.count
      scans[0].losses.insert(contentsOf: earlyLosses, at: 0)
    } else if let first = requirements.keys.min(by: { $0.scannedAt < $1.scannedAt }) {
      for loss in earlyLosses { requirements[first]?.add(rejected: loss) }
    }
    let ingestID = try Ingests.begin(
      db, recordedAt: recordedAt, programVersion: programVersion
    ).id
    let artifactID = try Ingests.add(artifact, to: ingestID, db)
    let chronicle = Chronicle(
      ingestID: ingestID, artifactID: artifactID,
      tieBreak: CanonicalBytes.contentID(artifact.sha256),
      log: try EventLog(db, ingestID: ingestID),
      book: try RuleBook(db, names: names, ingestID: ingestID, artifactID: artifactID))
    var report = IngestReport()
    for staged in scans.sorted(by: { $0.scannedAt < $1.scannedAt }) {
      report.scans.append(try apply(staged, to: chronicle))
    }
    for staged in requirements.values.sorted(by: { $0.scannedAt < $1.scannedAt }) {
      report.others.append(
        try staged.store(ingestID: ingestID, artifactID: artifactID, names: names, db))
    }
    return report
  }

  /// What the ingest is told into, once its artifact is known.
  private struct Chronicle {
    let ingestID: Int64
    let artifactID: Int64
    let tieBreak: Int64
    let log: EventLog
    let book: RuleBook
  }

  // MARK: Records

  private func scan(at moment: Timestamp) throws -> Int {
    if let lastScan, scans[lastScan].scannedAt == moment { return lastScan }
    let ledger = try currentLedger()
    let key = ScanKey(toolID: ledger.toolID, scannedAt: moment)
    let index: Int
    if let known = scanIndex[key] {
      index = known
    } else {
      index = scans.count
      scans.append(StagedScan(scannedAt: moment, ledger: ledger))
      scanIndex[key] = index
    }
    lastScan = index
    return index
  }

  /// How many different times the file's records have.
  package var momentCount: Int { Set(scans.map(\.scannedAt)).count }

  /// Notes what a record says of a finding.
  private func take(
    _ observation: Observation, hash: ObservationHash, news: FindingStatement?, finding: Int,
    scan: Int
  ) throws {
    let staged = StagedScan.Observation(bytes: observation.bytes, news: news)
    let known = scans[scan].ledger.known
    let cell = known.cells[known.findings[finding].cell]
    if let other = scans[scan].observation(of: finding) {
      try merge(staged, observation, hash, into: other, finding: finding, scan: scan)
      return
    }
    scans[scan].set(staged, of: finding)
    scans[scan].digest.add(hash)
    scans[scan].counts.add(1, ruleID: cell.ruleID, observation)
    if scans[scan].isFirst(inCell: known.findings[finding].cell) {
      scans[scan].coverage[cell.accountID, default: StagedCoverage(isComplete: basis == .complete)]
        .report(ruleID: cell.ruleID, regionID: cell.regionID)
    }
  }

  private func intern(
    _ observation: Observation, current: FindingState?
  ) throws -> FindingState {
    let resource = observation.resource
    let detail = DetailText(observation.detail, naming: resource.name)
    let detailID = names.detailID(detail)
    if detailID != current?.detailID { try names.addDetail(detailID, detail) }
    let label = ResourceLabel(name: resource.name, type: resource.type, tags: resource.tags)
    let labelID = names.labelID(label)
    if labelID != current?.labelID { try names.addLabel(labelID, label) }
    return FindingState(
      status: observation.status, severity: observation.severity,
      isMuted: observation.isMuted, detailID: detailID, labelID: labelID)
  }

  /// Two records of one finding in one scan: the worse status stands, and the other is kept as a
  /// loss. Between equals the smaller numbers decide, so that the file's order does not.
  private func merge(
    _ staged: StagedScan.Observation, _ observation: Observation, _ hash: ObservationHash,
    into kept: StagedScan.Observation, finding: Int, scan: Int
  ) throws {
    let known = scans[scan].ledger.known
    let before = try known.log(of: finding).before
    let (new, old) = ((staged.news ?? before)?.state, (kept.news ?? before)?.state)
    scans[scan].merged += 1
    guard let new, let old, new != old else {
      scans[scan].losses.append(
        .init(
          kind: "merged", bytes: staged.bytes,
          reason: "the same finding, told twice in the same words", excerpt: ""))
      return
    }
    let isPreferred = new.isPreferred(to: old)
    if isPreferred {
      let ruleID = known.cells[known.findings[finding].cell].ruleID
      let other = try self.observation(observation, as: old)
      scans[scan].digest.remove(ObservationHash.of(other, buffer: &buffer))
      scans[scan].digest.add(hash)
      scans[scan].counts.add(-1, ruleID: ruleID, other)
      scans[scan].counts.add(1, ruleID: ruleID, observation)
      scans[scan].set(staged, of: finding)
    }
    scans[scan].losses.append(
      .init(
        kind: "merged", bytes: isPreferred ? kept.bytes : staged.bytes,
        reason: "the same finding with another result; the worse one is kept",
        excerpt: try excerpt(of: isPreferred ? old : new)))
  }

  /// What another record of the same finding says, from what was interned.
  private func observation(
    _ observation: Observation, as state: FindingState
  ) throws -> Observation {
    var other = observation
    other.status = state.status
    other.severity = state.severity
    other.isMuted = state.isMuted
    let label = try names.label(state.labelID)
    other.resource.name = label.name
    other.resource.type = label.type
    other.resource.tags = label.tags
    other.detail = try names.detail(state.detailID).whole(naming: other.resource.name)
    return other
  }

  private func excerpt(of state: FindingState) throws -> String {
    let name = try names.label(state.labelID).name
    let detail = try names.detail(state.detailID).whole(naming: name)
    return "\(state.status.key): \(detail.prefix(200))"
  }

  // MARK: Scans

  private func apply(
    _ staged: StagedScan, to chronicle: Chronicle
  ) throws -> IngestReport.Scan {
    let position = ScanPosition(scannedAt: staged.scannedAt, tieBreak: chronicle.tieBreak)
    let scanID = try insert(staged, at: position, chronicle)
    let scan = AppliedScanKey(id: scanID, position: position)
    for (ruleID, definition) in staged.rules.sorted(by: { $0.key < $1.key }) {
      try chronicle.book.revise(ruleID, as: definition, since: staged.scannedAt)
    }
    var application = ScanApplication(
      db: db, known: staged.ledger.known, log: chronicle.log,
      coverageTable: staged.ledger.coverageTable, scan: scan, catalogID: staged.ledger.catalogID)
    let accounts = staged.coverage.sorted { $0.key < $1.key }.map {
      (accountID: $0.key, coverage: AccountCoverage(areas: $0.value.areas))
    }
    try application.apply(staged, covering: accounts)
    try staged.ledger.known.writeFingerprints()
    // Told last: while a scan is applied, later scans are found by their coverage and summaries.
    var covered: [IngestReport.Coverage] = []
    for (accountID, coverage) in accounts {
      for area in coverage.areas {
        try staged.ledger.coverageTable.add(area, accountID: accountID, scanID: scanID)
        covered.append(try describe(area, accountID: accountID))
      }
    }
    try insertSummary(of: staged, scanID: scanID)
    try StagedScan.Loss.insert(
      staged.losses, ofScan: scanID, artifactID: chronicle.artifactID, db)
    return IngestReport.Scan(
      scanID: scanID, scannedAt: staged.scannedAt, toolVersion: staged.toolVersion,
      records: staged.records, accepted: staged.observationCount, rejected: staged.rejected,
      merged: staged.merged, statuses: staged.counts.statuses, coverage: covered,
      changes: application.changes)
  }

  private func insert(
    _ staged: StagedScan, at position: ScanPosition, _ chronicle: Chronicle
  ) throws -> Int64 {
    try PreparedStatement(
      db,
      """
      INSERT INTO scan (
        ingest_id, artifact_id, tool_id, tool_version, scanned_at, tie_break, record_count,
        accepted_count, rejected_count, merged_count, observation_digest
      )
      VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)
      """
    ).run(
      chronicle.ingestID, chronicle.artifactID, staged.ledger.toolID, staged.toolVersion,
      position.scannedAt.microseconds,
      position.tieBreak, staged.records, staged.observationCount, staged.rejected,
      staged.merged, staged.digest.bytes)
  }

  private func describe(
    _ area: CoverageArea, accountID: Int64
  ) throws -> IngestReport.Coverage {
    let account = try Row.fetchOne(
      db, sql: "SELECT provider, key FROM account WHERE account_id = ?", arguments: [accountID])
    let regions = try area.regions.map { ids in
      try ids.map { id in
        try String.fetchOne(db, sql: "SELECT key FROM region WHERE region_id = ?", arguments: [id])
          ?? ""
      }
    }
    return IngestReport.Coverage(
      provider: account?[0] ?? "", account: account?[1] ?? "", basis: area.basis,
      rules: area.rules?.count, regions: regions?.sorted())
  }

  private func insertSummary(of staged: StagedScan, scanID: Int64) throws {
    let insert = try PreparedStatement(
      db,
      """
      INSERT INTO scan_rule_summary (
        scan_id, rule_id, severity_id, is_muted, fail_count, error_count, manual_count,
        unknown_count, pass_count, not_applicable_count
      )
      VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?)
      """)
    for row in staged.counts.rows {
      try insert.run(
        scanID, row.ruleID, row.severity.rawValue, row.isMuted, row.count(.fail),
        row.count(.error), row.count(.manual), row.count(.unknown), row.count(.pass),
        row.count(.notApplicable))
    }
  }
}

extension FindingState {
  /// Which of two records of one finding in one scan stands.
  fileprivate func isPreferred(to other: FindingState) -> Bool {
    if status != other.status { return status < other.status }
    if isMuted != other.isMuted { return !isMuted }
    if severity != other.severity { return severity < other.severity }
    return (detailID, labelID) < (other.detailID, other.labelID)
  }
}
