import Crypto
import EvidenceModel
import Foundation
import Reports

@testable import EvidenceStore

/// Tells a story to a database of its own.
final class StoryTeller {
  let test: TestStore
  private var rules: [String: [String: RuleDefinition]] = [:]

  init() throws {
    test = try TestStore()
  }

  /// Takes one step; queries are for ``rows(of:)``.
  @discardableResult
  func tell(_ step: Story.Step) throws -> IngestReport? {
    switch step {
    case .rule(let rule, let tool): rules[tool, default: [:]][rule.key] = rule
    case .scan(let scan): return try ingest(scan)
    case .waive(let waiver, let moment):
      _ = try test.store.add(waiver, recordedAt: moment, programVersion: "test")
    case .revoke(let id, let moment):
      try test.store.revokeWaiver(
        id, by: "reviewer", reason: "ended", at: moment, recordedAt: moment,
        programVersion: "test")
    case .set(let setting):
      try test.store.change(
        [setting], source: "test", recordedAt: Timestamp(microseconds: 0), programVersion: "test")
    case .target(let target):
      try test.store.change(
        [], targets: [target], source: "test", recordedAt: Timestamp(microseconds: 0),
        programVersion: "test")
    case .query: break
    }
    return nil
  }

  /// The rows of a report, after the names of its columns, values joined by `|`.
  ///
  /// - Parameters:
  ///   - query: The report and its parameters.
  ///   - columns: The columns to show; all of them where it is `nil`.
  /// - Returns: A line for the header and one for each row.
  /// - Throws: What the query throws.
  func rows(of query: Story.Query, columns: [String]? = nil) throws -> [String] {
    let connection = try ReadOnlyConnection(path: test.store.path, limits: .canned)
    let result = try CannedQuery.named(query.name)
      .rows(from: connection, parameters: query.parameters)
    let names = result.columns.map(\.name)
    let shown = try (columns ?? names).map { column in
      guard let index = names.firstIndex(of: column) else {
        throw StoryReader.Failure(description: "\(query.name) has no column \(column)")
      }
      return index
    }
    var lines = [shown.map { names[$0] }.joined(separator: "|")]
    while let row = try result.next() {
      lines.append(shown.map { row[$0].storyText }.joined(separator: "|"))
    }
    return lines
  }

  private func ingest(_ scan: Story.Scan) throws -> IngestReport? {
    let record = ArtifactRecord(
      sha256: [UInt8](SHA256.hash(data: Data(scan.artifact.utf8))), path: scan.artifact,
      format: "test", byteCount: 0)
    return try test.store.ingest(
      tool: scan.tool, basis: scan.basis,
      recordedAt: scan.recordedAt ?? Timestamp(microseconds: 0), programVersion: "test",
      isDryRun: false
    ) { session in
      session.setToolVersion("1.0")
      for key in Set(scan.observations.map(\.rule)).sorted() {
        let rule = rules[scan.tool]?[key] ?? RuleDefinition(key: key, title: "Rule \(key)")
        try session.describe(rule, scannedAt: scan.scannedAt)
      }
      for observation in scan.observations { try session.observe(observation) }
      return record
    }
  }
}

extension SQLValue {
  fileprivate var storyText: String {
    switch self {
    case .null: ""
    case .integer(let number): "\(number)"
    case .real(let number): "\(number)"
    case .text(let text): text
    case .blob(let bytes): bytes.map { String(format: "%02x", $0) }.joined()
    }
  }
}
