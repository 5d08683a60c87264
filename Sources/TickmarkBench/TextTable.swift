import Foundation

/// Prints lines in columns: text to the left, numbers to the right.
struct TextTable {
  private let textColumns: Int
  private var lines: [[String]]

  /// A table with a header, whose first columns hold text.
  init(_ header: [String], textColumns: Int) {
    self.textColumns = textColumns
    lines = [header]
  }

  /// Adds a line. A line with one cell after the columns of text has a remark there, which stands
  /// across the numbers and makes no column wider.
  mutating func add(_ line: [String]) { lines.append(line) }

  /// The table, one line of text for each of its own.
  var text: String {
    let isWhole = lines.map { $0.count > textColumns + 1 || $0.count == lines[0].count }
    let widths = lines[0].indices.map { column in
      zip(lines, isWhole).map { line, isWhole in
        line.indices.contains(column) && (isWhole || column < textColumns) ? line[column].count : 0
      }.max() ?? 0
    }
    return zip(lines, isWhole).map { line, isWhole in
      let text = line.indices.map { column in
        let padding = String(repeating: " ", count: max(0, widths[column] - line[column].count))
        return column < textColumns || !isWhole ? line[column] + padding : padding + line[column]
      }.joined(separator: "  ")
      return String(text.reversed().drop { $0 == " " }.reversed())
    }.joined(separator: "\n")
  }

  /// A number with so many digits after the point.
  static func text(_ number: Double, digits: Int) -> String {
    String(format: "%.\(digits)f", number)
  }
}
