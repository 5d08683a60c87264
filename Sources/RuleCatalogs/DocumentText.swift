import EvidenceModel

/// The text of a document's file.
enum DocumentText {
  /// Decodes a file's bytes, without a byte order mark.
  ///
  /// - Throws: An `ImportError` with the place where the bytes are not UTF-8.
  static func decode(_ bytes: [UInt8], file: String) throws -> String {
    guard var text = String(validating: bytes, as: UTF8.self) else {
      let offset = invalidOffset(in: bytes)
      let line = bytes[..<offset].count { $0 == UInt8(ascii: "\n") } + 1
      throw ImportError(
        code: .malformedFile, file: file, place: .init(byteOffset: offset, line: line),
        reason: "the text is not UTF-8", hint: "save the file as UTF-8 and load it again")
    }
    if text.unicodeScalars.first == "\u{FEFF}" { text.unicodeScalars.removeFirst() }
    return text
  }

  /// The offset of the first byte that is not of a well-formed UTF-8 sequence.
  private static func invalidOffset(in bytes: [UInt8]) -> Int {
    var parser = Unicode.UTF8.ForwardParser()
    var rest = bytes.makeIterator()
    var offset = 0
    while case .valid(let scalar) = parser.parseScalar(from: &rest) { offset += scalar.count }
    return offset
  }
}
