import Foundation

/// A folder that appears with all its files, or not at all.
///
/// Files are written to a temporary folder beside it. Where the folder itself is there already,
/// and empty, the files move into it, the manifest last: a package without one is not whole.
package final class PackageFolder {
  private let path: String
  private let temporaryPath: String
  private let isThere: Bool
  private var names: [String] = []

  /// A folder that does not appear yet.
  ///
  /// - Throws: `QueryError` where there is something already that is not an empty folder.
  package init(_ path: String) throws {
    let url = URL(filePath: path, directoryHint: .isDirectory).standardizedFileURL
    let full = url.path(percentEncoded: false)
    self.path = full.count > 1 && full.hasSuffix("/") ? String(full.dropLast()) : full
    var status = stat()
    isThere = stat(self.path, &status) == 0
    if isThere {
      guard status.st_mode & S_IFMT == S_IFDIR else {
        throw QueryError(.unwritableOutput, "'\(path)' is not a folder")
      }
      guard try FileManager.default.contentsOfDirectory(atPath: self.path).isEmpty else {
        throw QueryError(
          .unwritableOutput, "the folder '\(path)' is not empty",
          hint: "what is written gets a folder of its own: name a new one")
      }
    }
    temporaryPath =
      url.deletingLastPathComponent().path(percentEncoded: false)
      + ".\(url.lastPathComponent).tickmark-\(getpid())"
    guard mkdir(temporaryPath, 0o777) == 0 else {
      throw QueryError(
        .unwritableOutput, "cannot make '\(path)': \(Self.systemError)",
        hint: errno == ENOENT ? "make the folder that it is to be in first" : nil)
    }
  }

  /// Makes a file of the package. The last one made must be the manifest.
  func makeFile(_ name: String) throws -> HashedFile {
    let file = try HashedFile(path: temporaryPath + "/" + name, name: name)
    names.append(name)
    return file
  }

  /// Makes a file of the package with these bytes.
  package func write(_ bytes: [UInt8], as name: String) throws {
    let file = try makeFile(name)
    let sink = file.makeSink()
    try sink.append(bytes)
    try sink.flush()
    _ = try file.finish()
  }

  /// Puts the folder where it belongs.
  package func publish() throws {
    guard isThere else {
      guard rename(temporaryPath, path) == 0 else { throw moveError }
      return
    }
    for (index, name) in names.enumerated() {
      guard rename(temporaryPath + "/" + name, path + "/" + name) == 0 else {
        let error = moveError
        for moved in names[..<index] { unlink(path + "/" + moved) }
        throw error
      }
    }
    rmdir(temporaryPath)
  }

  /// Removes what was written. Where that fails, the error that led here is the one to tell.
  package func discard() {
    for name in names { unlink(temporaryPath + "/" + name) }
    rmdir(temporaryPath)
  }

  private var moveError: QueryError {
    QueryError(.unwritableOutput, "cannot make '\(path)': \(Self.systemError)")
  }

  private static var systemError: String { String(cString: strerror(errno)) }
}
