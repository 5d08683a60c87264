/// The rows of one result on one sheet, or on several where they do not fit on one.
struct SheetSeries {
  /// The sheets, the first one first.
  private(set) var sheets: [Sheet] = []
  /// Rows, the headers not counted.
  private(set) var rowCount = 0
  /// Cells whose text did not fit, and ends in a mark.
  var cutCells: Int { sheets.reduce(0) { $0 + $1.cutCells } }

  private let name: String
  private let columns: [SheetColumn]
  private let workbook: Workbook

  /// Writes a result.
  ///
  /// - Parameters:
  ///   - rows: The rows.
  ///   - name: The name of the first sheet; the next is called `Findings (2)`.
  ///   - workbook: Where to.
  ///   - mostRows: The rows that a sheet takes, its header counted.
  /// - Throws: What `rows` throws, and `QueryError`.
  init(
    _ rows: some RowSource, named name: String, in workbook: Workbook,
    mostRows: Int = Workbook.mostRows
  ) throws {
    self.name = name
    self.workbook = workbook
    columns = rows.columns.map { SheetColumn($0.name) }
    var sheet = try addSheet()
    while let row = try rows.next() {
      if sheet.rowCount == mostRows { sheet = try addSheet() }
      try sheet.write(row, of: columns)
      rowCount += 1
    }
    for sheet in sheets { try sheet.addFilter(columns: columns.count) }
  }

  private mutating func addSheet() throws -> Sheet {
    let sheet = try workbook.addSheet(sheets.isEmpty ? name : "\(name) (\(sheets.count + 1))")
    try sheet.writeHeader(columns.map(\.title))
    sheets.append(sheet)
    return sheet
  }
}
