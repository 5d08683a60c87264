import TickmarkSQL

/// Writes the evidence for one framework, one edition of it or one requirement, as a package.
///
/// ```swift
/// let export = FrameworkExport(connection: connection, programVersion: "1.0.0")
/// let scope = ExportScope(framework: "PCI", asOf: "2026-06-30", from: "2026-04-01")
/// let manifest = try export.write(scope, to: "evidence")
/// ```
///
/// All files come out of one read transaction, so that an ingest that runs beside it cannot tear
/// them apart. The package appears when it is whole.
public struct FrameworkExport {
  private let connection: ReadOnlyConnection
  private let programVersion: String

  /// An export from a database, by a version of the program.
  public init(connection: ReadOnlyConnection, programVersion: String) {
    self.connection = connection
    self.programVersion = programVersion
  }

  /// Writes the package.
  ///
  /// - Parameters:
  ///   - scope: What it is about: a framework at least.
  ///   - path: The folder, which is made, or must be empty; or the archive, which must not be there.
  ///   - sample: How many findings to draw, and the seed that chooses them; `nil` for no sample.
  ///   - options: How it is written.
  /// - Returns: What `manifest.json` says.
  /// - Throws: `QueryError`; then what is at the path is as it was.
  @discardableResult
  public func write(
    _ scope: ExportScope, to path: String, sample: PackageSample? = nil,
    options: PackageOptions = PackageOptions()
  ) throws -> PackageManifest {
    try connection.readTransaction {
      let resolved = try ResolvedScope(scope, on: connection)
      guard resolved.parameters.framework != nil else {
        throw QueryError(.missingParameter, "an export is about a framework", hint: "name one")
      }
      return try EvidencePackage(
        connection: connection, programVersion: programVersion, options: options
      ).write(
        try FrameworkFiles(resolved, sample: sample).contents, about: resolved, to: path)
    }
  }
}
