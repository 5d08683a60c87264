import EvidenceModel
import Foundation
import Testing

@testable import Reports

/// What other programs read in a workbook's sheets.
@Suite struct WorkbookTests {
  private func sheet(_ columns: [String], _ rows: [[SQLValue]]) throws -> WrittenSheet {
    try WrittenWorkbook { workbook in
      _ = try SheetSeries(MemoryRows(columns: columns, rows: rows), named: "S", in: workbook)
    }.sheet("S")
  }

  @Test func `moments are dates and say that they are UTC`() throws {
    let sheet = try sheet(
      ["seen_at", "until", "period_start", "title"],
      [
        [
          .text("2026-06-01T02:00:00Z"), .text("2026-06-01T04:30:00.5+02:00"), .text("2026-06-01"),
          .text("2026-06-01"),
        ]
      ])
    #expect(sheet.rows[0].texts == ["seen_at (UTC)", "until (UTC)", "period_start", "title"])
    let cells = sheet.rows[1].cells
    #expect(cells[0]?.type == nil)
    #expect(cells[0]?.format == "yyyy-mm-dd hh:mm:ss")
    let day = 46_174.0
    let times = try [0, 1].map { try #require(Double(cells[$0]?.text ?? "")) }
    #expect(abs(times[0] - (day + 2 / 24)) < 1e-9)
    #expect(abs(times[1] - (day + 2.5 / 24 + 0.5 / 86_400)) < 1e-9)
    #expect(cells[2] == WrittenSheet.Cell(type: nil, text: "46174", format: "yyyy-mm-dd"))
    // Only columns that hold moments are read as such.
    #expect(cells[3] == WrittenSheet.Cell(type: "inlineStr", text: "2026-06-01", format: "@"))
  }

  @Test(arguments: [
    "", "yesterday", "2026-06-01T02:00:00", "2026-02-30", "1899-12-31", "1900-02-28", "46174",
    "2026-06", "2026",
  ])
  func `what is no moment stays a text`(text: String) throws {
    let cell = try sheet(["seen_at"], [[.text(text)]]).rows.dropFirst().first?.cells[0]
    #expect((cell?.text ?? "") == text)
    #expect(text.isEmpty || cell?.type == "inlineStr")
  }

  @Test func `numbers are numbers as far as they are exact`() throws {
    let sheet = try sheet(
      ["number"],
      [
        [.integer(-5)], [.real(0.25)], [.integer(1 << 53)], [.integer(1 << 53 + 1)],
        [.integer(.min)], [.real(.infinity)], [.blob([0xab, 0])], [.null], [.text("007")],
      ])
    let cells = sheet.rows.dropFirst().map { $0.cells[0] }
    #expect(
      cells.map(\.?.type) == [
        nil, nil, nil, "inlineStr", "inlineStr", "inlineStr", "inlineStr", nil, "inlineStr",
      ])
    #expect(
      cells.map { $0?.text ?? "none" } == [
        "-5", "0.25", "9007199254740992", "9007199254740993", "-9223372036854775808", "Inf",
        "ab00", "none", "007",
      ])
  }

  @Test func `what does not fit on a sheet goes on the next one`() throws {
    let file = try WrittenWorkbook { workbook in
      let rows = (1...7).map { [SQLValue.integer($0)] }
      let series = try SheetSeries(
        MemoryRows(columns: ["n"], rows: rows), named: "N", in: workbook, mostRows: 4)
      #expect(series.rowCount == 7)
      _ = try SheetSeries(
        MemoryRows(columns: ["n"], rows: Array(rows.prefix(3))), named: "Full", in: workbook,
        mostRows: 4)
    }
    #expect(file.sheetNames == ["N", "N (2)", "N (3)", "Full"])
    #expect(try file.sheet("N").rows.map(\.texts) == [["n"], ["1"], ["2"], ["3"]])
    #expect(try file.sheet("N (2)").rows.map(\.texts) == [["n"], ["4"], ["5"], ["6"]])
    #expect(try file.sheet("N (3)").rows.map(\.texts) == [["n"], ["7"]])
    #expect(try file.sheet("N (3)").attribute("ref", of: "autoFilter") == "A1:A2")
  }

  @Test func `the header stays in sight and filters`() throws {
    let sheet = try sheet(["a", "b"], [[.text("x"), .text("y")], [.text("z"), .null]])
    #expect(sheet.attribute("state", of: "pane") == "frozen")
    #expect(sheet.attribute("ySplit", of: "pane") == "1")
    #expect(sheet.attribute("ref", of: "autoFilter") == "A1:B3")
    #expect(sheet.elements.contains("col"))
    let empty = try self.sheet(["a"], [])
    #expect(empty.rows.map(\.texts) == [["a"]])
  }

  @Test func `a long text beside its name does not widen the table below it`() throws {
    let sheet = try WrittenWorkbook { workbook in
      let sheet = try workbook.addSheet("S")
      try sheet.write(
        label: "State", .text(String(repeating: "x", count: 80)), of: SheetColumn(""))
      try sheet.write(label: "As of", .text("2026-06-01T02:00:00Z"), of: SheetColumn("as_of_at"))
    }.sheet("S")
    #expect(sheet.rows[0].cells[1]?.text.count == 80)
    #expect(sheet.rows[1].cells[1]?.format == "yyyy-mm-dd hh:mm:ss")
    #expect(sheet.columnWidths.count == 2)
    #expect(sheet.columnWidths.allSatisfy { $0 < 25 })
  }

  @Test func `words for states and severities have colours`() throws {
    let file = try WrittenWorkbook { workbook in
      _ = try SheetSeries(
        MemoryRows(
          columns: ["status", "severity", "title"],
          rows: [[.text("fail"), .text("critical"), .text("fail")]]), named: "S", in: workbook)
    }
    let styles = try file.text("xl/styles.xml")
    #expect(styles.contains("FFFFC7CE"))
    #expect(styles.contains("FFC00000"))
    let row = try file.text("xl/worksheets/sheet1.xml").split(separator: "<row ").last ?? ""
    let cells = row.split(separator: "<c ").dropFirst().map { $0.split(separator: "\"")[3] }
    #expect(Set(cells).count == 3)
  }

  @Test(arguments: ["", "a name of more than thirty-one characters", "a/b", "[a]", "S"])
  func `a sheet has a name that spreadsheets take`(name: String) throws {
    let folder = FileManager.default.temporaryDirectory.appending(path: UUID().uuidString)
    try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
    defer { try? FileManager.default.removeItem(at: folder) }
    #expect(throws: QueryError.self) {
      try WholeFile.make(
        at: folder.path + "/a.xlsx", replacing: Workbook.mark.text, at: Workbook.mark.offset
      ) { file in
        let workbook = try Workbook(file, title: "", createdAt: Timestamp(microseconds: 0))
        _ = try workbook.addSheet("S")
        _ = try workbook.addSheet(name)
      }
    }
    #expect(try FileManager.default.contentsOfDirectory(atPath: folder.path) == [])
  }
}
