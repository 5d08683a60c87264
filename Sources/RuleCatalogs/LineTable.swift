import EvidenceModel

/// Where the lines of a text begin, so that errors can name a line and a byte.
struct LineTable {
  private let text: String
  private let starts: [String.Index]

  init(_ text: String) {
    self.text = text
    var starts = [text.startIndex]
    for index in text.utf8.indices where text.utf8[index] == UInt8(ascii: "\n") {
      starts.append(text.utf8.index(after: index))
    }
    self.starts = starts
  }

  /// The place of a one-based line and column, the column counted in Unicode scalars.
  func place(line: Int, column: Int) -> ImportError.Place {
    guard starts.indices.contains(line - 1) else {
      return .init(byteOffset: text.utf8.count, line: line)
    }
    let start = starts[line - 1]
    let index =
      text.unicodeScalars.index(start, offsetBy: max(column - 1, 0), limitedBy: text.endIndex)
      ?? text.endIndex
    return .init(
      byteOffset: text.utf8.distance(from: text.startIndex, to: index), line: line)
  }

  /// The lines with their one-based numbers, without their line ends.
  static func lines(of text: String) -> [(number: Int, text: Substring)] {
    text.utf8.split(separator: UInt8(ascii: "\n"), omittingEmptySubsequences: false)
      .enumerated()
      .map { index, line in
        let content = line.last == UInt8(ascii: "\r") ? line.dropLast() : line
        return (index + 1, Substring(content))
      }
  }
}
