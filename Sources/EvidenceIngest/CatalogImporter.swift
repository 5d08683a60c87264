import Crypto
public import EvidenceModel
public import EvidenceStore
import Foundation
import RuleCatalogs

/// Loads rule catalogs into an evidence database.
public struct CatalogImporter {
  private let store: EvidenceStore
  private let clock: @Sendable () -> Timestamp

  /// A catalog larger than this is not one.
  public static let mostBytes = 64 << 20

  /// An importer into a database.
  ///
  /// - Parameters:
  ///   - store: The database.
  ///   - clock: Tells when something was learned.
  public init(store: EvidenceStore, clock: @escaping @Sendable () -> Timestamp = { .now }) {
    self.store = store
    self.clock = clock
  }

  /// Loads the catalogs that come with the program. Those that are loaded already are left alone.
  @discardableResult
  public func loadBundled() throws -> [CatalogFileReport] {
    try BundledCatalogs.documents.map { document in
      try load(
        try document.catalog(), format: CatalogYAML().key, bytes: document.bytes,
        path: "bundled:" + document.name)
    }
  }

  /// Loads one file.
  ///
  /// - Parameters:
  ///   - path: The file.
  ///   - name: The catalog's key, where it is not to be named after the document.
  /// - Returns: What the document holds.
  /// - Throws: ``EvidenceModel/ImportError`` where the file cannot be read whole.
  public func load(contentsOf path: String, name: String? = nil) throws -> CatalogFileReport {
    let (catalog, format, bytes) = try Self.read(path)
    var named = catalog
    if let name { named.rename(to: name) }
    return try load(named, format: format, bytes: bytes, path: path)
  }

  /// What is doubtful about a catalog's file, without loading it.
  public static func anomalies(inFile path: String) throws -> [CatalogAnomaly] {
    try read(path).catalog.anomalies
  }

  private static func read(
    _ path: String
  ) throws -> (catalog: RuleCatalog, format: String, bytes: [UInt8]) {
    let bytes = try DocumentFile.read(path, mostBytes: mostBytes, what: "catalog")
    let (format, text) = try CatalogFormats.detect(bytes, file: path)
    return (try format.read(text, file: path), format.key, bytes)
  }

  private func load(
    _ catalog: RuleCatalog, format: String, bytes: [UInt8], path: String
  ) throws -> CatalogFileReport {
    let sha256 = [UInt8](SHA256.hash(data: bytes))
    let artifact = ArtifactRecord(
      sha256: sha256, path: path, format: format, byteCount: bytes.count)
    let report = try store.load(
      catalog, artifact: artifact, recordedAt: clock(), programVersion: ProgramVersion.current)
    return CatalogFileReport(path: path, sha256: sha256, format: format, catalog: report)
  }
}

/// What the loading of one file gave.
public struct CatalogFileReport: Sendable {
  /// The file, as the user wrote it.
  public let path: String
  /// The SHA-256 of its bytes.
  public let sha256: [UInt8]
  /// The format in which it was read.
  public let format: String
  /// What was loaded.
  public let catalog: CatalogReport
}
