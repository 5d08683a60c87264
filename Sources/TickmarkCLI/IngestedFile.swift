import EvidenceIngest
import EvidenceModel
import EvidenceStore
import Reports

/// What `ingest` prints about a file: an object for machines, a few lines for people.
struct IngestedFile: Encodable, PrintableReport {
  struct Scan: Encodable {
    let scanID: Int64?
    let scannedAt: String
    let records: Int
    let changes: Changes
    let coverage: [Coverage]
  }

  struct Coverage: Encodable {
    let account: String
    let rules: Int?
    let regions: [String]?
  }

  struct Changes: Encodable {
    let opened: Int
    let resolved: Int
    let gone: Int
    let reopened: Int
    let changed: Int
    let unchanged: Int
    let unconfirmed: Int
    let firstSeen: Int

    init(_ counts: ChangeCounts) {
      opened = counts.opened
      resolved = counts.resolved
      gone = counts.gone
      reopened = counts.reopened
      changed = counts.changed
      unchanged = counts.unchanged
      unconfirmed = counts.unconfirmed
      firstSeen = counts.firstSeen
    }
  }

  let path: String
  let sha256: String
  let format: String?
  let tool: String?
  let toolVersion: String?
  let scanID: Int64?
  let scannedAt: String?
  let alreadyIngested: Bool
  let dryRun: Bool
  let records: Int
  let accepted: Int
  let rejected: Int
  let merged: Int
  let warnings: [String]
  let statuses: [String: Int]
  let changes: Changes
  let scans: [Scan]

  init(_ report: ScanFileReport, isDryRun: Bool) {
    path = report.path
    sha256 = hexText(report.sha256)
    format = report.format
    tool = report.tool
    toolVersion = report.toolVersion
    // A dry run's number is given to the next scan that is kept.
    scanID = isDryRun && !report.isAlreadyIngested ? nil : report.scans.last?.scanID
    scannedAt = report.scans.last?.scannedAt.description
    alreadyIngested = report.isAlreadyIngested
    dryRun = isDryRun
    records = report.records
    accepted = report.accepted
    rejected = report.rejected
    merged = report.merged
    warnings = report.warnings
    statuses = Dictionary(uniqueKeysWithValues: report.statuses.map { ($0.key.key, $0.value) })
    changes = Changes(report.changes)
    scans = report.scans.map { scan in
      Scan(
        scanID: isDryRun && !report.isAlreadyIngested ? nil : scan.scanID,
        scannedAt: scan.scannedAt.description, records: scan.records,
        changes: Changes(scan.changes),
        coverage: scan.coverage.map {
          Coverage(account: $0.account, rules: $0.rules, regions: $0.regions)
        })
    }
  }

  private enum CodingKeys: CodingKey {
    case path, sha256, format, tool, toolVersion, scanID, scannedAt, alreadyIngested, dryRun
    case records, accepted, rejected, merged, warnings, statuses, changes, scans
  }

  /// Writes every key, with null where there is no value: a reader need not ask which are there.
  func encode(to encoder: any Encoder) throws {
    var keys = encoder.container(keyedBy: CodingKeys.self)
    try keys.encode(path, forKey: .path)
    try keys.encode(sha256, forKey: .sha256)
    try keys.encode(format, forKey: .format)
    try keys.encode(tool, forKey: .tool)
    try keys.encode(toolVersion, forKey: .toolVersion)
    try keys.encode(scanID, forKey: .scanID)
    try keys.encode(scannedAt, forKey: .scannedAt)
    try keys.encode(alreadyIngested, forKey: .alreadyIngested)
    try keys.encode(dryRun, forKey: .dryRun)
    try keys.encode(records, forKey: .records)
    try keys.encode(accepted, forKey: .accepted)
    try keys.encode(rejected, forKey: .rejected)
    try keys.encode(merged, forKey: .merged)
    try keys.encode(warnings, forKey: .warnings)
    try keys.encode(statuses, forKey: .statuses)
    try keys.encode(changes, forKey: .changes)
    try keys.encode(scans, forKey: .scans)
  }

  var fields: [(name: String, value: SQLValue)] {
    [
      ("path", .text(path)), ("sha256", .text(sha256)), ("format", SQLValue(format)),
      ("tool", SQLValue(tool)), ("tool_version", SQLValue(toolVersion)),
      ("scan_id", scanID.map(SQLValue.integer) ?? .null), ("scanned_at", SQLValue(scannedAt)),
      ("already_ingested", .integer(alreadyIngested ? 1 : 0)), ("records", SQLValue(records)),
      ("accepted", SQLValue(accepted)), ("rejected", SQLValue(rejected)),
      ("merged", SQLValue(merged)), ("opened", SQLValue(changes.opened)),
      ("resolved", SQLValue(changes.resolved)), ("gone", SQLValue(changes.gone)),
      ("reopened", SQLValue(changes.reopened)), ("changed", SQLValue(changes.changed)),
      ("unchanged", SQLValue(changes.unchanged)), ("unconfirmed", SQLValue(changes.unconfirmed)),
    ]
  }

  var text: String {
    var lines = [heading]
    guard !scans.isEmpty, !alreadyIngested else { return lines[0] }
    lines.append(
      "  \(records) records: \(accepted) accepted, \(rejected) rejected, \(merged) merged")
    let counts = Status.allCases.compactMap { status in
      statuses[status.key].map { "\($0) \(status.key)" }
    }
    lines.append("  " + counts.joined(separator: ", "))
    for scan in scans {
      if scans.count > 1 { lines.append("  its scan of \(scan.scannedAt):") }
      lines.append(
        "  opened \(scan.changes.opened), reopened \(scan.changes.reopened),"
          + " resolved \(scan.changes.resolved), gone \(scan.changes.gone),"
          + " changed \(scan.changes.changed), unchanged \(scan.changes.unchanged)")
      if scan.changes.unconfirmed > 0 {
        lines.append(
          "  unconfirmed \(scan.changes.unconfirmed): known, but not covered by this scan")
      }
      for coverage in scan.coverage where dryRun {
        let rules = coverage.rules.map { "\($0) rules" } ?? "every rule"
        let regions = coverage.regions?.joined(separator: ", ") ?? "every region"
        lines.append("  covers \(coverage.account): \(rules) in \(regions)")
      }
    }
    return lines.joined(separator: "\n")
  }

  private var heading: String {
    guard let scannedAt else { return "\(path): nothing to ingest" }
    let scanID = scanID.map(String.init) ?? "?"
    if alreadyIngested {
      return "\(path): already ingested as scan \(scanID); nothing changed"
    }
    let tool = [tool, toolVersion].compactMap { $0 }.joined(separator: " ")
    return dryRun
      ? "\(path): would be a scan of \(tool) at \(scannedAt); nothing was changed"
      : "\(path): scan \(scanID), \(tool), \(scannedAt)"
  }
}
