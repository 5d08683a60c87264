import EvidenceModel
import Foundation

/// Writes a file in UTF-16, which is what `>` makes in Windows PowerShell, as UTF-8 into a temporary
/// file.
struct UTF16File {
  /// The order of the bytes in a unit.
  enum ByteOrder {
    case littleEndian
    case bigEndian
  }

  private static let pieceSize = 1 << 16

  private let descriptor: Int32
  private let byteCount: Int
  private let order: ByteOrder
  private let path: String
  /// The first half of a pair, of which the second half has to come.
  private var half: UInt16?
  private var encoded: [UInt8] = []
  private var writtenCount = 0

  /// The order that a file's mark tells; `nil` where it has no mark of UTF-16.
  static func byteOrder(of head: [UInt8]) -> ByteOrder? {
    if head.starts(with: [0xFE, 0xFF]) { return .bigEndian }
    // With two zeros after it, it is the mark of UTF-32.
    guard head.starts(with: [0xFF, 0xFE]), !head.starts(with: [0xFF, 0xFE, 0, 0]) else {
      return nil
    }
    return .littleEndian
  }

  /// Writes a file as UTF-8.
  ///
  /// - Parameters:
  ///   - descriptor: The file, which begins with its mark.
  ///   - byteCount: Its bytes.
  ///   - order: What its mark tells.
  ///   - path: Its name for errors.
  /// - Returns: A descriptor of the text without its mark, and its bytes.
  /// - Throws: `ImportError` where the text is no UTF-16, or cannot be written.
  static func decode(
    _ descriptor: Int32, byteCount: Int, order: ByteOrder, path: String
  ) throws -> (descriptor: Int32, byteCount: Int) {
    guard byteCount.isMultiple(of: 2) else {
      throw ImportError(
        code: .truncatedFile, file: path, place: ImportError.Place(byteOffset: byteCount - 1),
        reason: "is UTF-16 text, and ends inside a character",
        hint: "run the scan again, or copy the file again")
    }
    let target = try UnlinkedFile.make(for: path)
    var file = UTF16File(
      descriptor: descriptor, byteCount: byteCount, order: order, path: path)
    do {
      try file.write(to: target)
    } catch {
      close(target)
      throw error
    }
    return (target, file.writtenCount)
  }

  private init(descriptor: Int32, byteCount: Int, order: ByteOrder, path: String) {
    (self.descriptor, self.byteCount) = (descriptor, byteCount)
    (self.order, self.path) = (order, path)
  }

  private mutating func write(to target: Int32) throws {
    var piece = [UInt8](repeating: 0, count: Self.pieceSize)
    var offset = 2
    while offset < byteCount {
      let wanted = min(piece.count, byteCount - offset)
      let count = pread(descriptor, &piece, wanted, off_t(offset))
      if count < 0 && errno == EINTR { continue }
      guard count > 1 else {
        throw ImportError(code: .unreadableFile, file: path, reason: "cannot be read whole")
      }
      let whole = count & ~1
      for index in stride(from: 0, to: whole, by: 2) {
        let (first, second) = (UInt16(piece[index]), UInt16(piece[index + 1]))
        try append(
          order == .littleEndian ? second << 8 | first : first << 8 | second, at: offset + index)
      }
      offset += whole
      try drain(to: target)
    }
    guard half == nil else { throw unpaired(at: byteCount - 2) }
  }

  private mutating func append(_ unit: UInt16, at offset: Int) throws {
    if let first = half {
      guard UTF16.isTrailSurrogate(unit) else { throw unpaired(at: offset - 2) }
      half = nil
      encoded.append(
        contentsOf: UTF8.encode(UTF16.decode(UTF16.EncodedScalar([first, unit])))
          ?? UTF8.encodedReplacementCharacter)
    } else if UTF16.isLeadSurrogate(unit) {
      half = unit
    } else if let scalar = Unicode.Scalar(unit) {
      encoded.append(contentsOf: UTF8.encode(scalar) ?? UTF8.encodedReplacementCharacter)
    } else {
      throw unpaired(at: offset)
    }
  }

  private mutating func drain(to target: Int32) throws {
    var start = 0
    while start < encoded.count {
      let count = encoded.withUnsafeBytes {
        Foundation.write(target, $0.baseAddress?.advanced(by: start), $0.count - start)
      }
      if count < 0 && errno == EINTR { continue }
      guard count >= 0 else {
        throw ImportError(
          code: .unreadableFile, file: path,
          reason: "cannot be decoded: " + String(cString: strerror(errno)).lowercased(),
          hint: "set TMPDIR to a folder with more room")
      }
      start += count
    }
    writtenCount += encoded.count
    encoded.removeAll(keepingCapacity: true)
  }

  private func unpaired(at offset: Int) -> ImportError {
    ImportError(
      code: .malformedFile, file: path, place: ImportError.Place(byteOffset: offset),
      reason: "is UTF-16 text, and has half of a pair here",
      hint: "run the scan again, or copy the file again")
  }
}
