import Crypto
package import EvidenceModel
package import GRDB

/// The ingest of one file, inside one transaction.
///
/// Call ``describe(_:scannedAt:)``, ``observe(_:)`` and ``reject(bytes:reason:excerpt:)`` for each
/// thing the reader finds, then ``finish(_:recordedAt:programVersion:)`` with the artifact, whose
/// digest may be known last of all. Records are turned into numbers as they come by, which takes
/// 72 bytes each; where they stand in history is decided at the end, when all of the file's scans
/// and times are known.
package final class IngestSession {
  private let db: Database
  private let names: NameTable
  private let known: KnownFindings
  private let coverageTable: CoverageTable
  private let toolID: Int64
  private let catalogID: Int64
  private let basis: CoverageBasis

  private var toolVersion: String?
  private var ruleIDs: [ExactText: Int64] = [:]
  private var scans: [StagedScan] = []
  private var scanIndex: [Timestamp: Int] = [:]
  private var lastScan: Int?
  /// Losses that came before the first record that tells a time.
  private var earlyLosses: [StagedScan.Loss] = []
  private var buffer = CanonicalBytes()

  /// More times than this in one file are not runs appended to each other.
  package static let mostScansInAFile = 64

  /// Begins the ingest of a tool's file.
  package init(_ db: Database, tool: String, basis: CoverageBasis) throws {
    self.db = db
    self.basis = basis
    names = try NameTable(db)
    try names.addDetail(FindingState.gone.detailID, "")
    try names.addLabel(FindingState.gone.labelID, name: "", type: "")
    toolID = try names.tool(tool)
    catalogID = try names.catalog(ofTool: toolID, key: tool)
    known = try KnownFindings(db, catalogID: catalogID)
    coverageTable = try CoverageTable(db, toolID: toolID)
  }

  /// Records from here on are of this version of the tool.
  package func setToolVersion(_ version: String?) {
    toolVersion = version
  }

  /// Notes what a rule says at the time of a scan. The first word on a rule in a scan stands.
  package func describe(_ rule: RuleDefinition, scannedAt: Timestamp) throws {
    let scan = try scan(at: scannedAt)
    let ruleID = try self.ruleID(rule.key)
    if scans[scan].rules[ruleID] == nil { scans[scan].rules[ruleID] = rule }
  }

  /// Takes a record.
  package func observe(_ observation: Observation) throws {
    let index = try scan(at: observation.scannedAt)
    let ruleID = try ruleID(observation.rule)
    let resource = observation.resource
    let accountID = try names.account(provider: resource.provider, key: resource.account)
    let regionID = try names.region(resource.region)
    let finding = try known.finding(
      accountID: accountID, ruleID: ruleID, regionID: regionID, uid: resource.uid,
      discriminator: observation.discriminator)
    let current = known.findings[finding].current
    let state = try intern(observation, current: current)
    // Ids change with the tool, which seldom happens without a change of anything else.
    if let alias = observation.alias, state != current {
      try known.addAlias(alias, finding: finding)
    }
    let staged = StagedScan.Observation(
      finding: finding, state: state, bytes: observation.bytes)
    scans[index].records += 1
    if let other = scans[index].observation(of: finding) {
      try merge(staged, observation, into: other, scan: index)
      return
    }
    scans[index].append(staged)
    scans[index].digest.add(.init(observation), buffer: &buffer)
    if scans[index].isFirst(inCell: known.findings[finding].cell) {
      scans[index].coverage[accountID, default: AccountCoverage(basis: basis)].add(
        ruleID: ruleID, regionID: regionID)
    }
  }

  /// Takes a record that cannot be used.
  package func reject(bytes: ByteRange, reason: String, excerpt: String) {
    let loss = StagedScan.Loss(
      kind: "rejected", bytes: bytes, reason: reason, excerpt: excerpt)
    guard let lastScan else {
      earlyLosses.append(loss)
      return
    }
    scans[lastScan].records += 1
    scans[lastScan].rejected += 1
    scans[lastScan].losses.append(loss)
  }

  /// True where every record of a file of some size fails, as where the scanner was told to write
  /// failures only.
  package var hasOnlyFailures: Bool {
    let count = scans.reduce(0) { $0 + $1.observations.count }
    return count >= 10
      && scans.allSatisfy { $0.observations.allSatisfy { $0.state.status == .fail } }
  }

  /// The records that were rejected before the first usable one, when there was none.
  package var firstRejection: (bytes: ByteRange, reason: String)? {
    guard scans.isEmpty else { return nil }
    return earlyLosses.first.map { ($0.bytes, $0.reason) }
  }

  /// Tells the file's scans to the log, in the order of their times.
  package func finish(
    _ artifact: ArtifactRecord, recordedAt: Timestamp, programVersion: String
  ) throws -> IngestReport {
    guard !scans.isEmpty else { return IngestReport() }
    scans[0].records += earlyLosses.count
    scans[0].rejected += earlyLosses.count
    scans[0].losses.insert(contentsOf: earlyLosses, at: 0)
    let ingestID = try Ingests.begin(
      db, recordedAt: recordedAt, programVersion: programVersion
    ).id
    let artifactID = try Ingests.add(artifact, to: ingestID, db)
    let chronicle = Chronicle(
      ingestID: ingestID, artifactID: artifactID,
      tieBreak: CanonicalBytes.contentID(artifact.sha256),
      log: try EventLog(db, ingestID: ingestID),
      book: RuleBook(db, names: names, ingestID: ingestID, artifactID: artifactID))
    var report = IngestReport()
    for staged in scans.sorted(by: { $0.scannedAt < $1.scannedAt }) {
      report.scans.append(try apply(staged, to: chronicle))
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
    if let index = scanIndex[moment] {
      lastScan = index
      return index
    }
    let index = scans.count
    scans.append(StagedScan(scannedAt: moment, toolVersion: toolVersion))
    scanIndex[moment] = index
    lastScan = index
    return index
  }

  /// How many different times the file's records have.
  package var scanCount: Int { scans.count }

  private func ruleID(_ key: String) throws -> Int64 {
    if let known = ruleIDs[ExactText(key)] { return known }
    let id = try names.rule(key, catalogID: catalogID)
    ruleIDs[ExactText(key)] = id
    return id
  }

  private func intern(
    _ observation: Observation, current: FindingState?
  ) throws -> FindingState {
    let detailID = names.detailID(observation.detail)
    if detailID != current?.detailID { try names.addDetail(detailID, observation.detail) }
    let resource = observation.resource
    let labelID = names.labelID(name: resource.name, type: resource.type)
    if labelID != current?.labelID {
      try names.addLabel(labelID, name: resource.name, type: resource.type)
    }
    return FindingState(
      status: observation.status, severity: observation.severity,
      isMuted: observation.isMuted, detailID: detailID, labelID: labelID)
  }

  /// Two records of one finding in one scan: the worse status stands, and the other is kept as a
  /// loss. Between equals the smaller numbers decide, so that the file's order does not.
  private func merge(
    _ staged: StagedScan.Observation, _ observation: Observation, into other: Int, scan: Int
  ) throws {
    let kept = scans[scan].observations[other]
    var loser = staged
    if staged.state.isPreferred(to: kept.state) {
      loser = kept
      scans[scan].digest.remove(try fields(of: observation, as: kept.state), buffer: &buffer)
      scans[scan].digest.add(.init(observation), buffer: &buffer)
      scans[scan].observations[other] = staged
    }
    scans[scan].merged += 1
    let isEqual = staged.state == kept.state
    scans[scan].losses.append(
      .init(
        kind: "merged", bytes: loser.bytes,
        reason: isEqual
          ? "the same finding, told twice in the same words"
          : "the same finding with another result; the worse one is kept",
        excerpt: isEqual ? "" : try excerpt(of: loser.state)))
  }

  /// The digested fields of another record of the same finding, from what was interned.
  private func fields(
    of observation: Observation, as state: FindingState
  ) throws -> ObservationDigest.Fields {
    var fields = ObservationDigest.Fields(observation)
    fields.status = state.status.rawValue
    fields.severity = state.severity.rawValue
    fields.isMuted = state.isMuted
    fields.detail = try text(ofDetail: state.detailID)
    let label = try Row.fetchOne(
      db, sql: "SELECT name, type FROM resource_label WHERE resource_label_id = ?",
      arguments: [state.labelID])
    fields.name = label?["name"] ?? ""
    fields.type = label?["type"] ?? ""
    return fields
  }

  private func text(ofDetail id: Int64) throws -> String {
    try String.fetchOne(db, sql: "SELECT text FROM detail WHERE detail_id = ?", arguments: [id])
      ?? ""
  }

  private func excerpt(of state: FindingState) throws -> String {
    let detail = try text(ofDetail: state.detailID)
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
      db: db, known: known, log: chronicle.log, coverageTable: coverageTable, scan: scan,
      catalogID: catalogID)
    try application.apply(staged)
    // Told last: while a scan is applied, later scans are found by their coverage and summaries.
    var covered: [IngestReport.Coverage] = []
    for (accountID, coverage) in staged.coverage.sorted(by: { $0.key < $1.key }) {
      try coverageTable.add(coverage, accountID: accountID, scanID: scanID)
      covered.append(try describe(coverage, accountID: accountID))
    }
    let statuses = try insertSummary(of: staged, scanID: scanID)
    try insertLosses(of: staged, scanID: scanID, artifactID: chronicle.artifactID)
    return IngestReport.Scan(
      scanID: scanID, scannedAt: staged.scannedAt, toolVersion: staged.toolVersion,
      records: staged.records, accepted: staged.observations.count, rejected: staged.rejected,
      merged: staged.merged, statuses: statuses, coverage: covered, changes: application.changes)
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
      chronicle.ingestID, chronicle.artifactID, toolID, staged.toolVersion,
      position.scannedAt.microseconds,
      position.tieBreak, staged.records, staged.observations.count, staged.rejected,
      staged.merged, staged.digest.bytes)
  }

  private func describe(
    _ coverage: AccountCoverage, accountID: Int64
  ) throws -> IngestReport.Coverage {
    let account = try String.fetchOne(
      db, sql: "SELECT key FROM account WHERE account_id = ?", arguments: [accountID])
    let isComplete = coverage.basis == .complete
    let regions = try coverage.regions.map { id in
      try String.fetchOne(db, sql: "SELECT key FROM region WHERE region_id = ?", arguments: [id])
        ?? ""
    }
    return IngestReport.Coverage(
      account: account ?? "", rules: isComplete ? nil : coverage.rules.count,
      regions: isComplete ? nil : regions.sorted())
  }

  private struct SummaryKey: Hashable {
    var ruleID: Int64
    var status: Status
    var severity: Severity
    var isMuted: Bool
  }

  private func insertSummary(of staged: StagedScan, scanID: Int64) throws -> [Status: Int] {
    var counts: [SummaryKey: Int] = [:]
    var statuses: [Status: Int] = [:]
    for observation in staged.observations {
      let ruleID = known.cells[known.findings[observation.finding].cell].ruleID
      let state = observation.state
      let key = SummaryKey(
        ruleID: ruleID, status: state.status, severity: state.severity, isMuted: state.isMuted)
      counts[key, default: 0] += 1
      statuses[state.status, default: 0] += 1
    }
    let insert = try PreparedStatement(
      db,
      """
      INSERT INTO scan_rule_summary (
        scan_id, rule_id, status_id, severity_id, is_muted, finding_count
      )
      VALUES (?, ?, ?, ?, ?, ?)
      """)
    for (key, count) in counts.sorted(by: { $0.key.ruleID < $1.key.ruleID }) {
      try insert.run(
        scanID, key.ruleID, key.status.rawValue, key.severity.rawValue, key.isMuted, count)
    }
    return statuses
  }

  private func insertLosses(
    of staged: StagedScan, scanID: Int64, artifactID: Int64
  ) throws {
    let insert = try PreparedStatement(
      db,
      """
      INSERT INTO record_loss (
        artifact_id, scan_id, kind, byte_offset, byte_count, reason, excerpt
      )
      VALUES (?, ?, ?, ?, ?, ?, ?)
      """)
    for loss in staged.losses {
      try insert.run(
        artifactID, scanID, loss.kind, loss.bytes.offset, loss.bytes.count, loss.reason,
        loss.excerpt)
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

extension ObservationDigest.Fields {
  init(_ observation: Observation) {
    let resource = observation.resource
    self.init(
      provider: resource.provider, account: resource.account, region: resource.region,
      rule: observation.rule, resource: resource.uid, discriminator: observation.discriminator,
      status: observation.status.rawValue, severity: observation.severity.rawValue,
      isMuted: observation.isMuted, detail: observation.detail, name: resource.name,
      type: resource.type)
  }
}
