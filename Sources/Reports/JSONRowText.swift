/// A row as a JSON object whose keys are in the order of the columns.
struct JSONRowText {
  /// Each column's key with quotes, colon and what separates it from the value before.
  private let keys: [String]

  init(columns: [ResultColumn]) {
    var seen: Set<String> = []
    keys = columns.enumerated().map { index, column in
      // Two members of one name are allowed by the grammar, and lost by most readers.
      var name = column.name
      var number = 2
      while !seen.insert(name).inserted {
        name = "\(column.name)_\(number)"
        number += 1
      }
      return (index > 0 ? "," : "") + Self.quoted(name) + ":"
    }
  }

  func write(_ row: [SQLValue], to sink: ByteSink) throws {
    try sink.append("{")
    for (key, value) in zip(keys, row) {
      try sink.append(key)
      switch value {
      case .null: try sink.append("null")
      case .integer(let number): try sink.append(String(number))
      case .real(let number):
        // JSON has no infinity. Readers make one of a number that is too large for them.
        try sink.append(
          number.isInfinite ? (number < 0 ? "-1e999" : "1e999") : number.description)
      case .text(let text): try sink.append(Self.quoted(text))
      case .blob(let bytes): try sink.append("\"" + hexText(bytes) + "\"")
      }
    }
    try sink.append("}")
  }

  /// The text as a JSON string.
  static func quoted(_ text: String) -> String {
    guard text.utf8.contains(where: mayNeedEscape) else { return "\"" + text + "\"" }
    var result = "\""
    var start = text.startIndex
    // By scalar: a character may be a quote and an accent.
    for index in text.unicodeScalars.indices {
      guard let escape = escape(text.unicodeScalars[index]) else { continue }
      result += text[start..<index]
      result += escape
      start = text.unicodeScalars.index(after: index)
    }
    result += text[start...]
    result += "\""
    return result
  }

  /// True for the first byte of everything that is escaped, and of a little more.
  private static func mayNeedEscape(_ byte: UInt8) -> Bool {
    byte < 0x20 || byte == 0x7f || byte == 0xe2 || byte == UInt8(ascii: "\"")
      || byte == UInt8(ascii: "\\")
  }

  private static func escape(_ scalar: Unicode.Scalar) -> String? {
    switch scalar {
    case "\"": return "\\\""
    case "\\": return "\\\\"
    case "\n": return "\\n"
    case "\r": return "\\r"
    case "\t": return "\\t"
    // The two separators end a line in JavaScript, and so in JSON that is pasted there.
    case "\u{0}"..."\u{1f}", "\u{7f}", "\u{2028}", "\u{2029}":
      let digits = String(scalar.value, radix: 16)
      return "\\u" + String(repeating: "0", count: 4 - digits.count) + digits
    default: return nil
    }
  }
}
