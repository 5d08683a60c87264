/// A column of a report's table.
struct ReportColumn: Sendable {
  /// What stands above it.
  let title: String
  /// True for numbers, which stand on the right.
  let isNumber: Bool
  /// What is in a cell.
  let cell: @Sendable (ReportRow) -> HTMLNode

  private init(
    _ title: String, isNumber: Bool = false, cell: @escaping @Sendable (ReportRow) -> HTMLNode
  ) {
    self.title = title
    self.isNumber = isNumber
    self.cell = cell
  }

  /// Text, cut where it is long.
  static func text(_ title: String, _ column: String) -> ReportColumn {
    ReportColumn(title) { .text(ReportWords.cut($0.text(column))) }
  }

  /// Several columns, a blank between them.
  static func text(_ title: String, _ columns: [String]) -> ReportColumn {
    ReportColumn(title) { row in
      .text(ReportWords.cut(columns.map(row.text).filter { !$0.isEmpty }.joined(separator: " ")))
    }
  }

  /// A name that a tool gave, in letters of one width.
  static func code(_ title: String, _ column: String) -> ReportColumn {
    ReportColumn(title) { row in
      let text = row.text(column)
      return text.isEmpty ? "" : .code(ReportWords.cut(text))
    }
  }

  /// A whole number.
  static func count(_ title: String, _ column: String) -> ReportColumn {
    ReportColumn(title, isNumber: true) { row in
      row[column] == .null ? "" : .text(ReportWords.grouped(row.count(column)))
    }
  }

  /// A whole number, and how many it is of.
  static func count(_ title: String, _ column: String, of whole: String) -> ReportColumn {
    ReportColumn(title, isNumber: true) { row in
      .text(
        ReportWords.grouped(row.count(column)) + " of " + ReportWords.grouped(row.count(whole)))
    }
  }

  /// A number with a decimal.
  static func decimal(_ title: String, _ column: String) -> ReportColumn {
    ReportColumn(title, isNumber: true) { row in
      .text(row.number(column).map(ReportWords.decimal) ?? "")
    }
  }

  /// A share from 0 to 1, in percent.
  static func share(_ title: String, _ column: String) -> ReportColumn {
    ReportColumn(title, isNumber: true) { row in
      .text(
        row.number(column).map { ReportWords.percent(Int(($0 * 10_000).rounded()), of: 10_000) }
          ?? "")
    }
  }

  /// A moment.
  static func time(_ title: String, _ column: String) -> ReportColumn {
    ReportColumn(title) { .time($0.text(column)) }
  }
}
