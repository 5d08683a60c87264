/// A table of GitHub-flavoured Markdown. Columns that are declared as numbers are set right.
struct MarkdownWriter: RowWriter {
  func begin(_ columns: [ResultColumn], to sink: ByteSink) throws {
    try sink.append("|" + columns.map { " " + Self.escaped($0.name) + " |" }.joined() + "\n")
    let rules = columns.map { $0.isDeclaredNumeric ? " ---: |" : " --- |" }
    try sink.append("|" + rules.joined() + "\n")
  }

  func write(_ row: [SQLValue], to sink: ByteSink) throws {
    try sink.append("|")
    for value in row {
      if case .text(let text) = value {
        try sink.append(" " + Self.escaped(text) + " |")
      } else {
        try sink.append(" " + value.plainText + " |")
      }
    }
    try sink.append("\n")
  }

  func end(to sink: ByteSink) throws {}

  /// The text with everything escaped that would end the cell or be markup.
  static func escaped(_ text: String) -> String {
    var result = ""
    var previous: Unicode.Scalar?
    for scalar in text.unicodeScalars {
      switch scalar {
      case "|", "\\", "`", "*", "[": result += "\\\(scalar)"
      case "<": result += "&lt;"
      case "&": result += "&amp;"
      // CR LF is one end of a line.
      case "\n" where previous == "\r": break
      case "\n", "\r": result += "<br>"
      case "\u{0}"..."\u{1f}", "\u{7f}": result += " "
      default: result.unicodeScalars.append(scalar)
      }
      previous = scalar
    }
    return result
  }
}
