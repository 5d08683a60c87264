import CUnpack
import EvidenceModel
import Foundation

/// Unpacks a file that a scanner's pipeline has compressed, into a temporary file.
enum PackedFile {
  /// A report unpacks to ten or fifty times its size. More than this is an attack on the disk.
  private static let mostRatio: UInt64 = 500
  /// Small files may be anything.
  private static let usualLimit: UInt64 = 1 << 30

  /// How a file is compressed, by its first bytes; `nil` where it is not, in a way known here.
  static func kind(of head: [UInt8]) -> tm_unpack_kind? {
    if head.starts(with: [0x1F, 0x8B]) { return TM_UNPACK_GZIP }
    if head.starts(with: [0x28, 0xB5, 0x2F, 0xFD]) { return TM_UNPACK_ZSTD }
    return nil
  }

  /// Unpacks a file.
  ///
  /// - Parameters:
  ///   - descriptor: The file, at its beginning.
  ///   - kind: How it is compressed.
  ///   - byteCount: Its bytes.
  ///   - path: Its name for errors.
  /// - Returns: A descriptor of the bytes that were in it, and how many they are.
  /// - Throws: `ImportError` where it is damaged or too large, or cannot be written.
  static func unpack(
    _ descriptor: Int32, kind: tm_unpack_kind, byteCount: Int, path: String
  ) throws -> (descriptor: Int32, byteCount: Int) {
    let target = try UnlinkedFile.make(for: path)
    var count: UInt64 = 0
    let limit = max(usualLimit, UInt64(byteCount) * mostRatio)
    let error = tm_unpack(descriptor, target, kind, limit, &count)
    guard error == TM_UNPACK_OK else {
      close(target)
      throw ImportError(
        code: error.code, file: path, reason: error.reason(limit: limit),
        hint: error.hint)
    }
    return (target, Int(count))
  }

}

extension tm_unpack_error {
  fileprivate var code: ImportError.Code {
    switch self {
    case TM_UNPACK_TRUNCATED: .truncatedFile
    case TM_UNPACK_DAMAGED: .malformedFile
    case TM_UNPACK_TOO_LARGE: .oversizedRecord
    default: .unreadableFile
    }
  }

  fileprivate var hint: String {
    switch self {
    case TM_UNPACK_CANNOT_WRITE: "set TMPDIR to a folder with more room"
    case TM_UNPACK_TOO_LARGE: "unpack it elsewhere, and look at what is in it"
    default: "copy the file again"
    }
  }

  fileprivate func reason(limit: UInt64) -> String {
    switch self {
    case TM_UNPACK_TRUNCATED: "is compressed, and ends before its compressed text does"
    case TM_UNPACK_DAMAGED: "is compressed, and damaged"
    case TM_UNPACK_TOO_LARGE: "unpacks to more than \(limit >> 20) MiB, as no report does"
    case TM_UNPACK_CANNOT_WRITE: "cannot be unpacked: " + String(cString: strerror(errno))
    case TM_UNPACK_CANNOT_READ: "cannot be read: " + String(cString: strerror(errno))
    default: "cannot be unpacked: there is not enough memory"
    }
  }
}
