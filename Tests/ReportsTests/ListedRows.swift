import Reports

/// Rows from an array.
final class ListedRows: RowSource {
  let columns: [ResultColumn]
  private var rest: [[SQLValue]]

  init(_ columns: [ResultColumn], _ rows: [[SQLValue]]) {
    self.columns = columns
    rest = rows.reversed()
  }

  func next() -> [SQLValue]? { rest.popLast() }
}

extension OutputFormat {
  /// What the format makes of rows.
  func text(
    _ names: [String], _ rows: [[SQLValue]], width: Int = 80, guardsFormulas: Bool = true
  ) throws -> String {
    var bytes: [UInt8] = []
    let source = ListedRows(names.map { ResultColumn($0) }, rows)
    try write(
      source, to: ByteSink { bytes += $0 },
      options: OutputOptions(width: width, guardsFormulas: guardsFormulas))
    return String(decoding: bytes, as: UTF8.self)
  }
}
