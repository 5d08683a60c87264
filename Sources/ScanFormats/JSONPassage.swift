import CSimdjson
import Foundation

/// Finds the end of a JSON value without parsing it: by its brackets and quotes.
///
/// A value longer than a buffer is passed over in pieces, each given to ``end(in:)`` in turn.
struct JSONPassage {
  private enum Kind {
    case unknown
    case container
    case string
    /// A number or a word, which only what follows ends.
    case scalar
  }

  private var kind = Kind.unknown
  private var container = tm_json_passage()
  /// In a string: true where its next byte is escaped.
  private var isEscaped = false

  /// Containers that are open.
  var depth: Int { container.depth }
  /// True within a number or a word.
  var isScalar: Bool { kind == .scalar }

  /// How many bytes of the text belong to the value; `nil` where it goes on after the text.
  mutating func end(in text: TextSlice) -> Int? {
    guard text.count > 0 else { return nil }
    // The first byte is part of a value, whatever it is: a reader must come on in damaged text, too.
    let start = kind == .unknown ? 1 : 0
    if kind == .unknown {
      switch text.start[0] {
      case UInt8(ascii: "{"), UInt8(ascii: "["): kind = .container
      case UInt8(ascii: "\""): kind = .string
      case UInt8(ascii: "}"), UInt8(ascii: "]"): return 1
      default: kind = .scalar
      }
    }
    switch kind {
    case .container: return endOfContainer(text)
    case .string: return endOfString(text, from: start)
    case .scalar, .unknown: return text.buffer[start...].firstIndex(where: \.endsJSONScalar)
    }
  }

  private mutating func endOfContainer(_ text: TextSlice) -> Int? {
    let length = text.start.withMemoryRebound(to: CChar.self, capacity: text.count) {
      tm_json_pass(&container, $0, text.count)
    }
    return length > 0 ? length : nil
  }

  /// The index after the quote that ends the string.
  private mutating func endOfString(_ text: TextSlice, from start: Int) -> Int? {
    let bytes = text.start
    var index = start
    if isEscaped {
      isEscaped = false
      index += 1
    }
    while index < text.count {
      guard let quote = memchr(bytes + index, Int32(UInt8(ascii: "\"")), text.count - index)
      else {
        isEscaped = Self.isEscape(bytes, before: text.count, from: index)
        return nil
      }
      let place = UnsafeRawPointer(quote) - UnsafeRawPointer(bytes)
      if !Self.isEscape(bytes, before: place, from: index) { return place + 1 }
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

  /// True for the bytes that can follow a number or a word.
  fileprivate var endsJSONScalar: Bool {
    self == UInt8(ascii: ",") || self == UInt8(ascii: "]") || self == UInt8(ascii: "}")
      || isJSONSpace
  }
}
