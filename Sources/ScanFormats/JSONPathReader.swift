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
    /// What can follow here.
    let state: Int
    /// In an array: the index of the value that was seen last.
    var index = -1
    /// True after a value, where a comma or the end has to come.
    var isAfterValue = false
  }

  private let file: ScanFile
  private let paths: [JSONPath]
  private let states: [JSONPathStates.State]
  private let window: FileWindow
  private let parser: OpaquePointer
  /// The innermost container; `nil` between documents.
  private var frame: Frame?
  /// The containers around it, the outermost first.
  private var outer: [Frame] = []
  /// For each open container the name of the member that was seen last, where a `*` is for it.
  private var names: [String] = []
  /// The indexes that a match in the innermost array has; `nil` after a container began or ended.
  private var indexes: [Int]?
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
  ///   - paths: None of them leads through another.
  ///   - start: Bytes before the first document, in the first piece of the file.
  /// - Throws: ``EvidenceModel/ImportError`` where the file cannot be read.
  init(file: ScanFile, paths: [JSONPath], startingAt start: Int = 0) throws {
    guard let parser = tm_json_parser_new() else {
      throw ImportError(code: .unreadableFile, file: file.path, reason: "not enough memory")
    }
    self.file = file
    self.paths = paths
    states = JSONPathStates(paths).states
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
        guard frame == nil, !isInArray else { throw try truncated() }
        return nil
      }
      let match: Match?
      if let frame {
        match = try frame.isArray ? readInArray(frame, byte) : readInObject(frame, byte)
      } else {
        match = try readBetweenDocuments(byte)
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
      indexes = nil
      return try take(0)
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

  private func readInArray(_ frame: Frame, _ byte: UInt8) throws -> Match? {
    if byte == UInt8(ascii: "]") {
      close()
      return nil
    }
    if frame.isAfterValue {
      try requireComma(byte)
      return nil
    }
    self.frame?.index += 1
    self.frame?.isAfterValue = true
    return try take(states[frame.state].elements)
  }

  private func readInObject(_ frame: Frame, _ byte: UInt8) throws -> Match? {
    if byte == UInt8(ascii: "}") {
      close()
      return nil
    }
    if frame.isAfterValue {
      try requireComma(byte)
      return nil
    }
    guard byte == UInt8(ascii: "\"") else { throw try misplaced("no name where one was expected") }
    let state = try readName(in: states[frame.state])
    guard let colon = try peek() else { throw try truncated() }
    guard colon == UInt8(ascii: ":") else { throw try misplaced("no ':' after a name") }
    index += 1
    guard try peek() != nil else { throw try truncated() }
    self.frame?.isAfterValue = true
    return try take(state)
  }

  private func requireComma(_ byte: UInt8) throws {
    guard byte == UInt8(ascii: ",") else { throw try misplaced("no ',' between two values") }
    frame?.isAfterValue = false
    index += 1
  }

  private func open(_ opened: Frame) {
    if let frame { outer.append(frame) }
    frame = opened
    names.append("")
    indexes = nil
    index += 1
  }

  private func close() {
    frame = outer.popLast()
    names.removeLast()
    indexes = nil
    index += 1
  }

  /// Takes the value at the index, which is in this state: hands it on, goes into it, or passes over
  /// it.
  private func take(_ state: Int?) throws -> Match? {
    guard let state else {
      try passOver()
      return nil
    }
    if let path = states[state].path { return try read(path: path) }
    switch window.bytes[index] {
    case UInt8(ascii: "{"): open(Frame(isArray: false, state: state))
    case UInt8(ascii: "["): open(Frame(isArray: true, state: state))
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
        reason: "what begins here is not JSON: " + error.reason, hint: error.hint)
    }
    index = range.upperBound
    let bytes = ByteRange(offset: window.offset + range.lowerBound, count: range.count)
    return Match(
      path: path, record: JSONRecord(value: JSONValue(handle: value), bytes: bytes),
      indexes: matchIndexes(), names: matchNames(path))
  }

  private func matchIndexes() -> [Int] {
    guard let frame else { return [documents] }
    if frame.isArray, var indexes {
      // Held in one place alone, the array is changed where it is.
      self.indexes = nil
      indexes[indexes.count - 1] = frame.index
      self.indexes = indexes
      return indexes
    }
    let indexes = [documents] + (outer + [frame]).filter(\.isArray).map(\.index)
    self.indexes = indexes
    return indexes
  }

  private func matchNames(_ path: Int) -> [String] {
    let steps = paths[path].steps
    return steps.contains(.anyMember)
      ? steps.indices.filter { steps[$0] == .anyMember }.map { names[$0] } : []
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
          reason: "what begins here is nested more than \(Self.mostDepth) levels deep",
          hint: TM_JSON_TOO_DEEP.hint)
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

  /// Reads the name of a member, and returns the state of its value.
  private func readName(in state: JSONPathStates.State) throws -> Int? {
    while true {
      var passage = JSONPassage()
      if let length = passage.end(in: window.slice(index..<window.count)) {
        let name = window.slice(index + 1..<index + length - 1)
        index += length
        if state.anyMember != nil { names[names.count - 1] = name.string }
        // A name with an escape is none that a path has.
        return state.members.first { name.hasBytes($0.name) }?.state ?? state.anyMember
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
    try file.error(
      .malformedFile, at: window.offset + index, reason: reason,
      hint: TM_JSON_BAD_STRUCTURE.hint)
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
