import Crypto
import Foundation

/// A new file whose bytes are counted and hashed as they are written.
final class HashedFile {
  private(set) var byteCount = 0
  private let fileDescriptor: Int32
  private let name: String
  private var hash = SHA256()
  private var isOpen = true

  init(path: String, name: String) throws {
    fileDescriptor = open(path, O_WRONLY | O_CREAT | O_EXCL, 0o666)
    self.name = name
    guard fileDescriptor >= 0 else {
      isOpen = false
      throw QueryError(
        .unwritableOutput, "cannot make '\(name)': \(String(cString: strerror(errno)))")
    }
  }

  deinit {
    if isOpen { close(fileDescriptor) }
  }

  /// A sink whose bytes go to the file.
  func makeSink() -> ByteSink {
    let file = ByteSink.Destination(fileDescriptor: fileDescriptor, name: name)
    return ByteSink { bytes in
      try file.write(bytes)
      self.hash.update(data: bytes)
      self.byteCount += bytes.count
    }
  }

  /// Closes the file, and returns the SHA-256 of what was written.
  func finish() throws -> String {
    isOpen = false
    guard close(fileDescriptor) == 0 else {
      throw QueryError(
        .unwritableOutput, "cannot write '\(name)': \(String(cString: strerror(errno)))")
    }
    return hexText(hash.finalize())
  }

  /// The SHA-256 of a text, in hexadecimal.
  static func sha256(_ text: String) -> String { sha256(Array(text.utf8)) }

  /// The SHA-256 of bytes, in hexadecimal.
  static func sha256(_ bytes: [UInt8]) -> String { hexText(SHA256.hash(data: bytes)) }
}
