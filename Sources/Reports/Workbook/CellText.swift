/// A text as a cell of a workbook holds it.
///
/// XML has no place for control characters: they are written as `_x001B_`, as the format's standard
/// has it, and programs read them back. A text that is too long is cut and says so.
struct CellText: Hashable {
  /// The most that a cell holds, in UTF-16 code units.
  static let longest = 32_767

  /// The text as the file has it.
  let escaped: String
  /// True where the end of the text was left out.
  let isCut: Bool

  init(_ text: String) {
    var text = text
    if text.withUTF8(Self.isPlain) {
      (escaped, isCut) = (text, false)
      return
    }
    let count = text.utf16.count
    let mark = "… [cut: \(count) characters]"
    var escaped = ""
    // What is left of the text when the mark has to stand behind it.
    var room = escaped.endIndex
    var length = 0
    var written = 0
    let scalars = text.unicodeScalars
    for index in scalars.indices {
      let piece = Self.escaped(scalars[index...])
      length += UTF16.width(scalars[index])
      written += piece.unicodeScalars.count
      // The library counts what is written, programs what they read.
      if max(length, written) > Self.longest {
        (self.escaped, isCut) = (String(escaped[..<room]) + mark, true)
        return
      }
      escaped += piece
      if max(length, written) <= Self.longest - mark.utf16.count { room = escaped.endIndex }
    }
    (self.escaped, isCut) = (escaped, false)
  }

  /// True where the text can stand in the file as it is.
  private static func isPlain(_ bytes: UnsafeBufferPointer<UInt8>) -> Bool {
    guard bytes.count <= longest else { return false }
    var previous: UInt8 = 0
    for byte in bytes {
      switch byte {
      case UInt8(ascii: "\t"), UInt8(ascii: "\n"): break
      // What begins like U+FFFE is looked at more closely.
      case 0..<0x20, 0xef: return false
      case UInt8(ascii: "x") where previous == UInt8(ascii: "_"): return false
      default: break
      }
      previous = byte
    }
    return true
  }

  /// The first of some characters, as the file has it.
  private static func escaped(_ rest: Substring.UnicodeScalarView) -> String {
    guard let scalar = rest.first else { return "" }
    switch scalar {
    case "\t", "\n": return String(scalar)
    case "\u{0}"..."\u{1f}", "\u{fffe}", "\u{ffff}": return code(scalar)
    case "_" where isCode(rest.prefix(7)): return code(scalar)
    default: return String(scalar)
    }
  }

  /// True where a program would read the text as a character that was escaped.
  private static func isCode(_ text: Substring.UnicodeScalarView) -> Bool {
    let scalars = Array(text)
    return scalars.count == 7 && scalars[1] == "x" && scalars[6] == "_"
      && scalars[2..<6].allSatisfy(\.properties.isASCIIHexDigit)
  }

  private static func code(_ scalar: Unicode.Scalar) -> String {
    let digits = String(scalar.value, radix: 16, uppercase: true)
    return "_x" + String(repeating: "0", count: 4 - digits.count) + digits + "_"
  }
}
