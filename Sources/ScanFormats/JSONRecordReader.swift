import CSimdjson
import EvidenceModel
import Foundation

/// Reads the top-level objects of a JSON text of any size, one after the other.
///
/// Scanners do not agree on what holds their records together: an array, one object, one object per
/// line, objects one after the other. A scanner that is told to write to a file that is there appends
/// to it, which gives `[…][…]` or `[…]{…},{…}]`. The reader takes all of these: it finds each object
/// by its braces, and has simdjson check and parse that object alone. What stands between objects may
/// only be white space, commas and brackets, and every array that was opened must be closed.
///
/// ```swift
/// let reader = try JSONRecordReader(file: file)
/// while let record = try reader.next() { use(record.value["status"]?.string) }
/// ```
final class JSONRecordReader {
  private let file: ScanFile
  private let window: FileWindow
  private let parser: OpaquePointer
  /// Index in the window of the first byte that was not looked at.
  private var index = 0
  /// True inside an array: after `[`, or after a comma, which only arrays have.
  private var isInArray = false
  /// True where a bracket, a comma or an object has been seen.
  private var hasBegun = false

  init(file: ScanFile) throws {
    guard let parser = tm_json_parser_new() else {
      throw ImportError(code: .unreadableFile, file: file.path, reason: "not enough memory")
    }
    self.file = file
    self.parser = parser
    window = FileWindow(file: file)
    try window.advance(keepingFrom: 0)
    if window.slice(0..<window.count).hasPrefix("\u{FEFF}") { index = 3 }
  }

  deinit { tm_json_parser_free(parser) }

  /// The text of the record that was read last.
  func text(of record: JSONRecord) -> TextSlice {
    let start = record.bytes.offset - window.offset
    return window.slice(start..<start + record.bytes.count)
  }

  /// The next object, or `nil` at the end of the file.
  ///
  /// - Throws: ``EvidenceModel/ImportError`` with the place where the file is damaged.
  func next() throws -> JSONRecord? {
    while true {
      if try skipToObject() {
        if let end = endOfObject() { return try parse(index..<end) }
        guard !window.isAtEnd else {
          throw try file.error(
            .truncatedFile, at: window.offset + index,
            reason: "the file ends inside the record that begins here",
            hint: "run the scan again, or copy the file again")
        }
        try window.advance(keepingFrom: index)
      } else {
        guard !window.isAtEnd else { break }
        try window.advance(keepingFrom: index)
      }
      index = 0
    }
    guard !isInArray else {
      throw try file.error(
        .truncatedFile, at: file.byteCount, reason: "the file ends before its array is closed",
        hint: "run the scan again, or copy the file again")
    }
    return nil
  }

  /// Moves to the next `{`; false at the end of the window.
  private func skipToObject() throws -> Bool {
    while index < window.count {
      switch window.bytes[index] {
      case UInt8(ascii: " "), UInt8(ascii: "\n"), UInt8(ascii: "\r"), UInt8(ascii: "\t"): break
      case UInt8(ascii: "{"):
        hasBegun = true
        return true
      case UInt8(ascii: "["):
        guard !isInArray else {
          throw try misplaced("an array where an object was expected")
        }
        (isInArray, hasBegun) = (true, true)
      case UInt8(ascii: ","):
        guard hasBegun else { throw try misplaced("a ',' before the first record") }
        isInArray = true
      case UInt8(ascii: "]"):
        // A run that was appended to `[…]` closes an array that it did not open.
        guard hasBegun else { throw try misplaced("a ']' before the first record") }
        isInArray = false
      case let byte:
        throw try misplaced(try describe(byte))
      }
      index += 1
    }
    return false
  }

  private func misplaced(_ reason: String) throws -> ImportError {
    try file.error(
      .malformedFile, at: window.offset + index, reason: reason,
      hint: TM_JSON_BAD_STRUCTURE.hint)
  }

  /// What stands where an object should, in words.
  private func describe(_ byte: UInt8) throws -> String {
    let expected = "where an object was expected"
    if window.count - index < 8 && !window.isAtEnd {
      try window.advance(keepingFrom: index)
      index = 0
    }
    let rest = window.slice(index..<window.count)
    switch byte {
    case UInt8(ascii: "\""): return "a string \(expected)"
    case UInt8(ascii: "-"), UInt8(ascii: "0")...UInt8(ascii: "9"): return "a number \(expected)"
    case UInt8(ascii: "}"): return "a '}' that closes nothing"
    case 0: return "a NUL byte \(expected)"
    default:
      if rest.hasPrefix("null") { return "null \(expected)" }
      if rest.hasPrefix("true") || rest.hasPrefix("false") { return "a boolean \(expected)" }
      return "text that is not JSON \(expected)"
    }
  }

  /// The index after the object at `index`; `nil` where its end is not in the window.
  private func endOfObject() -> Int? {
    var passage = JSONPassage()
    return passage.end(in: window.slice(index..<window.count)).map { index + $0 }
  }

  private func parse(_ range: Range<Int>) throws -> JSONRecord {
    var value = tm_json_value()
    let start = UnsafeRawPointer(window.bytes + range.lowerBound)
    let error = tm_json_parse(
      parser, start.assumingMemoryBound(to: CChar.self), range.count, &value)
    guard error == TM_JSON_OK else {
      throw try file.error(
        .malformedFile, at: window.offset + range.lowerBound,
        reason: "the record that begins here is not JSON: " + error.reason, hint: error.hint)
    }
    index = range.upperBound
    return JSONRecord(
      value: JSONValue(handle: value),
      bytes: ByteRange(offset: window.offset + range.lowerBound, count: range.count))
  }
}

extension tm_json_error {
  /// What the user can do about it.
  var hint: String? {
    switch self {
    case TM_JSON_BAD_UTF8:
      "convert the file to UTF-8, for example with 'iconv -f ISO-8859-1 -t UTF-8'"
    case TM_JSON_TOO_DEEP, TM_JSON_TOO_LARGE, TM_JSON_BAD_NUMBER:
      "no scanner writes this; find out who wrote the file"
    case TM_JSON_NO_MEMORY: nil
    default: "run the scan again, or copy the file again"
    }
  }

  /// What is wrong, in words.
  var reason: String {
    switch self {
    case TM_JSON_BAD_UTF8: "it holds bytes that are not UTF-8"
    case TM_JSON_BAD_STRING: "a string has an invalid escape"
    case TM_JSON_BAD_NUMBER: "a number is malformed or too large"
    case TM_JSON_BAD_LITERAL: "a word is none of true, false and null"
    case TM_JSON_CONTROL_CHARACTER: "a string holds a control character"
    case TM_JSON_UNCLOSED_STRING: "a string is not closed"
    case TM_JSON_TOO_DEEP: "it is nested more than 1024 levels deep"
    case TM_JSON_TOO_LARGE: "it is too large"
    case TM_JSON_NO_MEMORY: "there is not enough memory to parse it"
    default: "its objects, arrays, commas or colons are out of place"
    }
  }
}
