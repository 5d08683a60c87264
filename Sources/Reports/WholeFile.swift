import Foundation

/// A file that appears whole or not at all.
///
/// It is made in a temporary folder beside its place, and moved there when it is done. One that was
/// there before is replaced.
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
  ///   - body: Writes to its temporary path.
  /// - Returns: What `body` returns.
  /// - Throws: What `body` throws, and `QueryError`; what was at the path is then as it was.
  static func make<Result>(
    at path: String, _ body: (WholeFile) throws -> Result
  ) throws -> Result {
    let file = try WholeFile(path)
    // Where this fails, there is nothing more to be done about it.
    defer { try? FileManager.default.removeItem(atPath: file.temporaryFolder) }
    let result = try body(file)
    guard rename(file.temporaryPath, file.path) == 0 else { throw file.systemError }
    return result
  }

  private init(_ path: String) throws {
    self.path = path
    let url = URL(filePath: path, directoryHint: .notDirectory).standardizedFileURL
    temporaryFolder =
      url.deletingLastPathComponent().path(percentEncoded: false)
      + ".\(url.lastPathComponent).tickmark-\(getpid())"
    temporaryPath = temporaryFolder + "/" + url.lastPathComponent
    var status = stat()
    if stat(path, &status) == 0, status.st_mode & S_IFMT == S_IFDIR {
      throw QueryError(.unwritableOutput, "'\(path)' is a folder", hint: "name a file in it")
    }
    guard mkdir(temporaryFolder, 0o777) == 0 else { throw systemError }
  }

  private var systemError: QueryError {
    let code = errno
    return QueryError(
      .unwritableOutput, "cannot make '\(path)': \(String(cString: strerror(code)))",
      hint: code == ENOENT ? "make the folder that it is to be in first" : nil)
  }
}
