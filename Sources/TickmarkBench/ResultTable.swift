/// The times and the memory of programs that worked on one file.
struct ResultTable {
  private var table = TextTable(
    [
      "program", "work", "seconds", "no start", "cpu s", "records/s", "MB/s", "peak MiB", "ratio",
      "no start",
    ], textColumns: 2)
  private let records: Int
  private let byteCount: Int
  private let leastMemory: Int

  /// A table about work on a file of this size. Peaks of memory up to `leastMemory` say nothing.
  init(records: Int, byteCount: Int, leastMemory: Int) {
    self.records = records
    self.byteCount = byteCount
    self.leastMemory = leastMemory
  }

  /// Adds a line; `ours` is what its program is compared with.
  mutating func add(_ row: Row, ours: Row?) {
    guard row.failure == nil, row.seconds > 0 else {
      table.add([row.program, row.work, row.failure ?? "did not run"])
      return
    }
    let peak = row.runs.map { Double($0.peakMemory) }.median
    // Twice a program that does nothing differs by a few pages.
    let isTold = peak > Double(leastMemory) * 1.1
    let memory = TextTable.text((isTold ? peak : Double(leastMemory)) / 1_048_576, digits: 0)
    var line = [
      row.program, row.work, TextTable.text(row.seconds, digits: 3),
      TextTable.text(row.secondsAfterStart, digits: 3),
      TextTable.text(row.runs.map(\.processorSeconds).median, digits: 3),
      TextTable.text(Double(records) / row.seconds, digits: 0),
      TextTable.text(Double(byteCount) / row.seconds / 1_000_000, digits: 1),
      isTold ? memory : "< " + memory,
    ]
    if let ours {
      for withStart in [true, false] {
        line.append(
          row.ratio(to: ours, withStart: withStart).map { TextTable.text($0, digits: 2) } ?? "-")
      }
    }
    table.add(line)
  }

  /// The table, one line of text for each of its own.
  var text: String { table.text }
}
