import EvidenceModel
import Foundation

/// Turns a file of UTF-16, as PowerShell's `>` writes it, into UTF-8 in a temporary file that nobody
/// else sees and that goes with its descriptor.
///
/// XML is left as it is: it names its encoding, which would then be another one.
enum UTF16File {
  private static let pieceSize = 1 << 16

  /// True for a file whose first bytes are a mark of UTF-16 in little-endian order, false for one in
  /// big-endian order; `nil` for any other, and for XML.
  static func isLittleEndian(_ head: [UInt8]) -> Bool? {
    guard head.count >= 4 else { return nil }
    switch (head[0], head[1], head[2], head[3]) {
    case (0xFF, 0xFE, UInt8(ascii: "<"), 0), (0xFF, 0xFE, 0, 0): return nil
    case (0xFF, 0xFE, _, _): return true
    case (0xFE, 0xFF, 0, UInt8(ascii: "<")): return nil
    case (0xFE, 0xFF, _, _): return false
    default: return nil
    }
  }

  /// Writes a file's text as UTF-8, without the mark.
  ///
  /// - Parameters:
  ///   - descriptor: The file.
  ///   - isLittleEndian: The order of the bytes in a code unit.
  ///   - path: Its name for errors.
  /// - Returns: A descriptor of the text, and how many bytes it has.
  /// - Throws: `ImportError` where the text is no UTF-16, or cannot be written.
  static func convert(
    _ descriptor: Int32, isLittleEndian: Bool, path: String
  ) throws -> (descriptor: Int32, byteCount: Int) {
    let target = try PackedFile.temporary(for: path)
    do {
      return (
        target, try convert(descriptor, isLittleEndian: isLittleEndian, into: target, path: path)
      )
    } catch {
      close(target)
      throw error
    }
  }

  private static func convert(
    _ descriptor: Int32, isLittleEndian: Bool, into target: Int32, path: String
  ) throws -> Int {
    var offset = 2
    var written = 0
    var highSurrogate: UInt16?
    var piece = [UInt8](repeating: 0, count: pieceSize)
    var text: [UInt8] = []
    func damaged(at offset: Int) -> ImportError {
      ImportError(
        code: .malformedFile, file: path, place: ImportError.Place(byteOffset: offset),
        reason: "text that is not UTF-16, as its first bytes say that it is")
    }
    while true {
      let count = try read(descriptor, at: offset, into: &piece, path: path)
      guard count > 0 else { break }
      guard count % 2 == 0 else { throw damaged(at: offset + count - 1) }
      text.removeAll(keepingCapacity: true)
      for index in stride(from: 0, to: count, by: 2) {
        let (low, high) =
          isLittleEndian ? (piece[index], piece[index + 1]) : (piece[index + 1], piece[index])
        let unit = UInt16(high) << 8 | UInt16(low)
        let units = [highSurrogate, unit].compactMap(\.self)
        if highSurrogate == nil, UTF16.isLeadSurrogate(unit) {
          highSurrogate = unit
          continue
        }
        highSurrogate = nil
        guard let scalar = scalar(units) else { throw damaged(at: offset + index) }
        text.append(contentsOf: UTF8.encode(scalar) ?? .init())
      }
      offset += count
      try write(text, to: target, path: path)
      written += text.count
    }
    guard highSurrogate == nil else { throw damaged(at: offset) }
    return written
  }

  private static func scalar(_ units: [UInt16]) -> Unicode.Scalar? {
    guard units.count == 2 else { return Unicode.Scalar(units[0]) }
    guard UTF16.isTrailSurrogate(units[1]) else { return nil }
    return Unicode.Scalar(
      0x10000 + (UInt32(units[0] & 0x3FF) << 10 | UInt32(units[1] & 0x3FF)))
  }

  /// Fills the piece as far as the file goes, and returns how many bytes there were.
  private static func read(
    _ descriptor: Int32, at offset: Int, into piece: inout [UInt8], path: String
  ) throws -> Int {
    try piece.withUnsafeMutableBytes { buffer in
      var count = 0
      while count < buffer.count {
        let part = pread(
          descriptor, buffer.baseAddress?.advanced(by: count), buffer.count - count,
          off_t(offset + count))
        if part < 0 && errno == EINTR { continue }
        guard part >= 0 else { throw failure("cannot be read", path: path) }
        if part == 0 { break }
        count += part
      }
      return count
    }
  }

  private static func write(_ text: [UInt8], to target: Int32, path: String) throws {
    try text.withUnsafeBytes { buffer in
      var count = 0
      while count < buffer.count {
        let part = Foundation.write(
          target, buffer.baseAddress?.advanced(by: count), buffer.count - count)
        if part < 0 && errno == EINTR { continue }
        guard part > 0 else { throw failure("cannot be converted to UTF-8", path: path) }
        count += part
      }
    }
  }

  private static func failure(_ what: String, path: String) -> ImportError {
    ImportError(
      code: .unreadableFile, file: path,
      reason: what + ": " + String(cString: strerror(errno)),
      hint: "set TMPDIR to a folder with more room")
  }
}
