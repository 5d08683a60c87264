import CSimdjson

/// The beginning of a JSON text made small: its first object, with one element of each array, as far
/// as the first megabyte of the file tells.
///
/// A format is known by the names of members, and by values near the beginning; a report of hundreds
/// of megabytes is one object that nobody wants to parse for that.
final class JSONOutline {
  private let parser: OpaquePointer
  private var bytes: [UInt8]
  /// The outline; `nil` where there is no object, or what is there is no JSON.
  private(set) var value: JSONValue?

  private static let mostDepth = 16
  private static let mostMembers = 64
  private static let longestString = 1 << 12

  /// The outline of the first object in a text; `nil` where there is not enough memory.
  init?(of text: TextSlice) {
    guard let parser = tm_json_parser_new() else { return nil }
    self.parser = parser
    bytes = []
    guard let start = text.firstIndex(of: "{") else { return }
    var source = Source(text: text, index: start)
    _ = copyValue(&source, depth: 0)
    let count = bytes.count
    bytes.append(contentsOf: repeatElement(0, count: tm_json_padding()))
    var handle = tm_json_value()
    let error = bytes.withUnsafeBytes { buffer in
      buffer.baseAddress.map {
        tm_json_parse(parser, $0.assumingMemoryBound(to: CChar.self), count, &handle)
      }
    }
    if error == TM_JSON_OK { value = JSONValue(handle: handle) }
  }

  deinit { tm_json_parser_free(parser) }

  private struct Source {
    let text: TextSlice
    var index: Int

    var next: UInt8? { index < text.count ? text.start[index] : nil }

    mutating func skipSpace() { while let byte = next, byte.isJSONSpace { index += 1 } }

    /// The bytes of the value here, which is passed over; `nil` where it goes on after the text.
    mutating func takeValue() -> TextSlice? {
      var passage = JSONPassage()
      let rest = TextSlice(start: text.start + index, count: text.count - index)
      guard let length = passage.end(in: rest) else {
        index = text.count
        return nil
      }
      index += length
      return rest.prefix(length)
    }
  }

  /// Copies a value in its small form.
  ///
  /// - Returns: False where the text ends within it; what is open is closed nevertheless.
  private func copyValue(_ source: inout Source, depth: Int) -> Bool {
    source.skipSpace()
    guard let first = source.next else { return copy("null", isWhole: false) }
    switch first {
    case UInt8(ascii: "{") where depth < Self.mostDepth: return copyObject(&source, depth: depth)
    case UInt8(ascii: "[") where depth < Self.mostDepth: return copyArray(&source, depth: depth)
    default:
      guard let value = source.takeValue() else { return copy("null", isWhole: false) }
      let isShort =
        value.count < Self.longestString && first != UInt8(ascii: "{")
        && first != UInt8(ascii: "[")
      guard isShort else {
        return copy(first == UInt8(ascii: "\"") ? "\"\"" : "null", isWhole: true)
      }
      bytes.append(contentsOf: value.buffer)
      return true
    }
  }

  private func copyObject(_ source: inout Source, depth: Int) -> Bool {
    bytes.append(UInt8(ascii: "{"))
    defer { bytes.append(UInt8(ascii: "}")) }
    source.index += 1
    var members = 0
    while true {
      source.skipSpace()
      guard let byte = source.next else { return false }
      if byte == UInt8(ascii: "}") {
        source.index += 1
        return true
      }
      if byte == UInt8(ascii: ",") {
        source.index += 1
        continue
      }
      guard byte == UInt8(ascii: "\""), let name = source.takeValue() else { return false }
      source.skipSpace()
      guard source.next == UInt8(ascii: ":") else { return false }
      source.index += 1
      members += 1
      if members > Self.mostMembers {
        source.skipSpace()
        guard source.takeValue() != nil else { return false }
        continue
      }
      if members > 1 { bytes.append(UInt8(ascii: ",")) }
      bytes.append(contentsOf: name.buffer)
      bytes.append(UInt8(ascii: ":"))
      guard copyValue(&source, depth: depth + 1) else { return false }
    }
  }

  private func copyArray(_ source: inout Source, depth: Int) -> Bool {
    bytes.append(UInt8(ascii: "["))
    defer { bytes.append(UInt8(ascii: "]")) }
    source.index += 1
    source.skipSpace()
    guard let byte = source.next else { return false }
    if byte == UInt8(ascii: "]") {
      source.index += 1
      return true
    }
    guard copyValue(&source, depth: depth + 1) else { return false }
    while true {
      source.skipSpace()
      guard let byte = source.next else { return false }
      if byte == UInt8(ascii: "]") {
        source.index += 1
        return true
      }
      if byte == UInt8(ascii: ",") {
        source.index += 1
        continue
      }
      guard source.takeValue() != nil else { return false }
    }
  }

  private func copy(_ text: String, isWhole: Bool) -> Bool {
    bytes.append(contentsOf: Array(text.utf8))
    return isWhole
  }
}
