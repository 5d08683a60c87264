import CXLSXWriter

/// The charts beside the rows of the report `trend`.
struct TrendDrawing {
  /// How many rows there are.
  let rows: Int
  /// The name of the sheet, which has to be one word.
  let sheet: String

  /// Puts the charts to the right of the rows.
  func add(to sheet: Sheet, in workbook: Workbook) throws {
    guard rows > 0 else { return }
    try add("Open at the end", of: [("C", "open", 0xc00000)], at: 1, to: sheet, workbook)
    try add(
      "Opened and closed",
      of: [
        ("D", "opened", 0xc00000), ("E", "reopened", 0xed7d31), ("F", "resolved", 0x70ad47),
        ("G", "gone", 0xa5a5a5),
      ], at: 17, to: sheet, workbook)
  }

  /// Adds lines: programs make a column of a chart one day wide where its rows are dates.
  private func add(
    _ title: String, of columns: [(String, String, UInt32)], at row: UInt32, to sheet: Sheet,
    _ workbook: Workbook
  ) throws {
    let chart = try workbook.addChart(LXW_CHART_LINE)
    chart_title_set_name(chart, title)
    for (column, name, colour) in columns {
      let series = chart_add_series(chart, range("B"), range(column))
      chart_series_set_name(series, name)
      var line = lxw_chart_line()
      line.color = colour
      line.width = 2
      chart_series_set_line(series, &line)
    }
    chart_axis_set_num_format(chart.pointee.x_axis, "yyyy-mm-dd")
    if columns.count == 1 {
      chart_legend_set_position(chart, UInt8(LXW_CHART_LEGEND_NONE.rawValue))
    }
    var options = lxw_chart_options()
    options.x_scale = 1.5
    options.y_scale = 1
    try Workbook.check(worksheet_insert_chart_opt(sheet.worksheet, row, 8, chart, &options))
  }

  private func range(_ column: String) -> String {
    "=\(sheet)!$\(column)$2:$\(column)$\(rows + 1)"
  }
}
