import Foundation

/// The file of a page, which is replaced as a whole.
struct HTMLFile {
  private let path: String

  /// A file that is not there, or that is a report: a slip of the hand must not cost a database.
  init(_ path: String) throws {
    self.path = path
    var status = stat()
    guard stat(path, &status) == 0 else { return }
    guard status.st_mode & S_IFMT == S_IFREG else {
      throw QueryError(.unwritableOutput, "'\(path)' is not a file")
    }
    let start = Array(HTMLDocument.start.utf8)
    guard let file = FileHandle(forReadingAtPath: path),
      let bytes = try file.read(upToCount: start.count), Array(bytes) == start
    else {
      throw QueryError(
        .unwritableOutput, "'\(path)' is there already, and is no report",
        hint: "name a new file, or remove that one")
    }
  }

  /// Writes the file beside its place and moves it there.
  ///
  /// - Parameters:
  ///   - text: What is to be in it.
  /// - Returns: The bytes that were written.
  /// - Throws: `QueryError`; the file is then as it was.
  func replace(with text: String) throws -> Int {
    let url = URL(filePath: path)
    let temporaryPath =
      url.deletingLastPathComponent().path(percentEncoded: false)
      + ".\(url.lastPathComponent).tickmark-\(getpid())"
    do {
      let file = try HashedFile(path: temporaryPath, name: path)
      let sink = file.makeSink()
      try sink.append(text)
      try sink.flush()
      _ = try file.finish()
      guard rename(temporaryPath, path) == 0 else {
        throw QueryError(
          .unwritableOutput, "cannot make '\(path)': \(String(cString: strerror(errno)))")
      }
      return file.byteCount
    } catch {
      unlink(temporaryPath)
      throw error
    }
  }
}
