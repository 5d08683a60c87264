import EvidenceModel
import Foundation

/// Writes a framework's failures as a SARIF 2.1.0 log, for code scanning in a pipeline.
///
/// ```swift
/// let export = SARIFExport(connection: connection, programVersion: "1.0.0")
/// let log = try export.write(framework: "PCI", to: "pci.sarif")
/// ```
///
/// There is one run for each scanner, and in it one result for each failing finding. What the
/// scanner mutes or somebody accepted is there as a suppressed result. The same question of the
/// same database gives the same bytes, and the file appears when it is whole.
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

  private let connection: ReadOnlyConnection
  private let programVersion: String

  /// An export from a database, by a version of the program.
  public init(connection: ReadOnlyConnection, programVersion: String) {
    self.connection = connection
    self.programVersion = programVersion
  }

  /// Writes the log.
  ///
  /// Moments are dates, times or numbers of scans.
  ///
  /// - Parameters:
  ///   - framework: The framework, by its key or an alias.
  ///   - path: The file; one that is there is replaced.
  ///   - asOf: The moment of the states, or `nil` for the newest scan's.
  ///   - knownAt: What was known, or `nil` for all that is known.
  ///   - account: Only findings of this account.
  /// - Returns: What was written.
  /// - Throws: `QueryError`; what was at the path is then as it was.
  @discardableResult
  public func write(
    framework: String, to path: String, asOf: String? = nil, knownAt: String? = nil,
    account: String? = nil
  ) throws -> WrittenLog {
    let query = try CannedQuery.named("framework_findings")
    return try connection.readTransaction {
      let name = try FrameworkName(framework, on: connection).key
      let question = try ExportQuestion(
        framework: framework, asOf: asOf, knownAt: knownAt, from: nil, to: nil, on: connection)
      var values = question.values(for: query, framework: name)
      values["status"] = .text(Status.fail.key)
      if let account {
        values["account"] = .text(try StoredName(account, of: .account, on: connection).key)
      }
      let rows = try connection.query(query.sql, values: values)
      return try WholeFile.make(at: path) { file in
        // Findings come worst first, and runs one after the other: each run waits in a file.
        var runs: [String: SARIFRunWriter] = [:]
        let reader = SARIFFailureReader(rows)
        while let failure = try reader.next() {
          let run = try runs[failure.tool]
            ?? SARIFRunWriter(
              tool: failure.tool, folder: file.temporaryFolder, number: runs.count)
          runs[failure.tool] = run
          try run.add(failure)
        }
        let sorted = runs.values.sorted { $0.tool < $1.tool }
        let output = try HashedFile(path: file.temporaryPath, name: path)
        let sink = output.makeSink()
        try sink.append(
          "{\"$schema\":\"https://json.schemastore.org/sarif-2.1.0.json\",\"version\":\"2.1.0\","
            + "\"runs\":[")
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
}
