import EvidenceIngest
import EvidenceModel
import EvidenceStore
import Foundation
import Reports

/// What an ingest changed, in Markdown: what a pipeline shows on the page of a job.
struct IngestSummary {
  /// How many new failures are named.
  static let mostFindings = 20

  private let path: String
  private let isDryRun: Bool
  private var counts: [[SQLValue]] = []
  private var failures: [ChangedFinding] = []
  private var failureCount = 0
  private var notes: [String] = []

  /// A summary that is appended to a file.
  init(path: String, isDryRun: Bool) {
    self.path = path
    self.isDryRun = isDryRun
  }

  /// Adds what a file changed.
  mutating func add(_ report: ScanFileReport) {
    let name = Self.escaped(report.path)
    guard !report.isAlreadyIngested else {
      notes.append("\(name) was ingested before: it changed nothing.")
      return
    }
    notes += report.warnings.map { "\(name): \(Self.escaped($0))." }
    for scan in report.scans {
      let changes = scan.changes
      counts.append(
        [.text(report.path), .text(scan.scannedAt.description)]
          + [
            changes.opened, changes.reopened, changes.resolved, changes.gone, changes.changed,
            changes.unchanged, changes.unconfirmed,
          ].map { SQLValue($0) })
      failureCount += changes.opened + changes.reopened
      failures += scan.changedFindings.filter(\.isNewFailure).sorted(by: Self.isWorse)
        .prefix(Self.mostFindings)
    }
  }

  /// Adds a file that could not be read.
  mutating func add(_ error: any Error, path: String) {
    notes.append("\(Self.escaped(path)) was not ingested: \(Self.escaped("\(error)"))")
  }

  /// Adds what came of the gate, where there is one.
  mutating func add(_ verdict: GateVerdict?) {
    guard let verdict else { return }
    notes.append(Self.escaped(verdict.text) + ".")
  }

  /// Appends the summary to its file.
  func write() throws {
    let file = open(path, O_WRONLY | O_CREAT | O_APPEND, 0o666)
    guard file >= 0 else {
      throw QueryError(
        .unwritableOutput, "cannot write '\(path)': \(String(cString: strerror(errno)))")
    }
    defer { close(file) }
    let sink = ByteSink(fileDescriptor: file, name: path)
    try sink.append(try text())
    try sink.flush()
  }

  private func text() throws -> String {
    var text = "## tickmark: \(isDryRun ? "what an ingest would change" : "ingest")\n\n"
    if !counts.isEmpty {
      text += try table(
        [
          "file", "scan of", "opened", "reopened", "resolved", "gone", "changed", "unchanged",
          "unconfirmed",
        ], counts)
      text += "\n" + (failureCount == 0 ? "No new failure.\n\n" : try failureText())
    }
    for note in notes { text += "- \(note)\n" }
    return text + (notes.isEmpty ? "" : "\n")
  }

  private func failureText() throws -> String {
    let shown = failures.sorted(by: Self.isWorse).prefix(Self.mostFindings)
    let rows = shown.map { finding in
      [
        finding.severity.key, finding.change.rawValue, finding.rule, finding.resource,
        finding.account, finding.region, finding.frameworks.joined(separator: ", "),
      ].map { SQLValue.text($0) }
    }
    let text = try table(
      ["severity", "change", "rule", "resource", "account", "region", "frameworks"], rows)
    let rest = failureCount - shown.count
    return "New failures: \(failureCount), the worst first.\n\n" + text
      + (rest > 0 ? "\nand \(rest) more\n\n" : "\n")
  }

  private func table(_ columns: [String], _ rows: [[SQLValue]]) throws -> String {
    var bytes: [UInt8] = []
    try OutputFormat.markdown.write(
      MemoryRows(columns: columns, rows: rows), to: ByteSink { bytes += $0 })
    return String(decoding: bytes, as: UTF8.self)
  }

  private static func escaped(_ text: String) -> String { OutputFormat.markdownText(text) }

  private static func isWorse(_ first: ChangedFinding, _ second: ChangedFinding) -> Bool {
    (
      first.severity.rawValue, first.account, first.region, first.rule, first.resource
    ) < (
      second.severity.rawValue, second.account, second.region, second.rule, second.resource
    )
  }
}

extension ChangedFinding {
  fileprivate var isNewFailure: Bool { change == .opened || change == .reopened }
}
