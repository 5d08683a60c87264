/// CSV after RFC 4180: a header, lines that end in CR LF, quotes where they are needed.
///
/// NULL is an empty cell; a blob is in hexadecimal. Where formulas are guarded, a text that a
/// spreadsheet would run gets an apostrophe before it. Numbers stay as they are: `-5` is a number.
struct CSVWriter: RowWriter {
  let guardsFormulas: Bool

  mutating func begin(_ columns: [ResultColumn], to sink: ByteSink) throws {
    try write(columns.map { .text($0.name) }, to: sink)
  }

  mutating func write(_ row: [SQLValue], to sink: ByteSink) throws {
    for (index, value) in row.enumerated() {
      if index > 0 { try sink.append(",") }
      if case .text(let text) = value {
        // Many readers skip empty lines, and would lose the row of a single empty cell.
        if text.isEmpty && row.count == 1 { try sink.append("\"\"") }
        try write(text, to: sink)
      } else if case .null = value, row.count == 1 {
        try sink.append("\"\"")
      } else {
        try sink.append(value.plainText)
      }
    }
    try sink.append("\r\n")
  }

  func end(to sink: ByteSink) throws {}

  private func write(_ text: String, to sink: ByteSink) throws {
    let mark = guardsFormulas && Self.isFormula(text) ? "'" : ""
    guard text.utf8.contains(where: Self.needsQuotes) else { return try sink.append(mark + text) }
    // By bytes: a quote and an accent are one character.
    let parts = text.utf8.split(separator: UInt8(ascii: "\""), omittingEmptySubsequences: false)
    let doubled = parts.map { String(Substring($0)) }.joined(separator: "\"\"")
    try sink.append("\"" + mark + doubled + "\"")
  }

  private static func needsQuotes(_ byte: UInt8) -> Bool {
    switch Unicode.Scalar(byte) {
    case "\"", ",", "\r", "\n": true
    default: false
    }
  }

  /// True where a spreadsheet may run the text.
  ///
  /// Some drop spaces and quotes first, and read the full-width signs of East Asian keyboards as
  /// the usual ones.
  static func isFormula(_ text: String) -> Bool {
    let start = text.unicodeScalars.first { $0 != " " && $0 != "\"" && $0 != "'" && $0 != "\u{a0}" }
    switch start {
    case "=", "+", "-", "@", "\t", "\r", "\n", "＝", "＋", "－", "＠": return true
    default: return false
    }
  }
}
