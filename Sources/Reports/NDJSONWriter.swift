/// A JSON object for each row, each on a line of its own.
struct NDJSONWriter: RowWriter {
  private var rows = JSONRowText(columns: [])

  mutating func begin(_ columns: [ResultColumn], to sink: ByteSink) throws {
    rows = JSONRowText(columns: columns)
  }

  func write(_ row: [SQLValue], to sink: ByteSink) throws {
    try rows.write(row, to: sink)
    try sink.append("\n")
  }

  func end(to sink: ByteSink) throws {}
}
