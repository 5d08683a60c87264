import Crypto
import EvidenceModel
import TickmarkSQL

/// Writes the evidence for one framework as one XLSX workbook.
///
/// ```swift
/// let workbook = FrameworkWorkbook(connection: connection, programVersion: "1.0.0")
/// let sheets = try workbook.write(
///   ExportScope(framework: "PCI", asOf: "2026-06-30"), to: "pci.xlsx")
/// ```
///
/// The first sheet says what the workbook is about and what is on the others; the last one what
/// their columns mean. All come out of one read transaction. The same question of the same
/// database gives the same bytes, and the file appears when it is whole.
public struct FrameworkWorkbook {
  /// What was written of one report.
  public struct WrittenReport: Hashable, Sendable {
    /// The sheet; where the rows do not fit on one, the first of them.
    public let sheet: String
    /// The sheets that it takes.
    public let sheets: Int
    /// The canned query, with its subject.
    public let query: String
    /// Rows, the headers not counted.
    public let rows: Int
    /// Cells that were longer than a spreadsheet's may be, and end in a mark.
    public let cutCells: Int
  }

  /// The sheets, and the canned queries whose results they are.
  static let reports = [
    (sheet: "Status", query: "requirement_status"),
    (sheet: "Findings", query: "framework_findings"),
    (sheet: "Changes", query: "framework_changes"),
    (sheet: "Episodes", query: "remediation_list"),
    (sheet: "Waivers", query: "waiver_list"),
    (sheet: "Attestations", query: "attestation_list"),
    (sheet: "Not covered", query: "coverage_gaps"),
    (sheet: "Coverage", query: "scan_coverage_list"),
    (sheet: "Artifacts", query: "framework_artifacts"),
    (sheet: "Trend", query: trendQuery),
  ]
  private static let trendQuery = "trend"

  private let connection: ReadOnlyConnection
  private let programVersion: String
  private let mostRows: Int

  /// A workbook from a database, by a version of the program.
  public init(connection: ReadOnlyConnection, programVersion: String) {
    self.init(
      connection: connection, programVersion: programVersion, mostRows: Workbook.mostRows)
  }

  init(connection: ReadOnlyConnection, programVersion: String, mostRows: Int) {
    self.connection = connection
    self.programVersion = programVersion
    self.mostRows = mostRows
  }

  /// Writes the workbook.
  ///
  /// - Parameters:
  ///   - scope: What it is about: a framework, and an account where a report tells them apart.
  ///   - path: The file; a workbook that is there is replaced.
  /// - Returns: What was written of each report, in the order of the sheets.
  /// - Throws: `QueryError`; what was at the path is then as it was.
  @discardableResult
  public func write(_ scope: ExportScope, to path: String) throws -> [WrittenReport] {
    let reports = try Self.reports.map {
      (sheet: $0.sheet, query: try CannedQuery.named($0.query))
    }
    return try connection.readTransaction {
      let question = try ResolvedScope(scope, on: connection)
      let name = question.parameters.framework ?? "All frameworks"
      return try WholeFile.make(at: path, replacing: Workbook.mark.text, at: Workbook.mark.offset) {
        file in
        let workbook = try Workbook(
          file, title: "\(name): compliance evidence",
          createdAt: Timestamp(microseconds: question.parameters.asOf.microseconds ?? 0))
        let cover = try workbook.addSheet("About")
        var written: [WrittenReport] = []
        for (sheet, query) in reports {
          let series = try SheetSeries(
            try connection.query(query.sql, values: question.quickestValues(for: query)),
            named: sheet, in: workbook, mostRows: mostRows)
          if query.name == Self.trendQuery, let first = series.sheets.first {
            try TrendDrawing(rows: series.rowCount, sheet: sheet).add(to: first, in: workbook)
          }
          written.append(
            WrittenReport(
              sheet: sheet, sheets: series.sheets.count,
              query: "\(query.subject)/\(query.name)", rows: series.rowCount,
              cutCells: series.cutCells))
        }
        try writeGlossary(of: reports, in: workbook)
        try write(cover, framework: name, question: question, reports: written)
        try workbook.close()
        return written
      }
    }
  }

  /// What the workbook is about, and what is on its sheets.
  private func write(
    _ sheet: Sheet, framework: String, question: ResolvedScope, reports: [WrittenReport]
  ) throws {
    try sheet.write([(.text("\(framework): compliance evidence"), .title)])
    try sheet.write([])
    for (label, value) in try facts(framework, question) {
      let style = SheetColumn(label == "As of (UTC)" ? "as_of_at" : "")
      try sheet.write(label: label, value, of: style)
    }
    try sheet.write([])
    try sheet.write(
      ["Sheet", "Rows", "Report", "What it holds", "Cut cells"].map { (.text($0), .header) })
    for report in reports {
      let summary = try CannedQuery.named(report.query).summary
      let name =
        report.sheets > 1 ? "\(report.sheet), in \(report.sheets) sheets" : report.sheet
      try sheet.write([
        (.text(name), .text), (SQLValue(report.rows), .number), (.text(report.query), .text),
        (.text(summary), .text), (SQLValue(report.cutCells), .number),
      ])
    }
    try sheet.write([])
    for note in Self.notes { try sheet.write([(.text(note), .note)]) }
  }

  private static let notes = [
    "All times are UTC. Column names are those of the reports; the last sheet says what they mean.",
    "A cut cell holds the beginning of a text that is longer than 32,767 characters, and says so.",
    "The numbers behind these rows are in the database: 'tickmark query' gives each report again.",
  ]

  private func facts(
    _ framework: String, _ question: ResolvedScope
  ) throws -> [(String, SQLValue)] {
    let parameters = question.parameters
    let known: [String: SQLValue] = ["known_at": .integer(parameters.knownAt.ingest)]
    let knowledge = parameters.knownAt.given.map { "\($0), which is " } ?? "all, which is "
    return [
      ("Framework", .text(framework)),
      ("Account", .text(parameters.account ?? "all")),
      ("As of (UTC)", SQLValue(parameters.asOf.time)),
      ("Known at", .text(knowledge + "ingest \(parameters.knownAt.ingest)")),
      ("Changes since (UTC)", .text(parameters.from.time ?? "the first scan")),
      (
        "Scans in the database",
        .integer(
          try connection.number("SELECT count(*) FROM scan WHERE ingest_id <= :known_at", known))
      ),
      ("State of the database", .text("SHA-256 \(try state(question))")),
      ("Schema", .text(SchemaMigration.all.last?.name ?? "")),
      ("Written by", .text("tickmark \(programVersion)")),
    ]
  }

  /// The digest that names the state of the database, as it does in a package.
  private func state(_ question: ResolvedScope) throws -> String {
    let query = try CannedQuery.named(EvidencePackage.stateReport)
    var hash = SHA256()
    try OutputFormat.csv.write(
      try connection.query(query.sql, values: question.values(for: query)),
      to: ByteSink { hash.update(data: $0) })
    return hexText(hash.finalize())
  }

  /// What the columns of the reports mean.
  private func writeGlossary(
    of reports: [(sheet: String, query: CannedQuery)], in workbook: Workbook
  ) throws {
    let rows = reports.flatMap { sheet, query in
      query.columns.map { [SQLValue.text(sheet), .text($0.name), .text($0.text)] }
    }
    _ = try SheetSeries(
      MemoryRows(columns: ["sheet", "column", "meaning"], rows: rows), named: "Columns",
      in: workbook, mostRows: mostRows)
  }
}
