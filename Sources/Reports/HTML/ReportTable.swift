/// A table of a canned report's rows, in a container that scrolls by itself.
struct ReportTable {
  /// What the table shows; its name for those who hear it.
  let caption: String
  /// The columns; the first one names the row.
  let columns: [ReportColumn]
  /// The rows that are shown.
  let rows: [ReportRow]
  /// Where to find the rows that are not shown, and how many they are.
  var rest: (count: Int, command: ShellCommand)?

  /// A table of all the rows that an answer kept.
  init(_ caption: String, _ answer: ReportAnswer, columns: [ReportColumn]) {
    self.init(caption, answer, rows: answer.rows, of: answer.count, columns: columns)
  }

  /// A table of some rows of an answer.
  ///
  /// - Parameters:
  ///   - caption: What the table shows.
  ///   - answer: Where the rows come from.
  ///   - rows: Those to show.
  ///   - count: How many there are of their kind.
  ///   - columns: The columns; the first one names the row.
  init(
    _ caption: String, _ answer: ReportAnswer, rows: [ReportRow], of count: Int,
    columns: [ReportColumn]
  ) {
    self.caption = caption
    self.columns = columns
    self.rows = rows
    rest = count > rows.count ? (count - rows.count, answer.command) : nil
  }

  var nodes: [HTMLNode] {
    let heads = columns.map { column in
      HTMLNode.element(
        "th", class: column.isNumber ? "number" : nil, [HTMLAttribute("scope", "col")],
        [.text(column.title)])
    }
    let table = HTMLNode.element(
      "table",
      [
        .element("caption", [.text(caption)]),
        .element("thead", [.element("tr", heads)]),
        .element("tbody", rows.map(row)),
      ])
    // It can be scrolled with the keyboard, too.
    let scroller = HTMLNode.element(
      "div", class: "scroll",
      [
        HTMLAttribute("role", "region"), HTMLAttribute("aria-label", caption),
        HTMLAttribute("tabindex", 0),
      ], [table])
    guard let rest else { return [scroller] }
    let note =
      "\(ReportWords.counted(rows.count, "row")) shown, and "
      + "\(ReportWords.grouped(rest.count)) more: run "
    return [
      scroller,
      .paragraph([.text(note), .code(rest.command.description)], class: "more"),
    ]
  }

  private func row(_ row: ReportRow) -> HTMLNode {
    .element(
      "tr",
      columns.enumerated().map { index, column -> HTMLNode in
        index == 0
          ? .element("th", [HTMLAttribute("scope", "row")], [column.cell(row)])
          : .element("td", class: column.isNumber ? "number" : nil, [column.cell(row)])
      })
  }
}
