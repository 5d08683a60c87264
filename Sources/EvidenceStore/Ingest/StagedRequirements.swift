import EvidenceModel
import GRDB

/// What a file says of requirements at one time, while its records come by.
struct StagedRequirements {
  /// By which check and in which account requirements stand.
  private struct Ground: Hashable {
    var accountID: Int64?
    var ruleID: Int64?
  }

  /// How many findings say what of a requirement; muted ones last, whatever they say.
  private struct Counts: Hashable {
    private static let statuses: [Status] = [
      .fail, .error, .manual, .unknown, .pass, .notApplicable,
    ]
    private(set) var values = [Int](repeating: 0, count: statuses.count + 1)

    mutating func add(_ count: Int, _ status: Status, isMuted: Bool) {
      let place = isMuted ? nil : Self.statuses.firstIndex(of: status)
      values[place ?? Self.statuses.count] += count
    }
  }

  /// What was said of a finding and a requirement.
  private struct Saying {
    var status: Status
    var isMuted: Bool
  }

  let toolID: Int64
  let toolVersion: String?
  let scannedAt: Timestamp
  /// The scan of the same run; `nil` where none is known.
  let scan: RunScan?
  private var records = 0
  private var rejected = 0
  private var losses: [StagedScan.Loss] = []
  private let verdicts: ScanVerdicts?
  private var merged = 0
  private var differing = 0
  private var said: [Int: Saying] = [:]
  private var counts: [Ground: [RequirementReference: Counts]] = [:]

  init(toolID: Int64, toolVersion: String?, at moment: Timestamp, scan: RunScan?, _ db: Database)
    throws
  {
    self.toolID = toolID
    self.toolVersion = toolVersion
    self.scan = scan
    // Where the file's zone had to be guessed, the scan knows better.
    scannedAt = scan?.scannedAt ?? moment
    verdicts = try scan.map { try ScanVerdicts(of: $0.id, db) }
  }

  /// Takes a record.
  mutating func observe(
    _ result: RequirementResult, accountID: Int64?, ruleID: Int64?
  ) {
    records += 1
    let ground = Ground(accountID: accountID, ruleID: ruleID)
    let name = Self.name(of: result)
    if let before = said[name] {
      // Records that repeat for each attribute of a requirement are no loss, but for the verdict.
      merged += 1
      guard before.status != result.status || before.isMuted != result.isMuted else { return }
      let isWorse =
        (result.status, before.isMuted ? 0 : 1) < (before.status, result.isMuted ? 0 : 1)
      losses.append(
        .init(
          kind: "merged", bytes: result.bytes,
          reason: "the same requirement and finding with another result; the worse one is kept",
          excerpt: result.excerpt))
      guard isWorse else { return }
      counts[ground]?[result.requirement]?.add(-1, before.status, isMuted: before.isMuted)
    }
    said[name] = Saying(status: result.status, isMuted: result.isMuted)
    counts[ground, default: [:]][result.requirement, default: Counts()]
      .add(1, result.status, isMuted: result.isMuted)
    if case .other(let finding) = verdicts?.compare(result) {
      differing += 1
      losses.append(
        .init(
          kind: "differing", bytes: result.bytes,
          reason: "\(result.status.key) of the requirement, \(finding) of the finding itself",
          excerpt: result.excerpt))
    }
  }

  /// Takes a record that cannot be used.
  mutating func add(rejected loss: StagedScan.Loss) {
    records += 1
    rejected += 1
    losses.append(loss)
  }

  /// Stores the results.
  func store(
    ingestID: Int64, artifactID: Int64, names: NameTable, _ db: Database
  ) throws -> IngestReport.Other {
    let reportID = try PreparedStatement(
      db,
      """
      INSERT INTO requirement_report (
        ingest_id, artifact_id, tool_id, tool_version, scanned_at, record_count, accepted_count,
        rejected_count, merged_count, differing_count
      )
      VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?)
      """
    ).run(
      ingestID, artifactID, toolID, toolVersion, scannedAt.microseconds, records, said.count,
      rejected, merged, differing)
    let sets = try RequirementSetTable(db, names: names)
    let insert = try PreparedStatement(
      db,
      """
      INSERT INTO requirement_result (
        requirement_report_id, account_id, rule_id, reference_set_id, fail_count, error_count,
        manual_count, unknown_count, pass_count, not_applicable_count, muted_count
      )
      VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)
      """)
    for (ground, requirements) in counts {
      for (counts, members) in Dictionary(
        grouping: requirements.keys, by: { requirements[$0]?.values ?? [] })
      {
        try insert.run(
          reportID, ground.accountID, ground.ruleID, sets.referenceSet(members), counts[0],
          counts[1], counts[2], counts[3], counts[4], counts[5], counts[6])
      }
    }
    try StagedScan.Loss.insert(losses, ofScan: scan?.id, artifactID: artifactID, db)
    return IngestReport.Other(
      role: .requirements, scanID: scan?.id, scannedAt: scannedAt, records: records,
      accepted: said.count, rejected: rejected, merged: merged, differing: differing,
      statuses: said.values.reduce(into: [:]) { $0[$1.status, default: 0] += 1 })
  }

  /// Eight bytes in place of all the names.
  private static func name(of result: RequirementResult) -> Int {
    var hasher = Hasher()
    hasher.combine(result.requirement)
    hasher.combine(result.rule)
    hasher.combine(result.provider)
    hasher.combine(result.account)
    hasher.combine(result.region)
    hasher.combine(result.resource)
    return hasher.finalize()
  }
}

extension RequirementResult {
  fileprivate var excerpt: String {
    "\(requirement.edition) \(requirement.requirement): \(detail.prefix(200))"
  }
}
