import EvidenceModel
import EvidenceStore
import Foundation
import SampleScans

/// The database that is measured, and how records get into it.
///
/// Records take the way that ``EvidenceIngest/ScanImporter`` gives them, without its reader: each
/// scan opens the database, is one transaction, and closes it again.
struct TickmarkYear {
  /// Seconds that a scan took to write.
  struct Write {
    /// The transaction: from the first record to the end of the commit.
    var transaction: Double
    /// The same with opening and closing the database.
    var whole: Double
  }

  let path: String

  /// Makes a database with the catalog of the year.
  init(path: String, catalog: RuleCatalog) throws {
    self.path = path
    let store = try EvidenceStore(path: path)
    _ = try store.load(
      catalog, artifact: Self.artifact("catalog", number: 0, byteCount: 1),
      recordedAt: GeneratedYear.time(ofDay: 0), programVersion: Self.version)
    try store.close()
  }

  private init(path: String) { self.path = path }

  /// A database in the place of a copy of another one's.
  func copied(to path: String, in workspace: Workspace) throws -> TickmarkYear {
    try workspace.copyDatabase(self.path, to: path)
    return TickmarkYear(path: path)
  }

  /// Ingests the observations of one scan.
  func ingest(_ observations: [Observation], rules: [String: RuleDefinition]) throws -> Write {
    let time = observations.first?.scannedAt ?? GeneratedYear.time(ofDay: 1)
    let end = observations.last.map { $0.bytes.offset + $0.bytes.count } ?? 0
    let clock = ContinuousClock()
    let start = clock.now
    let store = try EvidenceStore(path: path)
    let began = clock.now
    let report = try store.ingest(
      basis: .inferred,
      recordedAt: Timestamp(microseconds: time.microseconds + 3_600_000_000),
      programVersion: Self.version, isDryRun: false
    ) { session in
      try session.setTool("prowler", version: "5.46.0")
      var described = ""
      for observation in observations {
        if observation.rule != described, let rule = rules[observation.rule] {
          described = observation.rule
          try session.describe(rule, scannedAt: observation.scannedAt)
        }
        try session.observe(observation)
      }
      return Self.artifact("prowler-output.ocsf.json", number: time.microseconds, byteCount: end)
    }
    let committed = clock.now
    try store.close()
    guard report?.scans.first?.accepted == observations.count else {
      throw BenchError(description: "the scan of \(time) was not ingested whole")
    }
    return Write(
      transaction: (committed - began) / .seconds(1), whole: (clock.now - start) / .seconds(1))
  }

  private static let version = "benchmark"

  /// A file that nobody has read: its number stands for its digest.
  private static func artifact(_ path: String, number: Int64, byteCount: Int) -> ArtifactRecord {
    let digits = withUnsafeBytes(of: number.bigEndian, Array.init)
    return ArtifactRecord(
      sha256: digits + [UInt8](repeating: 0, count: 32 - digits.count), path: path,
      format: "prowler-ocsf", byteCount: byteCount)
  }
}
