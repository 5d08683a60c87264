import CSimdjson
import EvidenceModel
import Foundation

/// Reads a CSV file of any size, record by record, as RFC 4180 has it and as scanners write it.
///
/// The header tells the delimiter. Records end with LF, CRLF or CR CR LF, and fields in quotes may hold
/// all of these: most records of a real scan have more than one line. A file that ends inside a record
/// is refused, since nobody can know what else is missing.
///
/// ```swift
/// let reader = try CSVRecordReader(file: file)
/// let status = reader.column("STATUS")
/// while let record = try reader.next() { … }
/// ```
final class CSVRecordReader {
  /// What ``next()`` found.
  enum Record {
    /// A record with as many fields as the header; ``CSVRecordReader/field(_:)`` gives them.
    case whole(ByteRange)
    /// A record with another number of fields.
    case ragged(ByteRange, count: Int)
  }

  /// The names in the header, in its order.
  private(set) var header: [String] = []
  /// What separates fields.
  let delimiter: UInt8
  /// True where the file does not end with a line break.
  private(set) var endsInsideLine = false

  private let file: ScanFile
  private let window: FileWindow
  private var index = 0
  private var fields: [Field] = []
  private var headerText: [UInt8] = []
  private var names: Set<String> = []
  /// The longest of the names, in bytes.
  private var longestName = 0

  /// Records of more fields are no report: a reader of the columns would be no use to anybody.
  private static let mostFields = 4096

  private struct Field {
    var start: Int
    var count: Int
    var hasDoubledQuotes: Bool
  }

  private enum Scan {
    case complete(end: Int, next: Int)
    case needsMore
  }

  init(file: ScanFile) throws {
    self.file = file
    window = FileWindow(file: file)
    try window.advance(keepingFrom: 0)
    if window.slice(0..<window.count).hasPrefix("\u{FEFF}") { index = 3 }
    delimiter = Self.delimiter(of: window.slice(index..<window.count))
    guard let range = try nextRange() else { return }
    header = fields.indices.map { field($0).string }
    headerText = Array(window.slice(range).buffer)
    // The whole file would be its header, and hold no record.
    guard !header.contains(where: { $0.utf8.contains(UInt8(ascii: "\r")) }) else {
      throw try file.error(
        .malformedFile, at: window.offset + range.lowerBound,
        reason: "its lines end with a carriage return alone, or its header holds one",
        hint: "convert its line ends, for example with \"tr '\\r' '\\n'\"")
    }
    names = Set(header)
    longestName = header.lazy.map(\.utf8.count).max() ?? 0
  }

  /// The position of the column with this name.
  func column(_ name: String) -> Int? { header.firstIndex(of: name) }

  /// A field of the record that was read last.
  func field(_ position: Int) -> TextSlice {
    let field = fields[position]
    return TextSlice(
      start: window.bytes + field.start, count: field.count,
      hasDoubledQuotes: field.hasDoubledQuotes)
  }

  /// The text of the record that was read last.
  func text(of bytes: ByteRange) -> TextSlice {
    let start = bytes.offset - window.offset
    return window.slice(start..<start + bytes.count)
  }

  /// The next record, or `nil` at the end of the file.
  func next() throws -> Record? {
    while let range = try nextRange() {
      if fields.count == 1 && range.isEmpty { continue }
      // A second run that was appended to the file brought its header along.
      if range.count == headerText.count, window.slice(range).buffer.elementsEqual(headerText) {
        continue
      }
      let bytes = ByteRange(offset: window.offset + range.lowerBound, count: range.count)
      try refuseOtherHeader(at: bytes.offset)
      return fields.count == header.count
        ? .whole(bytes) : .ragged(bytes, count: fields.count)
    }
    return nil
  }

  /// Throws where the record is a header of other columns: a run of another version was appended,
  /// and its records would be read by the first one's columns.
  private func refuseOtherHeader(at offset: Int) throws {
    guard isName(0), fields.indices.count(where: isName) * 2 > header.count else { return }
    throw try file.error(
      .malformedFile, at: offset, reason: "a second header with other columns begins here",
      hint: "split the file here, and ingest the parts")
  }

  /// True where a field of the record that was read last is the name of a column.
  private func isName(_ position: Int) -> Bool {
    let field = field(position)
    return field.count <= longestName && names.contains(field.string)
  }

  private func nextRange() throws -> Range<Int>? {
    while true {
      guard index < window.count else {
        guard !window.isAtEnd else { return nil }
        try window.advance(keepingFrom: index)
        index = 0
        continue
      }
      guard case .complete(let end, let next) = try scan() else {
        try window.advance(keepingFrom: index)
        index = 0
        continue
      }
      let range = index..<end
      try validate(range)
      index = next
      return range
    }
  }

