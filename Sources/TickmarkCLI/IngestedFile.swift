import EvidenceIngest
import EvidenceModel
import EvidenceStore
import Foundation
import Reports

/// What `ingest` prints about a file: an object for machines, a few lines for people.
struct IngestedFile: Encodable, PrintableReport {
  struct Scan: Encodable {
    let scanID: Int64?
    let scannedAt: String
    let records: Int
    let changes: Changes
    let coverage: [Coverage]
    let findings: [Finding]
  }

  struct Finding: Encodable {
    let change: String
    let status: String
    let statusBefore: String?
    let severity: String
    let account: String
    let region: String
    let rule: String
    let resource: String

    init(_ finding: ChangedFinding) {
      change = finding.change.rawValue
      status = finding.status.key
      statusBefore = finding.before?.key
      severity = finding.severity.key
      account = finding.account
      region = finding.region
      rule = finding.rule
      resource = finding.resource
    }
  }

  struct Coverage: Encodable {
    let provider: String
    let account: String
    let basis: String
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
  let role: String
  let alreadyIngested: Bool
  let dryRun: Bool
  let records: Int
  let accepted: Int
  let rejected: Int
  let merged: Int
  let differing: Int
  let warnings: [String]
  let statuses: [String: Int]
  let changes: Changes
  let scans: [Scan]

  /// What to print about a file, with so many findings of each change at most.
  init(_ report: ScanFileReport, isDryRun: Bool, listed: Int) {
    path = report.path
    sha256 = hexText(report.sha256)
    format = report.format
    tool = report.tool
    toolVersion = report.toolVersion
    // A dry run's number is given to the next scan that is kept.
    scanID =
      report.scans.isEmpty
      ? report.others.last?.scanID
      : isDryRun && !report.isAlreadyIngested ? nil : report.scans.last?.scanID
    scannedAt = (report.scans.last?.scannedAt ?? report.others.last?.scannedAt)?.description
    role = report.scans.isEmpty ? report.others.last?.role.rawValue ?? "scan" : "scan"
    alreadyIngested = report.isAlreadyIngested
    dryRun = isDryRun
    records = report.records
    accepted = report.accepted
    rejected = report.rejected
    merged = report.merged
    differing = report.differing
    warnings = report.warnings
    statuses = Dictionary(uniqueKeysWithValues: report.statuses.map { ($0.key.key, $0.value) })
    changes = Changes(report.changes)
    scans = report.scans.map { scan in
      Scan(
        scanID: isDryRun && !report.isAlreadyIngested ? nil : scan.scanID,
        scannedAt: scan.scannedAt.description, records: scan.records,
        changes: Changes(scan.changes),
        coverage: scan.coverage.map {
          Coverage(
            provider: $0.provider, account: $0.account, basis: $0.basis.rawValue, rules: $0.rules,
            regions: $0.regions)
        },
        findings: ChangedFinding.Change.allCases.flatMap { change in
          scan.changedFindings.lazy.filter { $0.change == change }.prefix(listed).map(Finding.init)
        })
    }
  }

  private enum CodingKeys: CodingKey {
    case path, sha256, format, tool, toolVersion, scanID, scannedAt, role, alreadyIngested, dryRun
    case records, accepted, rejected, merged, differing, warnings, statuses, changes, scans
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
    try keys.encode(role, forKey: .role)
    try keys.encode(alreadyIngested, forKey: .alreadyIngested)
    try keys.encode(dryRun, forKey: .dryRun)
    try keys.encode(records, forKey: .records)
    try keys.encode(accepted, forKey: .accepted)
    try keys.encode(rejected, forKey: .rejected)
    try keys.encode(merged, forKey: .merged)
    try keys.encode(differing, forKey: .differing)
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
      ("role", .text(role)), ("already_ingested", .integer(alreadyIngested ? 1 : 0)),
      ("records", SQLValue(records)),
      ("accepted", SQLValue(accepted)), ("rejected", SQLValue(rejected)),
      ("merged", SQLValue(merged)), ("differing", SQLValue(differing)),
      ("opened", SQLValue(changes.opened)),
      ("resolved", SQLValue(changes.resolved)), ("gone", SQLValue(changes.gone)),
      ("reopened", SQLValue(changes.reopened)), ("changed", SQLValue(changes.changed)),
      ("unchanged", SQLValue(changes.unchanged)), ("unconfirmed", SQLValue(changes.unconfirmed)),
    ]
  }

  var text: String {
    var lines = [heading]
    guard scannedAt != nil, !alreadyIngested else { return lines[0] }
    lines.append(
      "  \(records) records: \(accepted) accepted, \(rejected) rejected, \(merged) merged")
    let counts = Status.allCases.compactMap { status in
      statuses[status.key].map { "\($0) \(status.key)" }
    }
    lines.append("  " + counts.joined(separator: ", "))
    if differing > 0 { lines.append("  \(differing) say otherwise than the scan") }
    for scan in scans {
      if scans.count > 1 { lines.append("  its scan of \(scan.scannedAt):") }
      if dryRun { lines += scan.coverageLines }
      lines += dryRun || !scan.findings.isEmpty ? scan.changeTable : scan.changes.lines
    }
    if dryRun { lines.append("  nothing was changed") }
    return lines.joined(separator: "\n")
  }

