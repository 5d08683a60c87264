import EvidenceModel
import Foundation

/// Writes a framework's failures as a SARIF 2.1.0 log, for code scanning in a pipeline.
///
/// ```swift
/// let export = SARIFExport(connection: connection, programVersion: "1.0.0")
/// let log = try export.write(ExportScope(framework: "PCI"), to: "pci.sarif")
/// ```
///
/// There is one run for each scanner, and in it one result for each failing finding. A scanner
/// without any has an empty run: code scanning closes what a run no longer has. What the scanner
/// mutes or somebody accepted is there as a suppressed result. The same question of the same
/// database gives the same bytes, and the file appears when it is whole.
public struct SARIFExport {
  /// What was written.
  public struct WrittenLog: Hashable, Sendable {
    /// A run: the failures that one scanner reported.
    public struct Run: Hashable, Sendable {
      /// The scanner.
      public let tool: String
      /// Failing findings.
      public let results: Int
      /// Checks with failing findings.
      public let rules: Int
    }

    /// The runs, in the order of the scanners' names.
    public let runs: [Run]

    /// True where GitHub would refuse the file for its runs, results or rules.
    public var isTooLargeForGitHub: Bool {
      runs.count > 20 || runs.contains { $0.results > 25_000 || $0.rules > 25_000 }
    }
  }

  private static let start =
    "{\"$schema\":\"https://json.schemastore.org/sarif-2.1.0.json\","

  private let connection: ReadOnlyConnection
  private let programVersion: String

  /// An export from a database, by a version of the program.
  public init(connection: ReadOnlyConnection, programVersion: String) {
    self.connection = connection
    self.programVersion = programVersion
  }

  /// Writes the log.
  ///
  /// - Parameters:
  ///   - scope: What it is about: a framework and, where one is asked for, an account.
  ///   - path: The file; a log that is there is replaced.
  /// - Returns: What was written.
  /// - Throws: `QueryError`; what was at the path is then as it was.
  @discardableResult
  public func write(_ scope: ExportScope, to path: String) throws -> WrittenLog {
    let query = try CannedQuery.named("framework_findings")
    return try connection.readTransaction {
      let question = try ResolvedScope(scope, on: connection)
      guard let name = question.parameters.framework else {
        throw QueryError(.missingParameter, "a log is about a framework", hint: "name one")
      }
      var values = question.quickestValues(for: query)
      values["status"] = .text(Status.fail.key)
      let rows = try connection.query(query.sql, values: values)
      return try WholeFile.make(at: path, replacing: Self.start) { file in
        // Findings come worst first, and runs one after the other: each run waits in a file.
        var runs: [String: SARIFRunWriter] = [:]
        func run(of tool: String) throws -> SARIFRunWriter {
          if let run = runs[tool] { return run }
          let run = try SARIFRunWriter(
            tool: tool, folder: file.temporaryFolder, number: runs.count)
          runs[tool] = run
          return run
        }
        for tool in try tools(question.parameters) { _ = try run(of: tool) }
        let reader = SARIFFailureReader(rows)
        while let failure = try reader.next() { try run(of: failure.tool).add(failure) }
        let sorted = runs.values.sorted { $0.tool < $1.tool }
        let output = try HashedFile(path: file.temporaryPath, name: path)
        let sink = output.makeSink()
        try sink.append(Self.start + "\"version\":\"2.1.0\",\"runs\":[")
        for (index, run) in sorted.enumerated() {
          if index > 0 { try sink.append(",") }
          try run.finish(
            to: sink, category: "tickmark/\(name)/\(run.tool)", programVersion: programVersion,
            parameters: question.parameters)
        }
        try sink.append("]}\n")
        try sink.flush()
        _ = try output.finish()
        return WrittenLog(
          runs: sorted.map {
            WrittenLog.Run(tool: $0.tool, results: $0.resultCount, rules: $0.ruleCount)
          })
      }
    }
  }
  /// The scanners that had scanned by then.
  private func tools(_ parameters: PackageManifest.Parameters) throws -> [String] {
    let rows = try connection.query(
      """
      SELECT DISTINCT tool.key
      FROM scan
      JOIN tool ON tool.tool_id = scan.tool_id
      WHERE scan.ingest_id <= :known_at
        AND scan.scanned_at <= :as_of
      """,
      values: [
        "known_at": .integer(parameters.knownAt.ingest),
        "as_of": .integer(parameters.asOf.microseconds ?? .max),
      ])
    var tools: [String] = []
    while let row = try rows.next() { tools.append(row[0].plainText) }
    return tools
  }
}
