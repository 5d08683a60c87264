import CArchive
import Foundation

/// A new ZIP archive. The same files give the same bytes: it holds no times and no owners.
final class PackageArchive {
  private let archive: OpaquePointer
  private let name: String
  private var isOpen = true

  /// Begins an archive in a file that is not there yet, which messages call by a name.
  init(path: String, name: String) throws {
    self.name = name
    guard let archive = archive_write_new() else {
      throw QueryError(.unwritableOutput, "there is no memory to make '\(name)'")
    }
    self.archive = archive
    try check(archive_write_set_format_zip(archive))
    try check(archive_write_set_bytes_in_last_block(archive, 1))
    try check(archive_write_open_filename(archive, path))
  }

  deinit {
    if isOpen { archive_write_free(archive) }
  }

  /// Adds a file under a name.
  func add(_ path: String, as entryName: String) throws {
    guard let file = fopen(path, "rb") else {
      throw QueryError(
        .unwritableOutput, "cannot read '\(entryName)': \(String(cString: strerror(errno)))")
    }
    defer { fclose(file) }
    var status = stat()
    guard fstat(fileno(file), &status) == 0, let entry = archive_entry_new() else {
      throw QueryError(.unwritableOutput, "cannot read '\(entryName)'")
    }
    defer { archive_entry_free(entry) }
    archive_entry_set_pathname_utf8(entry, entryName)
    archive_entry_set_filetype(entry, UInt32(S_IFREG))
    archive_entry_set_perm(entry, 0o644)
    archive_entry_set_size(entry, Int64(status.st_size))
    // The first moment that the format can tell, in every time zone.
    archive_entry_set_mtime(entry, 0, 0)
    try check(archive_write_header(archive, entry))
    var buffer = [UInt8](repeating: 0, count: 1 << 16)
    while case let count = fread(&buffer, 1, buffer.count, file), count > 0 {
      guard archive_write_data(archive, buffer, count) == count else { throw error }
    }
    guard ferror(file) == 0 else {
      throw QueryError(.unwritableOutput, "cannot read '\(entryName)'")
    }
  }

  /// Writes the archive's end.
  func finish() throws {
    try check(archive_write_close(archive))
    isOpen = false
    archive_write_free(archive)
  }

  private func check(_ code: Int32) throws {
    guard code == 0 else { throw error }
  }

  private var error: QueryError {
    let message = archive_error_string(archive).map { String(cString: $0) } ?? "no reason given"
    return QueryError(.unwritableOutput, "cannot write '\(name)': \(message)")
  }
}
