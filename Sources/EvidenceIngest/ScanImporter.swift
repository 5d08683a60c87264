import Crypto
public import EvidenceModel
public import EvidenceStore
import Foundation
public import ScanFormats

/// Reads scan files into an evidence database.
///
/// ```swift
/// let importer = ScanImporter(store: store)
/// let report = try importer.importScan(at: "prowler-output.ocsf.json")
/// print(report.changes.opened, report.changes.resolved)
/// ```
///
/// A file is ingested whole or not at all: what fails leaves no trace. The same bytes twice change
/// nothing.
public struct ScanImporter {
  /// How files are read.
  public struct Options: Sendable {
    /// What the user knows that the files do not say.
    public var context = ReadingContext()
    /// How the scans' coverage is known.
    public var coverage = CoverageBasis.inferred
    /// True to find out what would change and change nothing.
    public var isDryRun = false

    /// Everything is in the files, coverage is inferred, changes are kept.
    public init() {}
  }

  private let store: EvidenceStore
  private let options: Options
  private let clock: @Sendable () -> Timestamp

  /// An importer into a database.
  ///
  /// - Parameter clock: Tells when something was learned.
  public init(
    store: EvidenceStore, options: Options = Options(),
    clock: @escaping @Sendable () -> Timestamp = { .now }
  ) {
    self.store = store
    self.options = options
    self.clock = clock
  }

  /// Ingests one file.
  ///
  /// - Parameters:
  ///   - path: The file.
  ///   - displayPath: The name under which it is recorded; `path` where there is none.
  ///   - progress: Told the share of the work that is done, from 0 to 1.
  /// - Throws: ``EvidenceModel/ImportError`` where the file cannot be read whole.
  public func importScan(
    at path: String, displayPath: String? = nil, progress: ((Double) -> Void)? = nil
  ) throws -> ScanFileReport {
    var isHashing = true
    let meter: ((Int, Int) -> Void)? = progress.map { progress in
      { done, total in
        let share = Double(done) / Double(max(total, 1))
        progress(isHashing ? share * 0.2 : 0.2 + share * 0.8)
      }
    }
    let file = try ScanFile(path: path, displayPath: displayPath)
    let sha256 = try file.sha256 { meter?($0, file.byteCount) }
    isHashing = false
    var report = ScanFileReport(path: file.path, sha256: sha256)
    if let scanIDs = try store.scans(ofArtifact: sha256) {
      report.isAlreadyIngested = true
      report.add(try store.storedReport(ofScans: scanIDs))
      return report
    }
    let format: any ScanFormat
    switch try ScanFormats.detect(file) {
    case .format(let detected): format = detected
    case .empty(let reason):
      report.warnings.append("the file \(reason): it says nothing about anything")
      return report
    }
    report.format = format.key
    report.tool = format.tool
    let artifact = ArtifactRecord(
      sha256: sha256, path: file.path, format: format.key, byteCount: file.byteCount)
    let ingested = try store.ingest(
      artifact, tool: format.tool, basis: options.coverage, recordedAt: clock(),
      programVersion: ProgramVersion.current, isDryRun: options.isDryRun
    ) { session in
      try read(file, as: format, into: session, report: &report, meter: meter)
    }
    report.add(ingested)
    if ingested.scans.isEmpty {
      report.warnings.append("the file holds no record: nothing was stored")
    }
    report.warnAboutFilteredStatuses()
    return report
  }

  private func read(
    _ file: ScanFile, as format: any ScanFormat, into session: IngestSession,
    report: inout ScanFileReport, meter: ((Int, Int) -> Void)?
  ) throws {
    var pendingRule: RuleDefinition?
    var sinceReport = 0
    try format.read(file, context: options.context) { item in
      switch item {
      case .tool(_, let version):
        session.setToolVersion(version)
        report.toolVersion = version
      case .rule(let rule):
        pendingRule = rule
      case .observation(let observation):
        if let rule = pendingRule {
          try session.describe(rule, scannedAt: observation.scannedAt)
          pendingRule = nil
        }
        try session.observe(observation)
        guard session.scanCount <= IngestSession.mostScansInAFile else {
          throw ImportError(
            code: .conflict, file: file.path,
            place: .init(byteOffset: observation.bytes.offset),
            reason: "its records have more than \(IngestSession.mostScansInAFile) different times",
            hint: "give the time of the scan with --scanned-at")
        }
        sinceReport += 1
        if sinceReport == 256 {
          sinceReport = 0
          meter?(observation.bytes.offset, file.byteCount)
        }
      case .rejected(let record):
        session.reject(bytes: record.bytes, reason: record.reason, excerpt: record.excerpt)
      case .warning(let text):
        report.warnings.append(text)
      }
    }
    if let (bytes, reason) = session.firstRejection {
      throw ImportError(
        code: .malformedFile, file: file.path, place: .init(byteOffset: bytes.offset),
        reason: "none of its records can be used; the first: \(reason)")
    }
    try file.requireUnchanged()
  }
}

extension Timestamp {
  /// The present moment of this machine's clock.
  public static var now: Timestamp {
    Timestamp(microseconds: Int64(Date().timeIntervalSince1970 * 1_000_000))
  }
}

extension ScanFile {
  /// The SHA-256 of the file's bytes.
  func sha256(progress: (Int) -> Void) throws -> [UInt8] {
    var hash = SHA256()
    var offset = 0
    let buffer = UnsafeMutableRawBufferPointer.allocate(byteCount: 1 << 20, alignment: 64)
    defer { buffer.deallocate() }
    while offset < byteCount {
      let count = try read(at: offset, into: buffer)
      hash.update(bufferPointer: UnsafeRawBufferPointer(rebasing: buffer[..<count]))
      offset += count
      progress(offset)
    }
    return [UInt8](hash.finalize())
  }
}