  /// Splits the record at `index` into `fields`.
  private func scan() throws -> Scan {
    let bytes = UnsafePointer(window.bytes)
    let count = window.count
    let delimiter = delimiter
    fields.removeAll(keepingCapacity: true)
    var position = index
    while true {
      let start = position
      let isQuoted = position < count && bytes[position] == UInt8(ascii: "\"")
      if isQuoted {
        guard let end = try appendQuotedField(at: position) else { return .needsMore }
        position = end
        while position < count, bytes[position] == UInt8(ascii: "\r") { position += 1 }
      } else {
        while position < count, bytes[position] != delimiter, bytes[position] != UInt8(ascii: "\n")
        {
          position += 1
        }
      }
      let isAtEnd = position == count
      if isAtEnd && !window.isAtEnd { return .needsMore }
      // Carriage returns before the end of a record belong to its line break.
      let isLast = isAtEnd || bytes[position] == UInt8(ascii: "\n")
      var end = position
      if isLast || isQuoted {
        while end > start, bytes[end - 1] == UInt8(ascii: "\r") { end -= 1 }
      }
      if !isQuoted {
        fields.append(Field(start: start, count: end - start, hasDoubledQuotes: false))
      } else if !isLast, end != position || bytes[position] != delimiter {
        throw try file.error(
          .malformedFile, at: window.offset + end,
          reason: "text follows the closing quote of a field",
          hint: "run the scan again, or copy the file again")
      }
      guard fields.count <= Self.mostFields else {
        throw try file.error(
          .oversizedRecord, at: window.offset + index,
          reason: "the record that begins here has more than \(Self.mostFields) fields",
          hint: "no scanner writes this; find out who wrote the file")
      }
      if isAtEnd { return try endOfFile(end: end) }
      position += 1
      if isLast { return .complete(end: end, next: position) }
    }
  }

  /// Appends the quoted field at `position`, and returns the index after its closing quote; `nil`
  /// where that is not in the window.
  private func appendQuotedField(at position: Int) throws -> Int? {
    let bytes = UnsafePointer(window.bytes)
    let count = window.count
    var field = Field(start: position + 1, count: 0, hasDoubledQuotes: false)
    var index = position + 1
    while true {
      guard let quote = memchr(bytes + index, Int32(UInt8(ascii: "\"")), count - index) else {
        guard !window.isAtEnd else { throw try unclosed(position) }
        return nil
      }
      let place = UnsafeRawPointer(quote) - UnsafeRawPointer(bytes)
      index = place + 1
      // Without the next byte it cannot be told whether the quote is doubled.
      if index == count && !window.isAtEnd { return nil }
      guard index < count, bytes[index] == UInt8(ascii: "\"") else {
        field.count = place - field.start
        fields.append(field)
        return index
      }
      index += 1
      field.hasDoubledQuotes = true
    }
  }

  private func endOfFile(end: Int) throws -> Scan {
    guard header.isEmpty || fields.count >= header.count else {
      throw try file.error(
        .truncatedFile, at: window.offset + index,
        reason: "the file ends inside the record that begins here: it has \(fields.count) of "
          + "\(header.count) fields and no line break",
        hint: "run the scan again, or copy the file again")
    }
    endsInsideLine = true
    return .complete(end: end, next: window.count)
  }

  private func unclosed(_ place: Int) throws -> ImportError {
    try file.error(
      .truncatedFile, at: window.offset + place,
      reason: "the file ends inside the quoted field that begins here",
      hint: "run the scan again, or copy the file again")
  }

  private func validate(_ range: Range<Int>) throws {
    let start = window.bytes + range.lowerBound
    if let found = memchr(start, 0, range.count) {
      let place = UnsafeRawPointer(found) - UnsafeRawPointer(window.bytes)
      throw try file.error(
        .malformedFile, at: window.offset + place, reason: "a NUL byte in the text",
        hint: "run the scan again, or copy the file again")
    }
    let isValid = start.withMemoryRebound(to: CChar.self, capacity: range.count) {
      tm_utf8_is_valid($0, range.count)
    }
    guard !isValid else { return }
    let place = range.lowerBound + window.slice(range).validUTF8Count
    throw try file.error(
      .malformedFile, at: window.offset + place, reason: "a byte that is not UTF-8",
      hint: "convert the file to UTF-8, for example with iconv")
  }

  /// The delimiter that the first line has most of, quoted text aside.
  private static func delimiter(of text: TextSlice) -> UInt8 {
    let candidates = Array(";,\t|".utf8)
    var counts = [0, 0, 0, 0]
    var isQuoted = false
    for byte in text.buffer {
      if byte == UInt8(ascii: "\"") { isQuoted.toggle() }
      if isQuoted { continue }
      if byte == UInt8(ascii: "\n") { break }
      if let candidate = candidates.firstIndex(of: byte) { counts[candidate] += 1 }
    }
    let most = counts.indices.max { counts[$0] < counts[$1] } ?? 0
    return candidates[most]
  }
}
