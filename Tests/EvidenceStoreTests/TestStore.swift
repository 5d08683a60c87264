import Crypto
import EvidenceModel
import Foundation
import GRDB

@testable import EvidenceStore

/// A database in a folder of its own that goes when the value does.
final class TestStore {
  let folder: URL
  let store: EvidenceStore

  /// The bytes of a database without anything in it: making one takes longer than most tests.
  private static let empty = Result {
    let folder = try newFolder()
    defer { try? FileManager.default.removeItem(at: folder) }
    let file = folder.appending(path: "empty.db")
    try EvidenceStore(path: file.path).close()
    return try Data(contentsOf: file)
  }

  private static func newFolder() throws -> URL {
    let folder = FileManager.default.temporaryDirectory
      .appending(path: "tickmark-\(UUID().uuidString)")
    try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
    return folder
  }

  init() throws {
    folder = try Self.newFolder()
    let file = folder.appending(path: "test.db")
    try Self.empty.get().write(to: file)
    store = try EvidenceStore(path: file.path)
  }

  deinit {
    try? store.close()
    try? FileManager.default.removeItem(at: folder)
  }

  /// Ingests observations as one artifact.
  @discardableResult
  func ingest(
    _ observations: [Observation], artifact: String, basis: CoverageBasis = .inferred,
    rules: [RuleDefinition] = [], tool: String = "prowler", isDryRun: Bool = false
  ) throws -> IngestReport? {
    let record = ArtifactRecord(
      sha256: [UInt8](SHA256.hash(data: Data(artifact.utf8))), path: artifact, format: "test",
      byteCount: 0)
    return try store.ingest(
      basis: basis, recordedAt: Timestamp(microseconds: 0), programVersion: "test",
      isDryRun: isDryRun
    ) { session in
      try session.setTool(tool, version: "1.0")
      for rule in rules {
        try session.describe(rule, scannedAt: observations[0].scannedAt)
      }
      for observation in observations { try session.observe(observation) }
      return record
    }
  }

  /// The rows of a query, values as text joined by `|`.
  func rows(_ sql: String, _ arguments: StatementArguments = []) throws -> [String] {
    try store.queue.read { db in
      try Row.fetchAll(db, sql: sql, arguments: arguments).map { row in
        row.map { _, value in
          switch value.storage {
          case .null: ""
          case .int64(let number): "\(number)"
          case .double(let number): "\(number)"
          case .string(let text): text
          case .blob(let data): data.map { String(format: "%02x", $0) }.joined()
          }
        }.joined(separator: "|")
      }
    }
  }
}

/// Seconds after the beginning of the tests' year, as a moment.
func moment(day: Int, second: Int = 0) -> Timestamp {
  Timestamp(microseconds: Int64(1_767_225_600 + day * 86_400 + second) * 1_000_000)
}

/// An observation with what a test cares about.
func observation(
  _ rule: String, _ uid: String, _ status: Status, day: Int, region: String = "eu-west-1",
  account: String = "111111111111", severity: Severity = .high, isMuted: Bool = false,
  detail: String = "", alias: String? = nil
) -> Observation {
  Observation(
    rule: rule,
    resource: Resource(
      provider: "aws", account: account, region: region, uid: uid, name: uid, type: "Thing"),
    status: status, severity: severity, isMuted: isMuted, detail: detail, alias: alias,
    scannedAt: moment(day: day), bytes: ByteRange(offset: 0, count: 1))
}
