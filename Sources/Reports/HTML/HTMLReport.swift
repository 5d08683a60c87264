/// Writes what the canned reports say of a framework as one page for people.
///
/// ```swift
/// let report = HTMLReport(connection: connection, programVersion: "1.0.0")
/// try report.write(ExportScope(framework: "PCI", asOf: "2026-06-30"), to: "pci.html")
/// ```
///
/// The page is one file, which needs no network and no script. All its figures come from canned
/// reports, read in one transaction, and the page names the command for each. It has no clock: the
/// same database and the same question give the same bytes.
public struct HTMLReport {
  private let connection: ReadOnlyConnection
  private let programVersion: String

  /// A report on a database, by a version of the program.
  public init(connection: ReadOnlyConnection, programVersion: String) {
    self.connection = connection
    self.programVersion = programVersion
  }

  /// Writes the page to a file. A report that is there already is replaced; nothing else is.
  ///
  /// - Parameters:
  ///   - question: What to show.
  ///   - path: The file.
  /// - Returns: How long the file is, in bytes.
  /// - Throws: `QueryError`; what was there is then as it was.
  @discardableResult
  public func write(_ question: ExportScope, to path: String) throws -> Int {
    try WholeFile.make(at: path, replacing: HTMLDocument.start) { file in
      let output = try HashedFile(path: file.temporaryPath, name: path)
      let sink = output.makeSink()
      try sink.append(try source(question))
      try sink.flush()
      _ = try output.finish()
      return output.byteCount
    }
  }

  /// The page.
  ///
  /// - Parameter question: What to show.
  /// - Returns: The document's source.
  /// - Throws: `QueryError` where a name or a moment is not known, or no scan had run by then: a
  ///   page without evidence could be handed over as one without failures.
  public func source(_ question: ExportScope) throws -> String {
    try connection.readTransaction {
      guard let scope = try ReportScope(question, on: connection) else {
        let moment = question.asOf.map { " before \($0)" } ?? ""
        let knowledge = question.knownAt.map { ", as known on \($0)" } ?? ""
        throw QueryError(
          .badParameter, "there is no scan\(moment)\(knowledge), and so nothing to report",
          hint: "'tickmark scans' lists the scans")
      }
      let reader = ReportReader(connection: connection, scope: scope)
      return ReportPage(answers: try ReportAnswers(reader), programVersion: programVersion).source
    }
  }
}
