package import EvidenceModel
import Foundation

/// An open scan file.
///
/// The file is read in pieces, so that memory does not grow with it, and may be read more than once:
/// first to find its format, then for its records.
///
/// ```swift
/// let file = try ScanFile(path: "prowler-output.ocsf.json")
/// if case .format(let format) = try ScanFormats.detect(file) {
///   try format.read(file, context: ReadingContext()) { item in print(item) }
/// }
/// ```
public final class ScanFile: Sendable {
  /// The file as the user wrote it; errors name it so.
  public let path: String
  /// Bytes of the scanner's text: of a compressed file, when unpacked, and of one in UTF-16, as
  /// UTF-8. Places are counted in it.
  public let byteCount: Int
  /// Bytes in the file when it was opened.
  public let storedByteCount: Int

  /// True where the text was in UTF-16, whatever it says itself that it is in.
  let isDecoded: Bool

  /// Of the scanner's text.
  private let descriptor: Int32
  /// Of the file; the same one where it is UTF-8 and not compressed.
  private let storedDescriptor: Int32
  private let modified: timespec

  /// Opens a file.
  ///
  /// - Parameters:
  ///   - path: The file to open.
  ///   - displayPath: The name for errors, where the user knows the file by another one.
  /// - Throws: ``EvidenceModel/ImportError`` where the file cannot be opened or is no file.
  public init(
    path: String, displayPath: String? = nil
  ) throws {
    let name = displayPath ?? path
    func unreadable(_ reason: String, hint: String? = nil) -> ImportError {
      ImportError(code: .unreadableFile, file: name, reason: reason, hint: hint)
    }
    // Opening a named pipe that nobody writes to would wait for ever; O_NONBLOCK does not.
    let descriptor = open(path, O_RDONLY | O_CLOEXEC | O_NONBLOCK)
    guard descriptor >= 0 else { throw unreadable(Self.reason(errno)) }
    var status = stat()
    guard fstat(descriptor, &status) == 0 else {
      let reason = Self.reason(errno)
      close(descriptor)
      throw unreadable(reason)
    }
    switch status.st_mode & S_IFMT {
    case S_IFREG: break
    case S_IFDIR:
      close(descriptor)
      throw unreadable("is a directory", hint: "name the scan files in it")
    default:
      close(descriptor)
      throw unreadable(
        "is not a regular file", hint: "pass '-' to read a scan from standard input")
    }
    let storedByteCount = Int(status.st_size)
    var text = (descriptor: descriptor, byteCount: storedByteCount)
    var isDecoded = false
    do {
      if let kind = PackedFile.kind(of: Self.head(of: descriptor)) {
        text = try PackedFile.unpack(
          descriptor, kind: kind, byteCount: storedByteCount, path: name)
      }
      if let order = UTF16File.byteOrder(of: Self.head(of: text.descriptor)) {
        let encoded = text
        defer { if encoded.descriptor != descriptor { close(encoded.descriptor) } }
        text = try UTF16File.decode(
          encoded.descriptor, byteCount: encoded.byteCount, order: order, path: name)
        isDecoded = true
      }
    } catch {
      close(descriptor)
      throw error
    }
    self.path = name
    self.isDecoded = isDecoded
    self.descriptor = text.descriptor
    self.byteCount = text.byteCount
    self.storedDescriptor = descriptor
    self.storedByteCount = storedByteCount
    self.modified = status.modified
  }

  deinit {
    if descriptor != storedDescriptor { close(descriptor) }
    close(storedDescriptor)
  }

  /// Fills the buffer from the text's bytes at `offset`, and returns how many there were.
  ///
  /// Fewer than the buffer holds only at the end of the text.
  package func read(
    at offset: Int, into buffer: UnsafeMutableRawBufferPointer
  ) throws -> Int {
    try read(descriptor, of: byteCount, at: offset, into: buffer)
  }

  /// The same of the file's own bytes, packed as they may be: what a digest is of.
  package func readStored(
    at offset: Int, into buffer: UnsafeMutableRawBufferPointer
  ) throws -> Int {
    try read(storedDescriptor, of: storedByteCount, at: offset, into: buffer)
  }

  private func read(
    _ descriptor: Int32, of byteCount: Int, at offset: Int,
    into buffer: UnsafeMutableRawBufferPointer
  ) throws -> Int {
    let wanted = min(buffer.count, byteCount - offset)
    var count = 0
    while count < wanted {
      let piece = pread(
        descriptor, buffer.baseAddress?.advanced(by: count), wanted - count, off_t(offset + count))
      if piece < 0 && errno == EINTR { continue }
      guard piece >= 0 else {
        throw ImportError(code: .unreadableFile, file: path, reason: Self.reason(errno))
      }
      // Reading on would take the end of what is left for the end of the scan.
      guard piece > 0 else {
        throw ImportError(
          code: .unreadableFile, file: path, reason: "became shorter while it was read",
          hint: "wait until the scanner has finished")
      }
      count += piece
    }
    return count
  }

  /// Throws where somebody wrote to the file since it was opened: what was read of it may then be
  /// of two versions, and its digest of neither.
  package func requireUnchanged() throws {
    var status = stat()
    guard fstat(storedDescriptor, &status) == 0, Int(status.st_size) == storedByteCount,
      status.modified.tv_sec == modified.tv_sec, status.modified.tv_nsec == modified.tv_nsec
    else {
      throw ImportError(
        code: .conflict, file: path, reason: "was written to while it was read",
        hint: "wait until the scanner has finished, and ingest it then")
    }
  }

  /// An error about a place in this file, with its line.
  ///
  /// Lines are counted only here, by reading the file up to the place once more: no record needs them.
  package func error(
    _ code: ImportError.Code, at offset: Int, reason: String, hint: String? = nil
  ) throws -> ImportError {
    var line = 1
    var start = 0
    try withUnsafeTemporaryAllocation(byteCount: 1 << 16, alignment: 16) { buffer in
      while start < offset {
        let count = min(try read(at: start, into: buffer), offset - start)
        guard count > 0 else { break }
        for byte in buffer.prefix(count) where byte == UInt8(ascii: "\n") { line += 1 }
        start += count
      }
    }
    return ImportError(
      code: code, file: path, place: ImportError.Place(byteOffset: offset, line: line),
      reason: reason, hint: hint)
  }

  /// The first four bytes, or as many as there are.
  private static func head(of descriptor: Int32) -> [UInt8] {
    [UInt8](unsafeUninitializedCapacity: 4) { buffer, count in
      count = max(0, pread(descriptor, buffer.baseAddress, buffer.count, 0))
    }
  }

  private static func reason(_ code: Int32) -> String {
    switch code {
    case ENOENT: "no such file"
    case EACCES, EPERM: "permission denied"
    case ENOTDIR: "a part of its path is not a directory"
    default: String(cString: strerror(code)).lowercased()
    }
  }
}

extension stat {
  /// When the file was last written to.
  fileprivate var modified: timespec {
    #if canImport(Darwin)
      st_mtimespec
    #else
      st_mtim
    #endif
  }
}
