import Foundation

/// Prints results in columns: text to the left, numbers to the right.
struct ResultTable {
  private static let textColumns = 2
  private var lines = [
    [
      "program", "work", "seconds", "no start", "cpu s", "records/s", "MB/s", "peak MiB", "ratio",
      "no start",
    ]
  ]
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
      lines.append([row.program, row.work, row.failure ?? "did not run"])
      return
    }
    let peak = row.runs.map { Double($0.peakMemory) }.median
    // Twice a program that does nothing differs by a few pages.
    let isTold = peak > Double(leastMemory) * 1.1
    let memory = Self.text((isTold ? peak : Double(leastMemory)) / 1_048_576, digits: 0)
    var line = [
      row.program, row.work, Self.text(row.seconds, digits: 3),
      Self.text(row.secondsAfterStart, digits: 3),
      Self.text(row.runs.map(\.processorSeconds).median, digits: 3),
      Self.text(Double(records) / row.seconds, digits: 0),
      Self.text(Double(byteCount) / row.seconds / 1_000_000, digits: 1),
      isTold ? memory : "< " + memory,
    ]
    if let ours {
      for withStart in [true, false] {
        line.append(
          row.ratio(to: ours, withStart: withStart).map { Self.text($0, digits: 2) } ?? "-")
      }
    }
    lines.append(line)
  }

  /// The table, one line of text for each of its own.
  var text: String {
    // A failure's reason stands across the columns of numbers, and makes none of them wider.
    let isWhole = lines.map { $0.count > Self.textColumns + 1 }
    let widths = lines[0].indices.map { column in
      zip(lines, isWhole).map { line, isWhole in
        line.indices.contains(column) && (isWhole || column < Self.textColumns)
          ? line[column].count : 0
      }.max() ?? 0
    }
    return lines.map { line in
      line.indices.map { column in
        let padding = String(repeating: " ", count: max(0, widths[column] - line[column].count))
        return column < Self.textColumns || line.count == Self.textColumns + 1
          ? line[column] + padding : padding + line[column]
      }.joined(separator: "  ")
    }.joined(separator: "\n")
  }

  /// A number with so many digits after the point.
  static func text(_ number: Double, digits: Int) -> String {
    String(format: "%.\(digits)f", number)
  }
}
