import CSimdjson
import EvidenceModel
import Foundation

/// Reads the values that stand at some paths of JSON documents, one after the other, in the order of
/// the file.
///
/// A scanner's report is often one object of hundreds of megabytes, with its records in an array
/// somewhere inside. The reader goes along the bytes; a value at one of the paths is checked and
/// parsed by simdjson alone, and everything else is passed over. Memory is that of the largest value
/// that is asked for, whatever the document's size.
///
/// A file can hold several documents, in an array or one after the other: a path begins anew in each.
///
/// ```swift
/// let reader = try JSONPathReader(file: file, paths: ["runs[].tool", "runs[].results[]"])
/// while let match = try reader.next() {
///   if match.path == 1 { use(match.record.value["ruleId"]?.string, ofRun: match.indexes[1]) }
/// }
/// ```
final class JSONPathReader {
  /// A value at a path.
  struct Match {
    /// Which of the paths it is.
    let path: Int
    /// The value, and where it stands. It must not be kept when the next one is read.
    let record: JSONRecord
    /// The number of the document, then the index of each array element on the way, from 0.
    let indexes: [Int]
    /// The names of the members that a `*` on the way stands for.
    let names: [String]
  }

  /// A container whose values are looked at.
  private struct Frame {
    let isArray: Bool
    /// The paths that lead here, as bits.
    let paths: UInt64
    /// In an array: the index of the value that was seen last.
    var index = -1
    /// True after a value, where a comma or the end has to come.
    var isAfterValue = false
    /// In an object where a path has a `*`: the name of the member that was seen last.
    var name = ""
  }

  private let file: ScanFile
  private let paths: [JSONPath]
  private let window: FileWindow
  private let parser: OpaquePointer
  private var frames: [Frame] = []
  /// Index in the window of the first byte that was not looked at.
  private var index = 0
  private var documents = -1
  private var isInArray = false
  private var hasBegun = false

  /// Containers deeper than this are no report, but an attack.
  private static let mostDepth = 1024

  /// A reader of the values at some paths.
  ///
  /// - Parameters:
  ///   - file: The file.
  ///   - paths: At most 64, none of which leads through another.
  ///   - start: Bytes before the first document, in the first piece of the file.
  /// - Throws: ``EvidenceModel/ImportError`` where the file cannot be read.
  init(file: ScanFile, paths: [JSONPath], startingAt start: Int = 0) throws {
    precondition(paths.count <= 64)
    guard let parser = tm_json_parser_new() else {
      throw ImportError(code: .unreadableFile, file: file.path, reason: "not enough memory")
    }
    self.file = file
    self.paths = paths
    self.parser = parser
    window = FileWindow(file: file)
    try window.advance(keepingFrom: 0)
    index = min(start, window.count)
    if start == 0, window.slice(0..<window.count).hasPrefix("\u{FEFF}") { index = 3 }
  }

  deinit { tm_json_parser_free(parser) }

  /// The text of the value that was read last.
  func text(of record: JSONRecord) -> TextSlice {
    let start = record.bytes.offset - window.offset
    return window.slice(start..<start + record.bytes.count)
  }

  /// The next value at one of the paths, or `nil` at the end of the file.
  ///
  /// - Throws: ``EvidenceModel/ImportError`` with the place where the file is damaged.
  func next() throws -> Match? {
    while true {
      guard let byte = try peek() else {
        guard frames.isEmpty, !isInArray else { throw try truncated() }
        return nil
      }
      let match: Match?
      if frames.isEmpty {
        match = try readBetweenDocuments(byte)
      } else if frames[frames.count - 1].isArray {
        match = try readInArray(byte)
      } else {
        match = try readInObject(byte)
      }
      if let match { return match }
    }
  }

  // MARK: Containers

  /// Between documents may stand what scanners leave there: white space, commas, brackets.
  private func readBetweenDocuments(_ byte: UInt8) throws -> Match? {
    switch byte {
    case UInt8(ascii: "{"):
      hasBegun = true
      documents += 1
      return try take(paths: paths.count == 64 ? .max : (1 << paths.count) - 1, depth: 0)
    case UInt8(ascii: "["):
      guard !isInArray else { throw try misplaced("an array where an object was expected") }
      (isInArray, hasBegun) = (true, true)
    case UInt8(ascii: ","):
      guard hasBegun else { throw try misplaced("a ',' before the first object") }
      isInArray = true
    case UInt8(ascii: "]"):
      guard hasBegun else { throw try misplaced("a ']' before the first object") }
      isInArray = false
    default:
      throw try misplaced("something that is not JSON where an object was expected")
    }
    index += 1
    return nil
  }

  private func readInArray(_ byte: UInt8) throws -> Match? {
    let last = frames.count - 1
    if byte == UInt8(ascii: "]") {
      index += 1
      close()
      return nil
    }
    if frames[last].isAfterValue {
      try requireComma(byte)
      return nil
    }
    frames[last].index += 1
    frames[last].isAfterValue = true
    return try take(paths: inner(frames[last].paths, depth: last, .elements), depth: last + 1)
  }

