import CXLSXWriter
import Foundation

/// A sheet of a workbook, written from top to bottom.
final class Sheet {
  /// The rows that were written.
  private(set) var rowCount = 0
  /// The cells whose text did not fit.
  private(set) var cutCells = 0
  /// The length of the sheet before it is packed, known when it is finished.
  private(set) var byteCount = 0

  /// The library's sheet, for what only one kind of sheet has.
  let worksheet: UnsafeMutablePointer<lxw_worksheet>
  private unowned let workbook: Workbook
  /// Characters of the longest cell of each column, among the first rows.
  private var widths: [Int] = []

  /// Wider columns are hard to read past.
  private static let widest = 60
  /// Rows that are measured.
  private static let measuredRows = 1000

  init(_ worksheet: UnsafeMutablePointer<lxw_worksheet>, of workbook: Workbook) {
    self.worksheet = worksheet
    self.workbook = workbook
    // Account numbers are texts on purpose: no need to mark each.
    worksheet_ignore_errors(
      worksheet, UInt8(LXW_IGNORE_NUMBER_STORED_AS_TEXT.rawValue), "A1:XFD\(Workbook.mostRows)")
    worksheet_set_landscape(worksheet)
    worksheet_fit_to_pages(worksheet, 1, 0)
  }

  /// Writes the names of the columns, which stay in sight and on each printed page.
  func writeHeader(_ titles: [String]) throws {
    for (column, title) in titles.enumerated() {
      // Room for the button that filters.
      try write(text: title, as: .header, column: column, padding: 3)
    }
    rowCount += 1
    worksheet_freeze_panes(worksheet, UInt32(rowCount), 0)
    try Workbook.check(worksheet_repeat_rows(worksheet, 0, UInt32(rowCount - 1)))
  }

  /// Lets the rows below the header be filtered.
  func addFilter(columns: Int) throws {
    guard columns > 0, rowCount > 0 else { return }
    try Workbook.check(
      worksheet_autofilter(worksheet, 0, 0, UInt32(rowCount - 1), UInt16(columns - 1)))
  }

  /// Writes a row of values.
  func write(_ row: [SQLValue], of columns: [SheetColumn]) throws {
    for (index, value) in row.enumerated() { try write(value, of: columns[index], at: index) }
    rowCount += 1
  }

  /// Writes a row of cells that have a style each; NULL is no cell.
  func write(_ row: [(value: SQLValue, style: SheetStyle)]) throws {
    for (index, cell) in row.enumerated() {
      if case .text(let text) = cell.value {
        try write(text: text, as: cell.style, column: index)
      } else {
        try write(cell.value, of: SheetColumn(""), at: index)
      }
    }
    rowCount += 1
  }

  /// Writes a row of a name and what it stands for.
  func write(label: String, _ value: SQLValue, of column: SheetColumn) throws {
    try write(text: label, as: .text, column: 0)
    if column.kind == .plain, case .text(let text) = value {
      try write(text: text, as: .fact, column: 1)
    } else {
      try write(value, of: column, at: 1)
    }
    rowCount += 1
  }

  /// Sets the widths of the columns, and checks that every row was kept.
  func finish() throws {
    for (column, width) in widths.enumerated() where width > 0 {
      try Workbook.check(
        worksheet_set_column(
          worksheet, UInt16(column), UInt16(column), Double(min(width, Self.widest) + 1), nil))
    }
    // The library does not look whether the temporary file took what it was given.
    guard let file = worksheet.pointee.optimize_tmpfile else { return }
    guard fflush(file) == 0, ferror(file) == 0 else {
      throw QueryError(
        .unwritableOutput, "cannot write the workbook: \(String(cString: strerror(errno)))")
    }
    byteCount = ftell(file)
  }

  private func write(_ value: SQLValue, of column: SheetColumn, at index: Int) throws {
    switch value {
    case .null: break
    // Larger ones would be rounded.
    case .integer(let number) where number.magnitude <= 1 << 53:
      try write(number: Double(number), as: .number, column: index, width: value.plainText.count)
    case .real(let number) where number.isFinite:
      try write(number: number, as: .number, column: index, width: value.plainText.count)
    case .integer, .real, .blob:
      try write(text: value.plainText, as: .text, column: index)
    case .text(let text):
      switch column.kind {
      case .moment:
        guard let moment = SheetMoment(text) else { fallthrough }
        try write(
          number: moment.serialNumber, as: moment.isDay ? .day : .moment, column: index,
          width: text.count)
      case .plain: try write(text: text, as: .text, column: index)
      case .state:
        try write(
          text: text, as: SheetStyle.Colour(state: text).map(SheetStyle.coloured) ?? .text,
          column: index)
      case .severity:
        try write(
          text: text, as: SheetStyle.Colour(severity: text).map(SheetStyle.coloured) ?? .text,
          column: index)
      }
    }
  }

  private func write(number: Double, as style: SheetStyle, column: Int, width: Int) throws {
    try Workbook.check(
      worksheet_write_number(
        worksheet, UInt32(rowCount), UInt16(column), number, workbook.format(style)))
    measure(width, column: column)
  }

  private func write(
    text: String, as style: SheetStyle, column: Int, padding: Int = 0
  ) throws {
    // The library writes a text of no characters as a cell without a value, which is the same.
    let cell = CellText(text)
    if cell.isCut { cutCells += 1 }
    try Workbook.check(
      worksheet_write_string(
        worksheet, UInt32(rowCount), UInt16(column), cell.escaped, workbook.format(style)))
    if !style.runsOver {
      measure(min(cell.escaped.utf8.count, 200) + padding, column: column)
    }
  }

  private func measure(_ width: Int, column: Int) {
    guard rowCount < Self.measuredRows else { return }
    while widths.count <= column { widths.append(0) }
    widths[column] = max(widths[column], width)
  }
}
