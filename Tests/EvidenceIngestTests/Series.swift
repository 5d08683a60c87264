import EvidenceIngest
import EvidenceModel
import EvidenceStore
import Foundation
import Reports

/// The real scan series that stands beside the package, where it does.
enum Series {
  static let folder = URL(fileURLWithPath: #filePath)
    .deletingLastPathComponent().deletingLastPathComponent().deletingLastPathComponent()
    .deletingLastPathComponent().appending(path: "shared/corpus/series/prowler")

  static var isThere: Bool { FileManager.default.fileExists(atPath: folder.path) }

  /// The file of a scan, 1 to 6.
  static func file(_ scan: Int, _ ending: String) throws -> String {
    let scanFolder = folder.appending(path: "scan-\(scan)")
    let names = try FileManager.default.contentsOfDirectory(atPath: scanFolder.path)
    guard let name = names.first(where: { $0.hasSuffix(ending) }) else {
      throw CocoaError(.fileNoSuchFile)
    }
    return scanFolder.appending(path: name).path
  }

  /// All files of a scan, the fullest output first.
  static func outputs(_ scan: Int) throws -> [String] {
    try ScanFolder(path: folder.appending(path: "scan-\(scan)").path).scans.map(\.path)
  }

  static func object(_ name: String) throws -> [String: Any] {
    let data = try Data(contentsOf: folder.appending(path: name))
    return try JSONSerialization.jsonObject(with: data) as? [String: Any] ?? [:]
  }
}

/// A database in a folder of its own.
final class ScratchDatabase {
  let folder: URL
  let path: String

  /// A database, with the bundled catalogs or without.
  init(loadsBundled: Bool = true) throws {
    folder = FileManager.default.temporaryDirectory.appending(path: "tickmark-\(UUID().uuidString)")
    try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
    path = folder.appending(path: "test.db").path
    let store = try EvidenceStore(path: path)
    if loadsBundled { try CatalogImporter(store: store, clock: Self.clock).loadBundled() }
    try store.close()
  }

  deinit {
    try? FileManager.default.removeItem(at: folder)
  }

  static let clock: @Sendable () -> Timestamp = { Timestamp(microseconds: 1_780_000_000_000_000) }

  /// Writes a file into the database's folder, and folders for it.
  func write(_ text: String, as name: String) throws -> String {
    let file = folder.appending(path: name)
    try FileManager.default.createDirectory(
      at: file.deletingLastPathComponent(), withIntermediateDirectories: true)
    try text.write(to: file, atomically: false, encoding: .utf8)
    return file.path
  }

  func ingest(
    _ path: String, options: ScanImporter.Options = .init()
  ) throws -> ScanFileReport {
    let store = try EvidenceStore(path: self.path)
    let report = try ScanImporter(store: store, options: options, clock: Self.clock)
      .importScan(at: path)
    try store.close()
    return report
  }

  /// What does not follow from the log.
  func verify() throws -> [VerifyReport.Difference] {
    let store = try EvidenceStore(path: path)
    defer { try? store.close() }
    return try store.verify().differences
  }

  /// The rows of a statement, values as text joined by `|`.
  func rows(_ sql: String) throws -> [String] {
    try Self.text(try ReadOnlyConnection(path: path).query(sql))
  }

  static func text(_ rows: ResultSet) throws -> [String] {
    var lines: [String] = []
    while let row = try rows.next() {
      lines.append(
        row.map { value in
          switch value {
          case .null: ""
          case .integer(let number): "\(number)"
          case .real(let number): "\(number)"
          case .text(let text): text
          case .blob(let bytes): "\(bytes)"
          }
        }.joined(separator: "|"))
    }
    return lines
  }
}
