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
    /// How files are read that are of no format known here; `nil` detects the format.
    public var mapping: FieldMapping?
    /// How the scans' coverage is known. Files that look filtered are refused, unless they declare
    /// what was evaluated or something else is asserted.
    public var coverage = CoverageBasis.declared
    /// True to find out what would change and change nothing.
    public var isDryRun = false
    /// How many findings of each change to name in the report.
    public var listedChanges = 0

    /// Everything is in the files, coverage is inferred, changes are kept.
    public init() {}
  }

  private let store: EvidenceStore
  private let options: Options
  private let clock: @Sendable () -> Timestamp

  /// An importer into a database.
  ///
  /// - Parameters:
  ///   - store: The database.
  ///   - options: How files are read.
  ///   - clock: Tells when something was learned.
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
  /// - Returns: What the file holds, and what it changed.
  /// - Throws: ``EvidenceModel/ImportError`` where the file cannot be read whole.
  public func importScan(
    at path: String, displayPath: String? = nil, progress: ((Double) -> Void)? = nil
  ) throws -> ScanFileReport {
    let file = try ScanFile(path: path, displayPath: displayPath)
    var report = ScanFileReport(path: file.path)
    // Only a file as long as one that was ingested can be the same: others are hashed while they
    // are read.
    var sha256: [UInt8]?
    if try store.hasArtifact(ofByteCount: file.storedByteCount) {
      let known = try FileDigest.sha256(of: file)
      sha256 = known
      if let stored = try store.storedReport(ofArtifact: known) {
        report.sha256 = known
        report.isAlreadyIngested = true
        report.add(stored)
        return report
      }
    }
    let format: any ScanFormat
    switch try options.mapping.map({ .format(MappedFormat($0)) }) ?? ScanFormats.detect(file) {
    case .format(let detected): format = detected
    case .empty(let reason):
      report.sha256 = try FileDigest.sha256(of: file)
      report.warnings.append("the file \(reason): it says nothing about anything")
      return report
    }
    report.format = format.key
    let begun = report
    do {
      try importScan(file, as: format, sha256: sha256, maySeekRun: true, &report, progress)
    } catch let run as KnownRun {
      report = begun
      if try join(run, file, as: format, sha256: sha256, &report) { return report }
      report = begun
      try importScan(file, as: format, sha256: sha256, maySeekRun: false, &report, progress)
    }
    return report
  }

  /// Thrown where the run that a file is of has a scan from another output.
  private struct KnownRun: Error {
    var tool: String
    var scans: [RunScan]
  }

  private func importScan(
    _ file: ScanFile, as format: any ScanFormat, sha256: [UInt8]?, maySeekRun: Bool,
    _ report: inout ScanFileReport, _ progress: ((Double) -> Void)?
  ) throws {
    let digest = sha256 == nil ? FileDigest(of: file) : nil
    let ingested = try store.ingest(
      basis: options.coverage, recordedAt: clock(),
      programVersion: ProgramVersion.current, isDryRun: options.isDryRun,
      listedChanges: options.listedChanges
    ) { session in
      session.output = RunOutput(path: file.path, format: format.key)
      try read(
        file, as: format, into: session, maySeekRun: maySeekRun, report: &report, progress)
      report.sha256 = try sha256 ?? digest?.value() ?? []
      try file.requireUnchanged()
      if options.coverage == .declared, session.hasOnlyFailures {
        throw ImportError(
          code: .missingContext, file: file.path,
          reason: "every record fails: a report of failures only cannot say what was looked at, "
            + "and what is absent from it would be taken for gone",
          hint: "let the scanner write passes too; if this is all it found, say so with "
            + "'--coverage inferred'")
      }
      return artifact(file, format, sha256: report.sha256)
    }
    guard let ingested else {
      // Somebody else ingested the same bytes while they were read here.
      report.isAlreadyIngested = true
      if let stored = try store.storedReport(ofArtifact: report.sha256) { report.add(stored) }
      return
    }
    report.add(ingested)
    if ingested.scans.isEmpty, ingested.others.isEmpty {
      report.warnings.append("the file holds no record: nothing was stored")
    }
    report.warnAboutScans(now: clock())
  }

  /// Compares a file with the scan of the run that it is another output of.
  ///
  /// - Returns: False, and nothing is stored, where it is no output of that run.
  private func join(
    _ run: KnownRun, _ file: ScanFile, as format: any ScanFormat, sha256: [UInt8]?,
    _ report: inout ScanFileReport
  ) throws -> Bool {
    let digest = sha256 == nil ? FileDigest(of: file) : nil
    let joined = try store.join(
      run.scans, ofTool: run.tool, recordedAt: clock(), programVersion: ProgramVersion.current,
      isDryRun: options.isDryRun
    ) { session in
      try ItemPipe.run { [context = options.context] emit in
        try format.read(file, context: context, emit: emit)
      } taking: { item in
        try record(item, in: session, &report)
      }
      report.sha256 = try sha256 ?? digest?.value() ?? []
      try file.requireUnchanged()
      return artifact(file, format, sha256: report.sha256)
    }
    guard let joined else { return false }
    report.add(joined)
    report.warnAboutScans(now: clock())
    return true
  }

  private func artifact(
    _ file: ScanFile, _ format: any ScanFormat, sha256: [UInt8]
  ) -> ArtifactRecord {
    ArtifactRecord(
      sha256: sha256, path: file.path, format: format.key, byteCount: file.storedByteCount)
  }

  private func read(
    _ file: ScanFile, as format: any ScanFormat, into session: IngestSession, maySeekRun: Bool,
    report: inout ScanFileReport, _ progress: ((Double) -> Void)?
  ) throws {
    var pendingRule: RuleDefinition?
    var hasSoughtRun = !maySeekRun
    var sinceProgress = 0
    let context = options.context
    try ItemPipe.run { emit in
      try format.read(file, context: context, emit: emit)
    } taking: { item in
      switch item {
      case .rule(let rule):
        pendingRule = rule
      case .observation(let observation):
        if !hasSoughtRun {
          hasSoughtRun = true
          let scans = try session.scansOfRun(at: observation.scannedAt)
          let fuller = scans.filter { $0.fidelity >= format.traits.fidelity }
          if !fuller.isEmpty { throw KnownRun(tool: report.tool ?? "", scans: fuller) }
          if let scan = scans.first {
            report.warnings.append(
              "scan \(scan.id), of the same time, was read from \(scan.path), which tells less: "
                + "both are kept; give the outputs of a run to one 'ingest', or their folder")
          }
        }
        if let rule = pendingRule {
          try session.describe(rule, scannedAt: observation.scannedAt)
          pendingRule = nil
        }
        try session.observe(observation)
        guard options.coverage != .complete || session.momentCount == 1 else {
          throw try file.error(
            .conflict, at: observation.bytes.offset,
            reason: "it holds scans of several times, so that none of them is the whole of it",
            hint: "leave out '--coverage complete', or give one time with --scanned-at")
        }
        guard session.momentCount <= IngestSession.mostScansInAFile else {
          throw try file.error(
            .conflict, at: observation.bytes.offset,
            reason: "its records have more than \(IngestSession.mostScansInAFile) different times",
            hint: "give the time of the scan with --scanned-at")
        }
        sinceProgress += 1
        if sinceProgress == 256 {
          sinceProgress = 0
          progress?(Double(observation.bytes.offset) / Double(max(file.byteCount, 1)))
        }
      case .guessedZone:
        session.output?.hasGuessedZone = true
        fallthrough
      default:
        try record(item, in: session, &report)
      }
    }
    if let (bytes, reason) = session.firstRejection {
      throw try file.error(
        .malformedFile, at: bytes.offset,
        reason: "none of its records can be used; the first: \(reason)")
    }
  }

  private func record(
    _ item: ScanItem, in session: some ScanRecorder, _ report: inout ScanFileReport
  ) throws {
    switch item {
    case .tool(let key, let version):
      try session.setTool(key, version: version)
      if report.tool == nil { report.tool = key }
      report.toolVersion = version
    case .rule: break
    case .observation(let observation): try session.observe(observation)
    case .requirementResult(let result): try session.observe(result)
    case .coverage(let coverage): try session.declare(coverage)
    case .rejected(let record):
      session.reject(bytes: record.bytes, reason: record.reason, excerpt: record.excerpt)
    case .guessedZone: report.hasGuessedZone = true
    case .warning(let text): report.warnings.append(text)
    }
  }
}

extension RunScan {
  fileprivate var fidelity: FormatTraits.Fidelity {
    ScanFormats.named(format)?.traits.fidelity ?? .usual
  }
}

extension Timestamp {
  /// The present moment of this machine's clock.
  public static var now: Timestamp {
    Timestamp(microseconds: Int64(Date().timeIntervalSince1970 * 1_000_000))
  }
}
