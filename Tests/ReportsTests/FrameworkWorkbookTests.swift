import Foundation
import Testing

@testable import Reports

/// The workbook of a framework.
@Suite struct FrameworkWorkbookTests {
  private let database: TestDatabase
  private let workbook: FrameworkWorkbook

  init() throws {
    database = try TestDatabase()
    workbook = FrameworkWorkbook(
      connection: try database.connection(.canned), programVersion: "1.2.3")
  }

  private var path: String { database.folder + "/pci.xlsx" }

  private static let june = ExportScope(framework: "pci-dss", asOf: "2026-06-15")

  @Test func `says what it is about and what is on its sheets`() throws {
    let written = try workbook.write(Self.june, to: path)
    let file = try WrittenWorkbook(path: path)
    #expect(
      file.sheetNames == [
        "About", "Status", "Findings", "Changes", "Episodes", "Waivers", "Attestations",
        "Not covered", "Coverage", "Artifacts", "Trend", "Columns",
      ])
    let about = try file.sheet("About").rows.map(\.texts)
    #expect(about[0] == ["PCI: compliance evidence"])
    #expect(about.contains(["Framework", "PCI"]))
    #expect(about.contains(["Known at", "all, which is ingest 2"]))
    #expect(about.contains(["Scans in the database", "2"]))
    #expect(about.contains(["Written by", "tickmark 1.2.3"]))
    let package = try FrameworkExport(
      connection: try database.connection(.canned), programVersion: "1.2.3"
    ).write(Self.june, to: database.folder + "/package")
    #expect(about.contains(["State of the database", "SHA-256 \(package.state.sha256)"]))
    for report in written {
      #expect(try file.sheet(report.sheet).rows.count == report.rows + 1)
      #expect(
        about.contains { $0.starts(with: [report.sheet, "\(report.rows)", report.query]) },
        "\(report.sheet)")
    }
    let findings = try file.sheet("Findings").rows
    #expect(findings.count == 2)
    #expect(findings[1].texts.contains("=cmd|calc"))
    #expect(findings[1].texts.contains("123456789012"))
    let glossary = try file.sheet("Columns").rows.map(\.texts)
    #expect(glossary.contains { $0.starts(with: ["Findings", "severity"]) })
  }

  @Test func `draws the trend`() throws {
    try database.execute(
      """
      INSERT INTO failing_episode VALUES
        (1, 1, 1, 2, \(TestDatabase.june), \(TestDatabase.july), 5, NULL);
      """)
    let written = try workbook.write(Self.june, to: path)
    let file = try WrittenWorkbook(path: path)
    let rows = try #require(written.last { $0.sheet == "Trend" }).rows
    try #require(rows > 0)
    let trend = try file.sheet("Trend")
    #expect(trend.elements.contains("drawing"))
    let titles = trend.rows[0].texts
    #expect(
      titles == [
        "framework", "period_start", "open_at_end", "opened", "reopened", "resolved", "gone",
      ])
    #expect(trend.rows[1].cells[1]?.format == "yyyy-mm-dd")
    let open = try file.text("xl/charts/chart1.xml")
    #expect(open.contains("<c:f>Trend!$B$2:$B$\(rows + 1)</c:f>"))
    #expect(open.contains("<c:f>Trend!$C$2:$C$\(rows + 1)</c:f>"))
    let changes = try file.text("xl/charts/chart2.xml")
    for column in "DEFG" { #expect(changes.contains("Trend!$\(column)$2")) }
  }

  @Test func `the same question gives the same bytes`() throws {
    try workbook.write(Self.june, to: path)
    let first = try Data(contentsOf: URL(filePath: path))
    // Properties count seconds, and archives two of them.
    Thread.sleep(forTimeInterval: 2.1)
    try workbook.write(Self.june, to: path)
    #expect(try Data(contentsOf: URL(filePath: path)) == first)
    let file = try WrittenWorkbook(path: path)
    #expect(try file.text("docProps/core.xml").contains("2026-06-15T23:59:59Z"))
    try workbook.write(ExportScope(framework: "PCI"), to: path)
    #expect(try Data(contentsOf: URL(filePath: path)) != first)
  }

  @Test func `what does not fit on a sheet is counted on the first`() throws {
    try database.execute(
      """
      INSERT INTO resource VALUES (2, 1, 1, 'arn:aws:s3:::c');
      INSERT INTO finding VALUES (2, 1, 2, '');
      INSERT INTO event VALUES
        (3, 2, \(TestDatabase.june), 9223372036854775807, 1, 1, NULL, 1, 2, 0, 1, 1, 0, 10);
      """)
    let small = FrameworkWorkbook(
      connection: try database.connection(.canned), programVersion: "1.2.3", mostRows: 2)
    let written = try small.write(Self.june, to: path)
    let findings = try #require(written.first { $0.sheet == "Findings" })
    #expect(findings.rows == 2)
    #expect(findings.sheets == 2)
    let file = try WrittenWorkbook(path: path)
    #expect(file.sheetNames.contains("Findings (2)"))
    let about = try file.sheet("About").rows.map(\.texts)
    #expect(about.contains { $0.starts(with: ["Findings, in 2 sheets", "2"]) })
  }

  @Test func `leaves nothing behind when it fails, and replaces workbooks alone`() throws {
    #expect(throws: QueryError.self) {
      try workbook.write(ExportScope(framework: "FedRAMP"), to: path)
    }
    #expect(throws: QueryError.self) {
      try workbook.write(Self.june, to: database.folder + "/none/pci.xlsx")
    }
    let bytes = try database.bytes()
    let error = #expect(throws: QueryError.self) {
      try workbook.write(Self.june, to: database.path)
    }
    #expect(error?.code == .unwritableOutput)
    #expect(try database.bytes() == bytes)
    #expect(throws: QueryError.self) { try workbook.write(Self.june, to: database.folder) }
    #expect(try database.files() == ["evidence.db"])
  }
}
