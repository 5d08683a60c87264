import Foundation

/// UTF-8 text in somebody else's buffer, valid as long as the record it came from.
///
/// Readers compare and cut slices, and make a `String` only of what an item keeps.
struct TextSlice {
  /// The first byte.
  let start: UnsafePointer<UInt8>
  /// Bytes of the text.
  let count: Int
  /// True where each `"` stands for half of one, as inside a quoted CSV field.
  var hasDoubledQuotes = false

  init(start: UnsafePointer<UInt8>, count: Int, hasDoubledQuotes: Bool = false) {
    self.start = start
    self.count = count
    self.hasDoubledQuotes = hasDoubledQuotes
  }

  var buffer: UnsafeBufferPointer<UInt8> { UnsafeBufferPointer(start: start, count: count) }

  /// The text as a string of its own.
  var string: String {
    guard hasDoubledQuotes else { return String(decoding: buffer, as: UTF8.self) }
    return String(unsafeUninitializedCapacity: count) { target in
      var length = 0
      var index = 0
      while index < count {
        let byte = start[index]
        target[length] = byte
        length += 1
        index += byte == UInt8(ascii: "\"") ? 2 : 1
      }
      return length
    }
  }

  /// The slice without its first `count` bytes.
  func dropFirst(_ count: Int) -> TextSlice {
    TextSlice(
      start: start + count, count: self.count - count, hasDoubledQuotes: hasDoubledQuotes)
  }

  /// The first `count` bytes.
  func prefix(_ count: Int) -> TextSlice {
    TextSlice(start: start, count: count, hasDoubledQuotes: hasDoubledQuotes)
  }

  /// Where this ASCII character is first.
  func firstIndex(of character: Unicode.Scalar) -> Int? {
    buffer.firstIndex(of: UInt8(ascii: character))
  }

  /// Where this text first begins.
  func firstIndex(ofText text: String) -> Int? {
    let text = Array(text.utf8)
    guard !text.isEmpty, text.count <= count else { return nil }
    return (0...count - text.count).first { memcmp(start + $0, text, text.count) == 0 }
  }

  func hasPrefix(_ text: StaticString) -> Bool {
    count >= text.utf8CodeUnitCount && memcmp(start, text.utf8Start, text.utf8CodeUnitCount) == 0
  }

  /// Combines the bytes.
  func hash(into hasher: inout Hasher) {
    hasher.combine(bytes: UnsafeRawBufferPointer(buffer))
    hasher.combine(count)
  }

  /// True where these are the bytes of the slice.
  func hasBytes(_ bytes: [UInt8]) -> Bool {
    count == bytes.count && memcmp(start, bytes, count) == 0
  }

  static func == (slice: TextSlice, text: StaticString) -> Bool {
    slice.count == text.utf8CodeUnitCount && slice.hasPrefix(text)
  }

  static func == (slice: TextSlice, text: String) -> Bool {
    guard !slice.hasDoubledQuotes else { return slice.string == text }
    guard text.utf8.count == slice.count else { return false }
    return text.utf8.withContiguousStorageIfAvailable {
      $0.baseAddress.map { memcmp($0, slice.start, slice.count) == 0 } ?? true
    } ?? text.utf8.elementsEqual(slice.buffer)
  }

  /// How many bytes precede the first that is not UTF-8.
  var validUTF8Count: Int {
    var decoder = UTF8.ForwardParser()
    var bytes = buffer.makeIterator()
    var length = 0
    while case .valid(let scalar) = decoder.parseScalar(from: &bytes) { length += scalar.count }
    return length
  }

  /// The first characters of the text, for people to recognise it by.
  func excerpt(characters: Int = 200) -> String {
    // Four bytes are the longest scalar; a character may have several, and is then cut.
    var length = min(count, characters * 4)
    while length > 0, length < count, start[length] & 0xC0 == 0x80 { length -= 1 }
    return String(String(decoding: buffer.prefix(length), as: UTF8.self).prefix(characters))
  }
}

extension TextSlice {
  /// No text.
  static var empty: TextSlice {
    let text: StaticString = ""
    return TextSlice(start: text.utf8Start, count: 0)
  }
}
