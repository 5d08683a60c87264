public import EvidenceModel
public import EvidenceStore

/// What the ingest of one file gave.
public struct ScanFileReport: Sendable {
  /// The file, as the user wrote it.
  public let path: String
  /// The SHA-256 of its bytes.
  public internal(set) var sha256: [UInt8] = []
  /// The format in which it was read; `nil` for an empty export.
  public var format: String?
  /// The tool that wrote it.
  public var tool: String?
  /// The tool's version, where the file tells it.
  public var toolVersion: String?
  /// True where the same bytes were ingested before; nothing was changed then.
  public var isAlreadyIngested = false
  /// True where its times have no zone and were read as UTC.
  var hasGuessedZone = false
  /// The file's scans, by time.
  public private(set) var scans: [IngestReport.Scan] = []
  /// What else it holds, by time.
  public private(set) var others: [IngestReport.Other] = []
  /// What is doubtful about the file, one sentence each.
  public var warnings: [String] = []

  init(path: String) {
    self.path = path
  }

  /// Records in the file. Always the sum of accepted, rejected and merged.
  public var records: Int { sum(\.records, \.records) }
  /// Records that became findings or results of requirements, or were compared with a scan.
  public var accepted: Int { sum(\.accepted, \.accepted) }
  /// Records that could not be used.
  public var rejected: Int { sum(\.rejected, \.rejected) }
  /// Records that another one of the same finding absorbed.
  public var merged: Int { sum(\.merged, \.merged) }
  /// Records that say otherwise than a scan of the same run.
  public var differing: Int { others.reduce(0) { $0 + $1.differing } }

  private func sum(
    _ ofScan: KeyPath<IngestReport.Scan, Int>, _ ofOther: KeyPath<IngestReport.Other, Int>
  ) -> Int {
    scans.reduce(0) { $0 + $1[keyPath: ofScan] } + others.reduce(0) { $0 + $1[keyPath: ofOther] }
  }

  /// What was accepted, by status.
  public var statuses: [Status: Int] {
    (scans.map(\.statuses) + others.map(\.statuses)).reduce(into: [:]) {
      $0.merge($1, uniquingKeysWith: +)
    }
  }

  /// Changes, over all scans of the file.
  public var changes: ChangeCounts {
    scans.reduce(into: ChangeCounts()) { $0 += $1.changes }
  }

  mutating func add(_ report: IngestReport) {
    scans += report.scans
    others += report.others
    toolVersion = scans.last?.toolVersion ?? toolVersion
  }

  /// Warns of what the file may not be: one scan, a whole one, one that could be read.
  mutating func warnAboutScans(now: Timestamp) {
    let tomorrow = Timestamp(microseconds: now.microseconds + 86_400_000_000)
    if let scan = scans.last, scan.scannedAt > tomorrow {
      warnings.append("its time \(scan.scannedAt) is in the future: every scan until then is late")
    }
    // Scans of several tools at one time are one report.
    let times = Set(scans.map(\.scannedAt)).count
    if times > 1 {
      warnings.append(
        "its records have \(times) times, so it holds \(scans.count) scans; "
          + "if it is one, give its time with --scanned-at")
    }
    if hasGuessedZone, !scans.isEmpty || others.contains(where: { $0.scanID == nil }) {
      warnings.append(
        "its times have no zone and were read as UTC; "
          + "if the scanning host's zone is another, name it with --timezone")
    }
    if differing > 0 {
      warnings.append(
        "\(differing) of its records say otherwise than the scan of the same run: "
          + "'ingest_loss' lists them")
    }
    if rejected > 0 {
      warnings.append(
        "\(rejected) of its records were rejected: what they were about may be counted as gone")
    }
  }
}
