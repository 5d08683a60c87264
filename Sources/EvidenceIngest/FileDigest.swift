import Crypto
import Foundation
import ScanFormats

/// The SHA-256 of a file, computed on a thread of its own while the file is read for its records.
final class FileDigest: @unchecked Sendable {
  private let done = DispatchSemaphore(value: 0)
  private var result: Result<[UInt8], any Error>?

  /// Begins to read the file.
  init(of file: ScanFile) {
    let thread = Thread {
      self.result = Result { try Self.sha256(of: file) }
      self.done.signal()
    }
    thread.name = "tickmark digest"
    thread.start()
  }

  /// Waits for the end of the file.
  func value() throws -> [UInt8] {
    done.wait()
    defer { done.signal() }
    guard let result else { preconditionFailure("the digest ended without a result") }
    return try result.get()
  }

  /// The SHA-256 of the file's bytes, compressed as they may be: 32 bytes.
  static func sha256(of file: ScanFile) throws -> [UInt8] {
    var hash = SHA256()
    var offset = 0
    let buffer = UnsafeMutableRawBufferPointer.allocate(byteCount: 1 << 20, alignment: 64)
    defer { buffer.deallocate() }
    while offset < file.storedByteCount {
      let count = try file.readStored(at: offset, into: buffer)
      hash.update(bufferPointer: UnsafeRawBufferPointer(rebasing: buffer[..<count]))
      offset += count
    }
    return [UInt8](hash.finalize())
  }
}