  private var heading: String {
    guard let scannedAt else { return "\(path): nothing to ingest" }
    let scan = scanID.map { "scan \($0)" }
    if alreadyIngested {
      return role == "scan"
        ? "\(path): already ingested as \(scan ?? "a scan"); nothing changed"
        : "\(path): already ingested; nothing changed"
    }
    switch role {
    case "companion":
      return
        "\(path): another output of \(scan ?? "the scan"), \(scannedAt): compared with it, and "
        + "not counted again"
    case "requirements":
      return "\(path): results by requirement\(scan.map { " of \($0)" } ?? ""), \(scannedAt)"
    default: break
    }
    let tool = [tool, toolVersion].compactMap { $0 }.joined(separator: " ")
    return dryRun
      ? "\(path): would be a scan of \(tool) at \(scannedAt)"
      : "\(path): \(scan ?? "scan ?"), \(tool), \(scannedAt)"
  }
}

extension IngestedFile.Scan {
  /// More accounts than this are counted; `--format json` has them all.
  private static let mostAccounts = 20

  /// What the scan covers, a line for each account.
  fileprivate var coverageLines: [String] {
    var lines = coverage.prefix(Self.mostAccounts).map { "  covers " + $0.text }
    if coverage.count > Self.mostAccounts {
      lines.append("  covers \(coverage.count - Self.mostAccounts) more accounts")
    }
    return lines
  }
}

extension IngestedFile.Coverage {
  /// More regions than this are counted.
  private static let mostRegions = 8

  fileprivate var text: String {
    let rules = rules.map { "\($0) \($0 == 1 ? "rule" : "rules")" } ?? "every rule"
    var regions = regions?.prefix(Self.mostRegions).joined(separator: ", ") ?? "every region"
    if let count = self.regions?.count, count > Self.mostRegions {
      regions += " and \(count - Self.mostRegions) more regions"
    }
    return "\(provider) \(account): \(rules) in \(regions) (\(basis))"
  }
}

extension IngestedFile.Scan {
  /// What changes, a line for each change with its meaning, and the findings that are named.
  fileprivate var changeTable: [String] {
    let rows = [
      ("opened", changes.opened, "failing, and never before"),
      ("reopened", changes.reopened, "failing again"),
      ("resolved", changes.resolved, "failing before, reported and not failing now"),
      ("gone", changes.gone, "covered, and no longer reported"),
      ("unconfirmed", changes.unconfirmed, "not covered: they keep their state"),
      ("changed", changes.changed, "different in another way"),
      ("unchanged", changes.unchanged, "as before"),
      ("first seen", changes.firstSeen, "counted above as well"),
    ]
    let width = rows.reduce(0) { max($0, String($1.1).count) }
    return rows.flatMap { name, count, meaning in
      let padded = name.padding(toLength: 11, withPad: " ", startingAt: 0)
      let blanks = String(repeating: " ", count: width - String(count).count)
      let named = findings.filter { $0.change == name }
      var lines = ["  \(padded)  \(blanks)\(count)  \(meaning)"] + named.map(\.line)
      if !named.isEmpty, count > named.count {
        lines.append("    and \(count - named.count) more")
      }
      return lines
    }
  }
}

extension IngestedFile.Changes {
  /// What was changed, in a line or two.
  fileprivate var lines: [String] {
    var lines = [
      "  opened \(opened), reopened \(reopened), resolved \(resolved), gone \(gone),"
        + " changed \(changed), unchanged \(unchanged)"
    ]
    if unconfirmed > 0 {
      lines.append("  unconfirmed \(unconfirmed): known, but not covered by this scan")
    }
    return lines
  }
}

extension IngestedFile.Finding {
  private enum CodingKeys: CodingKey {
    case change, status, statusBefore, severity, account, region, rule, resource
  }

  /// Writes every key, as the report does.
  func encode(to encoder: any Encoder) throws {
    var keys = encoder.container(keyedBy: CodingKeys.self)
    try keys.encode(change, forKey: .change)
    try keys.encode(status, forKey: .status)
    try keys.encode(statusBefore, forKey: .statusBefore)
    try keys.encode(severity, forKey: .severity)
    try keys.encode(account, forKey: .account)
    try keys.encode(region, forKey: .region)
    try keys.encode(rule, forKey: .rule)
    try keys.encode(resource, forKey: .resource)
  }

  fileprivate var line: String {
    let was = change == "gone" ? ", was \(statusBefore ?? "unknown")" : ""
    return "    \(severity) \(rule): \(resource) (\(account), \(region)\(was))"
  }
}
