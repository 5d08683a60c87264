import EvidenceModel
import Foundation

/// What a file's first bytes say that it is.
enum FileKind {
  /// Nothing but white space, or JSON's `null`.
  case empty(reason: String)
  /// Text that begins like JSON objects or arrays.
  case json
  /// Text that begins like XML.
  case xml
  /// A JSON value that a script gives to a variable: the text before it.
  case script(String)
  /// Any other text.
  case text
  /// Something that no format is written in: what, and what to do about it.
  case foreign(String, hint: String?)

  /// How much of a file is looked at to tell text from other data.
  private static let headSize = 1 << 16

  init(of file: ScanFile) throws {
    guard file.byteCount > 0 else {
      self = .empty(reason: "has no bytes")
      return
    }
    let head = try [UInt8](unsafeUninitializedCapacity: Self.headSize) { buffer, count in
      count = try file.read(at: 0, into: UnsafeMutableRawBufferPointer(buffer))
    }
    if let signature = Self.signatures.first(where: { head.starts(with: $0.bytes) }) {
      self = .foreign(signature.what, hint: signature.hint)
      return
    }
    if let isLittleEndian = Self.isLittleEndianUTF16(head) {
      self = .foreign(
        "is UTF-16 text without a mark",
        hint: "convert it with 'iconv -f UTF-16\(isLittleEndian ? "LE" : "BE") -t UTF-8'")
      return
    }
    guard let first = try Self.firstText(of: file) else {
      self = .empty(reason: "holds only white space")
      return
    }
    switch first.first {
    case UInt8(ascii: "{"), UInt8(ascii: "["): self = .json
    case UInt8(ascii: "<"): self = Self.isHTML(first) ? .foreign("is HTML", hint: nil) : .xml
    default:
      if first.starts(with: Array("null".utf8)), first.dropFirst(4).allSatisfy(Self.isSpace),
        file.byteCount <= head.count
      {
        self = .empty(reason: "holds JSON's null")
      } else if head.contains(0) {
        self = .foreign("is binary data, or text with NUL bytes", hint: nil)
      } else if let assignment = Self.assignment(first) {
        self = .script(assignment)
      } else if head.count == Self.headSize, !head.contains(UInt8(ascii: "\n")) {
        self = .foreign("is text, but neither JSON nor CSV", hint: nil)
      } else {
        self = .text
      }
    }
  }

  private struct Signature {
    var bytes: [UInt8]
    var what: String
    var hint: String?
  }

  private static let signatures = [
    Signature(bytes: [0x50, 0x4B, 3, 4], what: "is a zip archive", hint: "unpack it with unzip"),
    Signature(bytes: [0x50, 0x4B, 5, 6], what: "is an empty zip archive"),
    Signature(bytes: [0x1F, 0x8B], what: "is gzip-compressed twice", hint: "unpack it once"),
    Signature(
      bytes: [0x28, 0xB5, 0x2F, 0xFD], what: "is compressed twice", hint: "unpack it once"),
    Signature(
      bytes: [0xFD, 0x37, 0x7A, 0x58], what: "is xz-compressed", hint: "unpack it with unxz"),
    Signature(
      bytes: Array("BZh".utf8), what: "is bzip2-compressed", hint: "unpack it with bunzip2"),
    Signature(bytes: Array("SQLite format 3\0".utf8), what: "is a SQLite database"),
    Signature(bytes: Array("%PDF".utf8), what: "is a PDF document"),
    Signature(bytes: Array("PAR1".utf8), what: "is a Parquet file"),
    Signature(
      bytes: [0xFF, 0xFE, 0, 0], what: "is UTF-32 text",
      hint: "convert it with 'iconv -f UTF-32 -t UTF-8'"),
  ]

  /// UTF-16 without a mark shows as ASCII with a NUL beside each character.
  private static func isLittleEndianUTF16(_ head: [UInt8]) -> Bool? {
    guard head.count >= 4 else { return nil }
    if head[0] != 0, head[1] == 0, head[2] != 0, head[3] == 0 { return true }
    if head[0] == 0, head[1] != 0, head[2] == 0, head[3] != 0 { return false }
    return nil
  }

  /// The file from its first byte that is not white space; `nil` where there is none.
  private static func firstText(of file: ScanFile) throws -> [UInt8]? {
    var start = 0
    while start < file.byteCount {
      var piece = try [UInt8](unsafeUninitializedCapacity: headSize) { buffer, count in
        count = try file.read(at: start, into: UnsafeMutableRawBufferPointer(buffer))
      }[...]
      start += piece.count
      if start == piece.count, piece.starts(with: [0xEF, 0xBB, 0xBF]) { piece.removeFirst(3) }
      let text = piece.drop(while: isSpace)
      if !text.isEmpty { return Array(text) }
    }
    return nil
  }

  private static func isSpace(_ byte: UInt8) -> Bool {
    byte == UInt8(ascii: " ") || byte == UInt8(ascii: "\n") || byte == UInt8(ascii: "\r")
      || byte == UInt8(ascii: "\t")
  }

  /// The `name =` that the text begins with, where an object follows it.
  private static func assignment(_ text: [UInt8]) -> String? {
    let beginning = text.prefix(256)
    guard let brace = beginning.firstIndex(of: UInt8(ascii: "{")) else { return nil }
    let words = String(decoding: beginning[..<brace], as: UTF8.self)
      .split(whereSeparator: \.isWhitespace)
    guard words.count == 2, words[1] == "=", words[0].allSatisfy({ $0.isLetter || $0 == "_" })
    else { return nil }
    return words.joined(separator: " ")
  }

  private static func isHTML(_ text: [UInt8]) -> Bool {
    let text = String(decoding: text.prefix(4096), as: UTF8.self)
    let elements = text.split(separator: "<").lazy.filter { $0.first?.isLetter == true }
    let name = elements.first?.prefix { !$0.isWhitespace && $0 != ">" && $0 != "/" }
    return name?.lowercased() == "html"
  }
}
