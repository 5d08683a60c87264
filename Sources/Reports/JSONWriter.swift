/// One JSON array, with an object on a line of its own for each row.
struct JSONWriter: RowWriter {
  private var rows = JSONRowText(columns: [])
  private var isFirst = true

  mutating func begin(_ columns: [ResultColumn], to sink: ByteSink) throws {
    rows = JSONRowText(columns: columns)
    try sink.append("[")
  }

  mutating func write(_ row: [SQLValue], to sink: ByteSink) throws {
    try sink.append(isFirst ? "\n" : ",\n")
    isFirst = false
    try rows.write(row, to: sink)
  }

  func end(to sink: ByteSink) throws {
    try sink.append(isFirst ? "]\n" : "\n]\n")
  }
}
