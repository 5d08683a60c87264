import EvidenceModel

/// The rows of a CSV document, as RFC 4180 has it and as spreadsheets write it.
///
/// The first line tells the delimiter: comma, semicolon or tab. Fields in quotes may hold delimiters
/// and line ends. Rows in which nothing stands are passed over.
struct DelimitedText {
  /// A row with the one-based line on which it begins.
  struct Row {
    var line: Int
    var fields: [String]
  }

  /// The rows, the header first.
  private(set) var rows: [Row] = []

  /// Reads a text.
  ///
  /// - Throws: An `ImportError` where a quote is not closed, or text follows one that is.
  init(_ text: String, file: String) throws {
    let bytes = Array(text.utf8)
    let delimiter = Self.delimiter(of: Self.firstLine(of: text))
    var index = 0
    var line = 1
    var row = Row(line: 1, fields: [])
    func error(_ reason: String, at offset: Int, _ line: Int) -> ImportError {
      ImportError(
        code: .malformedFile, file: file, place: .init(byteOffset: offset, line: line),
        reason: reason)
    }
    while index < bytes.count {
      var field: [UInt8] = []
      if bytes[index] == UInt8(ascii: "\"") {
        let (start, startLine) = (index, line)
        index += 1
        while true {
          guard index < bytes.count else {
            throw error("the quote that opens here is not closed", at: start, startLine)
          }
          let byte = bytes[index]
          index += 1
          if byte == UInt8(ascii: "\"") {
            guard index < bytes.count, bytes[index] == byte else { break }
            index += 1
          }
          if byte == UInt8(ascii: "\n") { line += 1 }
          field.append(byte)
        }
        if index < bytes.count, bytes[index] == UInt8(ascii: "\r") { index += 1 }
        guard index == bytes.count || [delimiter, UInt8(ascii: "\n")].contains(bytes[index]) else {
          throw error("text follows the closing quote of a field", at: index, line)
        }
      } else {
        while index < bytes.count, bytes[index] != delimiter, bytes[index] != UInt8(ascii: "\n") {
          field.append(bytes[index])
          index += 1
        }
        if field.last == UInt8(ascii: "\r") { field.removeLast() }
      }
      row.fields.append(Markup.trimmed(String(decoding: field, as: UTF8.self)[...]))
      guard index < bytes.count, bytes[index] == delimiter else {
        index += 1
        line += 1
        add(row)
        row = Row(line: line, fields: [])
        continue
      }
      index += 1
      // A delimiter at the very end stands before one more field.
      if index == bytes.count { row.fields.append("") }
    }
    add(row)
  }

  private mutating func add(_ row: Row) {
    if row.fields.contains(where: { !$0.isEmpty }) { rows.append(row) }
  }

  /// The names in the first line of a text.
  static func header(of text: String) -> [String] {
    (try? DelimitedText(String(Substring(firstLine(of: text))), file: ""))?.rows.first?.fields ?? []
  }

  /// A first line that is longer names no columns; it may be all of a large document.
  private static let mostHeaderBytes = 100_000

  private static func firstLine(of text: String) -> Substring.UTF8View {
    text.utf8.prefix(mostHeaderBytes).prefix { $0 != UInt8(ascii: "\n") }
  }

  /// The delimiter that the first line has most of.
  private static func delimiter(of line: Substring.UTF8View) -> UInt8 {
    let candidates = Array(",;\t".utf8)
    let counts = candidates.map { candidate in line.count { $0 == candidate } }
    let most = counts.indices.max { (counts[$0], -$0) < (counts[$1], -$1) } ?? 0
    return candidates[most]
  }
}
