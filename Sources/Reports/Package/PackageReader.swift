import CArchive
import Foundation

/// The files of a package, a folder or a ZIP archive, piece by piece: nothing is unpacked.
struct PackageReader {
  /// What reads a piece of a file: none at its end.
  typealias Piece = () throws -> [UInt8]?

  let path: String

  /// Calls `body` with each file's name, with `/` after each folder, and what reads it.
  ///
  /// - Throws: `QueryError` where the package or one of its files cannot be read, and what `body`
  ///   throws.
  func forEachFile(_ body: (String, Piece) throws -> Void) throws {
    var status = stat()
    guard stat(path, &status) == 0 else {
      throw QueryError(.unreadablePackage, "there is no package at '\(path)'")
    }
    if status.st_mode & S_IFMT == S_IFDIR {
      try forEachFileOfFolder(body)
    } else {
      try forEachEntry(body)
    }
  }

  private func forEachFileOfFolder(_ body: (String, Piece) throws -> Void) throws {
    let root = URL(filePath: path, directoryHint: .isDirectory)
    guard
      let names = FileManager.default.enumerator(atPath: root.path(percentEncoded: false))?
        .compactMap({ $0 as? String })
    else { throw QueryError(.unreadablePackage, "the folder '\(path)' cannot be read") }
    for name in names.sorted() {
      let file = root.path(percentEncoded: false) + "/" + name
      var status = stat()
      // What is no plain file, such as a link out of the package, is read as an empty one, which
      // no manifest names.
      guard lstat(file, &status) == 0, status.st_mode & S_IFMT != S_IFDIR else { continue }
      guard status.st_mode & S_IFMT == S_IFREG else {
        try body(name) { nil }
        continue
      }
      guard let handle = fopen(file, "rb") else {
        throw QueryError(
          .unreadablePackage, "cannot read '\(file)': \(String(cString: strerror(errno)))")
      }
      defer { fclose(handle) }
      try body(name) {
        let piece = [UInt8](unsafeUninitializedCapacity: Self.pieceSize) { buffer, count in
          count = fread(buffer.baseAddress, 1, Self.pieceSize, handle)
        }
        guard piece.isEmpty else { return piece }
        guard ferror(handle) == 0 else {
          throw QueryError(.unreadablePackage, "cannot read '\(file)' to its end")
        }
        return nil
      }
    }
  }

  private func forEachEntry(_ body: (String, Piece) throws -> Void) throws {
    guard let archive = archive_read_new() else {
      throw QueryError(.unreadablePackage, "there is no memory to read '\(path)'")
    }
    defer { archive_read_free(archive) }
    func check(_ code: Int32) throws {
      guard code < 0, code != CArchiveWarning else { return }
      let message = archive_error_string(archive).map { String(cString: $0) } ?? "no reason given"
      throw QueryError(
        .unreadablePackage, "'\(path)' is not a package that can be read: \(message)",
        hint: "a package is the folder or the ZIP archive that 'tickmark export' makes")
    }
    archive_read_support_format_zip(archive)
    try check(archive_read_open_filename(archive, path, Self.pieceSize))
    var entry: OpaquePointer?
    while true {
      let code = archive_read_next_header(archive, &entry)
      if code == CArchiveEnd { return }
      try check(code)
      let name = archive_entry_pathname_utf8(entry).map { String(cString: $0) } ?? ""
      if name.hasSuffix("/") { continue }
      try body(name) {
        let count = { (buffer: UnsafeMutableRawBufferPointer) in
          archive_read_data(archive, buffer.baseAddress, buffer.count)
        }
        var read = 0
        let piece = [UInt8](unsafeUninitializedCapacity: Self.pieceSize) { buffer, initialized in
          read = count(UnsafeMutableRawBufferPointer(buffer))
          initialized = max(0, read)
        }
        if read < 0 { try check(Int32(clamping: read)) }
        return piece.isEmpty ? nil : piece
      }
    }
  }

  private static let pieceSize = 1 << 16
}
