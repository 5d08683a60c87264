import Foundation

/// A file that appears whole or not at all.
///
/// It is made in a temporary folder beside its place, and moved there when it is done. One of its
/// kind that was there before is replaced, and nothing else is.
struct WholeFile {
  /// Where the bytes go until the file is done.
  let temporaryPath: String
  /// A folder for what is needed on the way, which goes when the file is done.
  let temporaryFolder: String
  private let path: String

  /// Makes a file.
  ///
  /// - Parameters:
  ///   - path: Where it is to be.
  ///   - mark: What a file holds that may be replaced: a slip of the hand must not cost a database.
  ///   - offset: Where in the file that is, in bytes.
  ///   - body: Writes to its temporary path.
  /// - Returns: What `body` returns.
  /// - Throws: What `body` throws, and `QueryError`; what was at the path is then as it was.
  static func make<Result>(
    at path: String, replacing mark: String, at offset: Int = 0,
    _ body: (WholeFile) throws -> Result
  ) throws -> Result {
    let file = try WholeFile(path, replacing: Array(mark.utf8), at: offset)
    // Where this fails, there is nothing more to be done about it.
    defer {
      try? FileManager.default.removeItem(atPath: file.temporaryFolder)
      TemporaryItems.remove(file.temporaryFolder)
    }
    let result = try body(file)
    guard rename(file.temporaryPath, file.path) == 0 else { throw file.systemError }
    return result
  }

  private init(_ path: String, replacing mark: [UInt8], at offset: Int) throws {
    self.path = path
    try Self.checkReplaced(path, mark: mark, at: offset)
    let url = URL(filePath: path, directoryHint: .notDirectory).standardizedFileURL
    temporaryFolder =
      url.deletingLastPathComponent().path(percentEncoded: false)
      + ".\(url.lastPathComponent).tickmark-\(getpid())"
    temporaryPath = temporaryFolder + "/" + url.lastPathComponent
    guard mkdir(temporaryFolder, 0o777) == 0 else { throw systemError }
    TemporaryItems.add(temporaryFolder)
  }

  private static func checkReplaced(_ path: String, mark: [UInt8], at offset: Int) throws {
    var status = stat()
    guard stat(path, &status) == 0 else { return }
    guard status.st_mode & S_IFMT == S_IFREG else {
      throw QueryError(.unwritableOutput, "'\(path)' is not a file", hint: "name a new file")
    }
    guard let file = FileHandle(forReadingAtPath: path),
      let bytes = try file.read(upToCount: offset + mark.count), bytes.count == offset + mark.count,
      Array(bytes.dropFirst(offset)) == mark
    else {
      throw QueryError(
        .unwritableOutput, "'\(path)' is there already, and is nothing that can be made again",
        hint: "name a new file, or remove that one")
    }
  }

  private var systemError: QueryError {
    let code = errno
    return QueryError(
      .unwritableOutput, "cannot make '\(path)': \(String(cString: strerror(code)))",
      hint: code == ENOENT ? "make the folder that it is to be in first" : nil)
  }
}
