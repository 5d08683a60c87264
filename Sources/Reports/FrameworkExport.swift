import EvidenceModel
import Foundation
import TickmarkSQL

/// Writes the evidence for one framework as a folder of CSV files that can be traced back.
///
/// ```swift
/// let export = FrameworkExport(connection: connection, programVersion: "1.0.0")
/// let manifest = try export.write(framework: "PCI", to: "evidence", asOf: "2026-06-30")
/// ```
///
/// The folder holds `requirements.csv`, `findings.csv`, `changes.csv`, `artifacts.csv` and
/// `manifest.json`. All come out of one read transaction, so that an ingest that runs beside it
/// cannot tear them apart. The folder appears when it is whole.
public struct FrameworkExport {
  /// The files, and the canned queries they are the results of.
  static let reports = [
    (file: "requirements.csv", query: "requirement_status"),
    (file: "findings.csv", query: "framework_findings"),
    (file: "changes.csv", query: "framework_changes"),
    (file: "artifacts.csv", query: artifactQuery),
  ]
  private static let artifactQuery = "framework_artifacts"
  private static let manifestFile = "manifest.json"

  private let connection: ReadOnlyConnection
  private let programVersion: String
  private let queries: [CannedQuery]

  /// An export from a database, by a version of the program.
  public init(connection: ReadOnlyConnection, programVersion: String) {
    self.init(connection: connection, programVersion: programVersion, queries: CannedQuery.all)
  }

  init(connection: ReadOnlyConnection, programVersion: String, queries: [CannedQuery]) {
    self.connection = connection
    self.programVersion = programVersion
    self.queries = queries
  }

  /// Writes the package.
  ///
  /// Moments are dates, times or numbers of scans.
  ///
  /// - Parameters:
  ///   - framework: The framework, by its key or an alias.
  ///   - directory: The folder, which is made; where it is there, it must be empty.
  ///   - asOf: The moment of the states, or `nil` for the newest scan's. It is not the present:
  ///     two exports of one database would then differ.
  ///   - knownAt: What was known, or `nil` for all that is known.
  ///   - from: The start of the period of changes, or `nil` for all changes.
  ///   - to: The end of that period, or `nil` for the moment of the states.
  ///   - guardsFormulas: Whether to mark cells that a spreadsheet would run.
  /// - Returns: What `manifest.json` says.
  /// - Throws: `QueryError`; the folder is then as it was.
  @discardableResult
  public func write(
    framework: String, to directory: String, asOf: String? = nil, knownAt: String? = nil,
    from: String? = nil, to: String? = nil, guardsFormulas: Bool = true
  ) throws -> ExportManifest {
    let reports = try Self.reports.map {
      (name: $0.file, query: try CannedQuery.named($0.query, among: queries))
    }
    return try connection.readTransaction {
      let name = try FrameworkName(framework, on: connection).key
      let question = try ExportQuestion(
        framework: framework, asOf: asOf, knownAt: knownAt, from: from, to: to, on: connection)
      let folder = try PackageFolder(directory)
      do {
        var files: [ExportManifest.File] = []
        var artifacts: [ExportManifest.Artifact] = []
        for (fileName, query) in reports {
          let rows = try connection.query(
            query.sql, values: question.values(for: query, framework: name))
          let collector = ArtifactCollector(rows)
          let file = try folder.makeFile(fileName)
          files.append(
            try write(
              collector, of: query, to: file, named: fileName, guardsFormulas: guardsFormulas))
          if query.name == Self.artifactQuery { artifacts = collector.sortedArtifacts }
        }
        let manifest = ExportManifest(
          tickmark: programVersion, schema: SchemaMigration.all.last?.name ?? "",
          framework: name, parameters: question.parameters,
          mode: guardsFormulas ? .guarded : .raw, files: files, artifacts: artifacts)
        try write(manifest, to: try folder.makeFile(Self.manifestFile))
        try folder.publish()
        return manifest
      } catch {
        folder.discard()
        throw error
      }
    }
  }

  private func write(
    _ rows: ArtifactCollector, of query: CannedQuery, to file: HashedFile, named name: String,
    guardsFormulas: Bool
  ) throws -> ExportManifest.File {
    let written = try OutputFormat.csv.write(
      rows, to: file.makeSink(), options: OutputOptions(guardsFormulas: guardsFormulas))
    return ExportManifest.File(
      name: name, query: "\(query.subject)/\(query.name)",
      querySHA256: HashedFile.sha256(query.sql), columns: rows.columns.map(\.name),
      rows: written.count, bytes: file.byteCount, sha256: try file.finish())
  }

  private func write(_ manifest: ExportManifest, to file: HashedFile) throws {
    let encoder = JSONEncoder()
    encoder.outputFormatting = [.prettyPrinted, .sortedKeys, .withoutEscapingSlashes]
    let sink = file.makeSink()
    try sink.append(String(decoding: try encoder.encode(manifest), as: UTF8.self) + "\n")
    try sink.flush()
    _ = try file.finish()
  }
}