  private func readInObject(_ byte: UInt8) throws -> Match? {
    let last = frames.count - 1
    if byte == UInt8(ascii: "}") {
      index += 1
      close()
      return nil
    }
    if frames[last].isAfterValue {
      try requireComma(byte)
      return nil
    }
    guard byte == UInt8(ascii: "\"") else { throw try misplaced("no name where one was expected") }
    let name = try readName()
    guard let colon = try peek() else { throw try truncated() }
    guard colon == UInt8(ascii: ":") else { throw try misplaced("no ':' after a name") }
    index += 1
    guard try peek() != nil else { throw try truncated() }
    frames[last].isAfterValue = true
    let any = inner(frames[last].paths, depth: last, .anyMember)
    if any != 0 { frames[last].name = name }
    return try take(
      paths: any | inner(frames[last].paths, depth: last, .member(name)), depth: last + 1)
  }

  private func requireComma(_ byte: UInt8) throws {
    guard byte == UInt8(ascii: ",") else { throw try misplaced("no ',' between two values") }
    frames[frames.count - 1].isAfterValue = false
    index += 1
  }

  private func close() { frames.removeLast() }

  /// The paths of some that take this step at a depth.
  private func inner(_ candidates: UInt64, depth: Int, _ step: JSONPath.Step) -> UInt64 {
    var inner: UInt64 = 0
    for (number, path) in paths.enumerated() where candidates >> number & 1 == 1 {
      if path.steps.count > depth, path.steps[depth] == step { inner |= 1 << number }
    }
    return inner
  }

  /// Takes the value at the index: hands it on, goes into it, or passes over it.
  private func take(paths candidates: UInt64, depth: Int) throws -> Match? {
    guard candidates != 0 else {
      try passOver()
      return nil
    }
    for (number, path) in paths.enumerated()
    where candidates >> number & 1 == 1 && path.steps.count == depth {
      return try read(path: number)
    }
    switch window.bytes[index] {
    case UInt8(ascii: "{"):
      frames.append(Frame(isArray: false, paths: candidates))
      index += 1
    case UInt8(ascii: "["):
      frames.append(Frame(isArray: true, paths: candidates))
      index += 1
    default: try passOver()
    }
    return nil
  }

  // MARK: Values

  private func read(path: Int) throws -> Match {
    while true {
      if let end = endOfValue() { return try parse(index..<end, path: path) }
      guard !window.isAtEnd else { throw try truncated() }
      try window.advance(keepingFrom: index)
      index = 0
    }
  }

  private func parse(_ range: Range<Int>, path: Int) throws -> Match {
    var value = tm_json_value()
    let start = UnsafeRawPointer(window.bytes + range.lowerBound)
    let error = tm_json_parse(
      parser, start.assumingMemoryBound(to: CChar.self), range.count, &value)
    guard error == TM_JSON_OK else {
      throw try file.error(
        .malformedFile, at: window.offset + range.lowerBound,
        reason: "what begins here is not JSON: " + error.reason)
    }
    index = range.upperBound
    let bytes = ByteRange(offset: window.offset + range.lowerBound, count: range.count)
    let steps = paths[path].steps
    return Match(
      path: path, record: JSONRecord(value: JSONValue(handle: value), bytes: bytes),
      indexes: [documents] + frames.filter(\.isArray).map(\.index),
      names: steps.indices.filter { steps[$0] == .anyMember }.map { frames[$0].name })
  }

  /// The index after the value that begins at the index; `nil` where it is not in the window.
  private func endOfValue() -> Int? {
    var passage = JSONPassage()
    guard let end = passage.end(in: window.slice(index..<window.count)) else {
      // A number at the end of the file has nothing after it.
      return window.isAtEnd && passage.isScalar ? window.count : nil
    }
    return index + end
  }

  private func passOver() throws {
    let start = window.offset + index
    var passage = JSONPassage()
    while true {
      if let end = passage.end(in: window.slice(index..<window.count)) {
        index += end
        break
      }
      guard passage.depth <= Self.mostDepth else {
        throw try file.error(
          .malformedFile, at: start,
          reason: "what begins here is nested more than \(Self.mostDepth) levels deep")
      }
      index = window.count
      guard !window.isAtEnd else {
        guard passage.isScalar else { throw try truncated(at: start) }
        break
      }
      try window.advance(keepingFrom: index)
      index = 0
    }
  }

  private func readName() throws -> String {
    while true {
      var passage = JSONPassage()
      if let length = passage.end(in: window.slice(index..<window.count)) {
        let name = window.slice(index + 1..<index + length - 1)
        index += length
        // A name with an escape is none that a path has.
        return name.string
      }
      guard !window.isAtEnd else { throw try truncated() }
      try window.advance(keepingFrom: index)
      index = 0
    }
  }

  /// The next byte that is not white space; `nil` at the end of the file.
  private func peek() throws -> UInt8? {
    while true {
      while index < window.count {
        let byte = window.bytes[index]
        guard byte.isJSONSpace else { return byte }
        index += 1
      }
      guard !window.isAtEnd else { return nil }
      try window.advance(keepingFrom: index)
      index = 0
    }
  }

  // MARK: Errors

  private func misplaced(_ reason: String) throws -> ImportError {
    try file.error(.malformedFile, at: window.offset + index, reason: reason)
  }

  private func truncated(at offset: Int? = nil) throws -> ImportError {
    try file.error(
      .truncatedFile, at: offset ?? file.byteCount,
      reason: offset == nil
        ? "the file ends before what was opened is closed"
        : "the file ends inside what begins here",
      hint: "run the scan again, or copy the file again")
  }
}
