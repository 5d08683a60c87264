import EvidenceModel

/// Writes a framework's evidence as OSCAL 1.1 JSON: assessment results and, where something fails,
/// a plan of action and milestones.
///
/// ```swift
/// let export = OSCALExport(connection: connection, programVersion: "1.0.0")
/// try export.write(ExportScope(framework: "NIST"), to: "oscal")
/// ```
///
/// Each finding is an observation of an inventory item, each requirement a finding on a control, and
/// each check that fails a risk. UUIDs follow from names, and nothing from a clock, so that the same
/// question of the same database gives the same bytes.
///
/// Source: the OSCAL 1.1.3 assessment results and POA&M models, pages.nist.gov/OSCAL.
public struct OSCALExport {
  /// What was written.
  public struct WrittenFiles: Hashable, Sendable {
    /// Requirements.
    public let findings: Int
    /// Findings of scanners, and attestations.
    public let observations: Int
    /// Checks that fail somewhere: items of the plan, which is left out where there are none.
    public let risks: Int
  }

  /// The assessment results' file.
  public static let resultsName = "assessment-results.json"
  /// The file of the plan of action and milestones.
  public static let planName = "poam.json"

  static let version = "1.1.3"

  private let connection: ReadOnlyConnection
  private let programVersion: String

  /// An export from a database, by a version of the program.
  public init(connection: ReadOnlyConnection, programVersion: String) {
    self.connection = connection
    self.programVersion = programVersion
  }

  /// Writes the files. Memory grows with the number of findings and resources, by less than 100
  /// bytes for each.
  ///
  /// - Parameters:
  ///   - scope: What they are about: a framework and, where it is asked for, an edition or account.
  ///   - path: The folder, which is made, or must be empty.
  /// - Returns: What was written.
  /// - Throws: `QueryError`; then what is at the path is as it was.
  @discardableResult
  public func write(_ scope: ExportScope, to path: String) throws -> WrittenFiles {
    try connection.readTransaction {
      let resolved = try ResolvedScope(scope, on: connection)
      guard resolved.parameters.framework != nil else {
        throw QueryError(.missingParameter, "an export is about a framework", hint: "name one")
      }
      let folder = try PackageFolder(path)
      do {
        let assessment = try OSCALAssessment(resolved, on: connection)
        let document = OSCALDocument(resolved, programVersion: programVersion)
        let output = try folder.makeFile(Self.resultsName)
        let sink = output.makeSink()
        try assessment.writeResults(to: sink, document)
        try sink.flush()
        _ = try output.finish()
        if !assessment.risks.isEmpty {
          let output = try folder.makeFile(Self.planName)
          let sink = output.makeSink()
          try assessment.writePlan(to: sink, document)
          try sink.flush()
          _ = try output.finish()
        }
        try folder.publish()
        return WrittenFiles(
          findings: assessment.statuses.count, observations: assessment.observationCount,
          risks: assessment.risks.count)
      } catch {
        folder.discard()
        throw error
      }
    }
  }
}
