import Foundation
import Testing

@testable import Reports

/// A few hundred hostile texts through every file that people open in a spreadsheet.
@Suite struct HostileCellTests {
  private static let texts = HostileCells.all

  private func csv(guardsFormulas: Bool) throws -> [[String]] {
    CSVReading.rows(
      try OutputFormat.csv.text(
        ["number", "text", "last"],
        Self.texts.enumerated().map { [.integer(Int64($0)), .text($1), .text("end")] },
        guardsFormulas: guardsFormulas))
  }

  @Test func `there are more than two hundred`() {
    #expect(Set(Self.texts).count > 200)
  }

  @Test func `raw CSV gives back every byte`() throws {
    let rows = try csv(guardsFormulas: false)
    #expect(rows.count == Self.texts.count + 1)
    for (row, text) in zip(rows.dropFirst(), Self.texts) {
      #expect(row.count == 3)
      #expect(Array(row[1].utf8) == Array(text.utf8))
      #expect(row[2] == "end")
    }
  }

  @Test func `safe CSV runs nothing, and differs by an apostrophe at most`() throws {
    let rows = try csv(guardsFormulas: true)
    #expect(rows.count == Self.texts.count + 1)
    for (row, text) in zip(rows.dropFirst(), Self.texts) {
      let cell = row[1]
      #expect(Array(cell.utf8) == Array(text.utf8) || Array(cell.utf8) == Array("'\(text)".utf8))
      let first = cell.unicodeScalars.first { !$0.properties.isWhitespace }
      #expect(first.map { !"=+-@＝＋－＠".unicodeScalars.contains($0) } ?? true, "\(cell.prefix(40))")
    }
  }

  @Test(arguments: ["text", "seen_at", "status", "severity"])
  func `a workbook has all of them as texts`(column: String) throws {
    let file = try WrittenWorkbook { workbook in
      let rows = Self.texts.map { [SQLValue.text($0), .text("end")] }
      let series = try SheetSeries(
        MemoryRows(columns: [column, "last"], rows: rows), named: "Texts", in: workbook)
      // Each of them is longer than a cell may be, as it is or as it is written.
      #expect(series.cutCells == 6)
    }
    let sheet = try file.sheet("Texts")
    #expect(sheet.elements.isDisjoint(with: ["f", "hyperlink", "hyperlinks"]))
    #expect(sheet.rows.count == Self.texts.count + 1)
    for (row, text) in zip(sheet.rows.dropFirst(), Self.texts) {
      let cell = row.cells[0]
      #expect(row.cells[1]?.text == "end")
      guard !text.isEmpty else { continue }
      guard text.utf16.count <= CellText.longest, text != String(repeating: "\u{0}", count: 5_000)
      else {
        let cell = try #require(cell?.text)
        #expect(cell.utf16.count <= CellText.longest)
        #expect(cell.hasSuffix("… [cut: \(text.utf16.count) characters]"))
        #expect(text.hasPrefix(String(cell.prefix(1_000))))
        continue
      }
      #expect(cell?.type == "inlineStr")
      #expect(
        Array((cell?.text ?? "").utf8) == Array(text.utf8), "\(text.debugDescription.prefix(80))")
    }
  }
}
