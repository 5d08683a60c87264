import EvidenceModel
import GRDB
import Reports

@testable import EvidenceStore

/// Tells a story to a database of its own.
final class StoryTeller {
  let test: TestStore
  private var rules: [String: [String: RuleDefinition]] = [:]
  private var openConnection: ReadOnlyConnection?

  init() throws {
    test = try TestStore()
  }

  /// Takes one step; queries are for ``rows(of:columns:)``.
  ///
  /// - Returns: What a scan changed; `nil` for other steps, and for a file that is known already.
  @discardableResult
  func tell(_ step: Story.Step) throws -> IngestReport? {
    switch step {
    case .rule(let rule, let tool): rules[tool, default: [:]][rule.key] = rule
    case .catalog(let document):
      _ = try test.store.load(
        document.catalog, artifact: artifact(document.artifact),
        recordedAt: document.recordedAt ?? Timestamp(microseconds: 0), programVersion: "test")
    case .scan(let scan): return try ingest(scan)
    case .waive(let acceptance): try waive(acceptance)
    case .revoke(let id, let moment):
      try test.store.revokeWaiver(
        id, by: "reviewer", reason: "ended", at: moment, recordedAt: moment,
        programVersion: "test")
    case .attest(let testimony):
      _ = try test.store.add(
        testimony.attestation, evidence: testimony.evidence, recordedAt: testimony.recordedAt,
        programVersion: "test"
      ) { Array($0.utf8) }
    case .withdraw(let id, let moment):
      try test.store.revokeAttestation(
        id, by: "reviewer", reason: "ended", at: moment, recordedAt: moment,
        programVersion: "test")
    case .set(let setting, let recordedAt):
      try test.store.change(
        [setting], source: "test", recordedAt: recordedAt ?? Timestamp(microseconds: 0),
        programVersion: "test")
    case .target(let target, let recordedAt):
      try test.store.change(
        [], targets: [target], source: "test",
        recordedAt: recordedAt ?? Timestamp(microseconds: 0), programVersion: "test")
    case .query: break
    }
    return nil
  }

  /// What a report or a view says now.
  func result(of query: Story.Query) throws -> (columns: [String], rows: [[SQLValue]]) {
    let connection = try connection()
    let result =
      query.isView
      ? try connection.query("SELECT * FROM \(query.name)")
      : try CannedQuery.named(query.name).rows(from: connection, parameters: query.parameters)
    var rows: [[SQLValue]] = []
    while let row = try result.next() { rows.append(row) }
    return (result.columns.map(\.name), rows)
  }

  /// The rows of a report or a view, after the names of its columns, values joined by `|`.
  ///
  /// - Parameters:
  ///   - query: The report and its parameters.
  ///   - columns: The columns to show; all of them where it is `nil`.
  /// - Returns: A line for the header and one for each row; rows of a view are sorted.
  /// - Throws: What the query throws.
  func rows(of query: Story.Query, columns: [String]? = nil) throws -> [String] {
    let result = try result(of: query)
    let shown = try (columns ?? result.columns).map { column in
      guard let index = result.columns.firstIndex(of: column) else {
        throw StoryReader.Failure(description: "\(query.name) has no column \(column)")
      }
      return index
    }
    let lines = result.rows.map { row in shown.map { row[$0].storyText }.joined(separator: "|") }
    return [shown.map { result.columns[$0] }.joined(separator: "|")]
      + (query.isView ? lines.sorted() : lines)
  }

  private func connection() throws -> ReadOnlyConnection {
    if let openConnection { return openConnection }
    let connection = try ReadOnlyConnection(path: test.store.path, limits: .canned)
    openConnection = connection
    return connection
  }

  private func artifact(_ name: String) -> ArtifactRecord {
    ArtifactRecord(sha256: Story.digest(of: name), path: name, format: "test", byteCount: 0)
  }

  private func ingest(_ scan: Story.Scan) throws -> IngestReport? {
    try test.store.ingest(
      basis: scan.basis,
      recordedAt: scan.recordedAt ?? Timestamp(microseconds: 0), programVersion: "test",
      isDryRun: false
    ) { session in
      try session.setTool(scan.tool, version: "1.0")
      for moment in Set(scan.observations.map(\.scannedAt)).sorted() {
        let keys = scan.observations.filter { $0.scannedAt == moment }.map(\.rule)
        for key in Set(keys).sorted() {
          let rule = rules[scan.tool]?[key] ?? RuleDefinition(key: key, title: "Rule \(key)")
          try session.describe(rule, scannedAt: moment)
        }
      }
      for coverage in scan.declarations { try session.declare(coverage) }
      for observation in scan.observations { try session.observe(observation) }
      for (index, reason) in scan.rejections.enumerated() {
        session.reject(
          bytes: ByteRange(offset: scan.observations.count + index, count: 1), reason: reason,
          excerpt: "")
      }
      return artifact(scan.artifact)
    }
  }

  private func waive(_ acceptance: Story.Acceptance) throws {
    var waiver = acceptance.waiver
    if let name = acceptance.finding { waiver.selection.findingID = try number(of: name) }
    _ = try test.store.add(
      waiver, recordedAt: acceptance.recordedAt, programVersion: "test")
  }

  private func number(of finding: Story.FindingName) throws -> Int64 {
    let id = try test.store.queue.read { db in
      try Int64.fetchOne(
        db,
        sql: """
          SELECT finding_id
          FROM _finding_name
          WHERE tool = ? AND rule = ? AND provider = ? AND account = ? AND region = ?
            AND resource = ? AND discriminator = ?
          """,
        arguments: [
          finding.tool, finding.rule, finding.provider, finding.account, finding.region,
          finding.resource, finding.discriminator,
        ])
    }
    guard let id else { throw StoryReader.Failure(description: "there is no finding \(finding)") }
    return id
  }
}

extension SQLValue {
  /// The value as stories show it: NULL is empty.
  var storyText: String {
    switch self {
    case .null: ""
    case .integer(let number): "\(number)"
    case .real(let number): "\(number)"
    case .text(let text): text
    case .blob(let bytes): hexText(bytes)
    }
  }
}
