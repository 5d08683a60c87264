import Foundation

/// Finds the end of a JSON value without parsing it: by its brackets and quotes.
///
/// A value longer than a buffer is passed over in pieces, each given to ``end(in:)`` in turn.
struct JSONPassage {
  /// Containers that are open.
  private(set) var depth = 0
  /// True within a number or a word, which only what follows ends.
  private(set) var isScalar = false
  private var isInString = false
  private var isEscaped = false

  /// How many bytes of the text belong to the value; `nil` where it goes on after the text.
  mutating func end(in text: TextSlice) -> Int? {
    let bytes = text.start
    let count = text.count
    var index = 0
    while index < count {
      if isInString {
        guard let end = endOfString(bytes, index, count) else { return nil }
        index = end
        if depth == 0 { return index }
        continue
      }
      let byte = bytes[index]
      if isScalar {
        switch byte {
        case UInt8(ascii: ","), UInt8(ascii: "]"), UInt8(ascii: "}"): return index
        case _ where byte.isJSONSpace: return index
        default: index += 1
        }
        continue
      }
      index += 1
      switch byte {
      case UInt8(ascii: "\""): isInString = true
      case UInt8(ascii: "{"), UInt8(ascii: "["): depth += 1
      case UInt8(ascii: "}"), UInt8(ascii: "]"):
        depth -= 1
        if depth <= 0 { return index }
      default: if depth == 0 { isScalar = true }
      }
    }
    return nil
  }

  /// The index after the quote that ends a string.
  private mutating func endOfString(
    _ bytes: UnsafePointer<UInt8>, _ start: Int, _ count: Int
  ) -> Int? {
    var index = start
    if isEscaped {
      isEscaped = false
      index += 1
    }
    while index < count {
      guard let quote = memchr(bytes + index, Int32(UInt8(ascii: "\"")), count - index) else {
        isEscaped = Self.isEscape(bytes, before: count, from: index)
        return nil
      }
      let place = UnsafeRawPointer(quote) - UnsafeRawPointer(bytes)
      if !Self.isEscape(bytes, before: place, from: index) {
        isInString = false
        return place + 1
      }
      index = place + 1
    }
    return nil
  }

  /// True where an odd number of backslashes stands just before the index.
  private static func isEscape(
    _ bytes: UnsafePointer<UInt8>, before end: Int, from start: Int
  ) -> Bool {
    var index = end
    while index > start, bytes[index - 1] == UInt8(ascii: "\\") { index -= 1 }
    return (end - index) & 1 == 1
  }
}

extension UInt8 {
  /// True for the four bytes that JSON calls white space.
  var isJSONSpace: Bool {
    self == UInt8(ascii: " ") || self == UInt8(ascii: "\n") || self == UInt8(ascii: "\r")
      || self == UInt8(ascii: "\t")
  }
}
