import Foundation

/// A folder, or an archive of one, that appears with all its files or not at all.
///
/// Files are written to a temporary folder beside it. Where the folder itself is there already,
/// and empty, the files move into it, the last one made last: a package without its manifest is
/// not whole.
package final class PackageFolder {
  /// What becomes of the files.
  package enum Form: Sendable {
    /// They stay files of a folder.
    case folder
    /// They become one ZIP archive.
    case archive
  }

  private let path: String
  private let temporaryPath: String
  private let form: Form
  private let isThere: Bool
  private var names: [String] = []

  /// A folder or an archive that does not appear yet.
  ///
  /// - Throws: `QueryError` where there is something already that is not an empty folder.
  package init(_ path: String, as form: Form = .folder) throws {
    let url = URL(
      filePath: path, directoryHint: form == .folder ? .isDirectory : .notDirectory
    ).standardizedFileURL
    let full = url.path(percentEncoded: false)
    self.path = full.count > 1 && full.hasSuffix("/") ? String(full.dropLast()) : full
    self.form = form
    var status = stat()
    isThere = stat(self.path, &status) == 0
    if isThere {
      guard form == .folder else {
        throw QueryError(.unwritableOutput, "there is a '\(path)' already", hint: "name a new file")
      }
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
    TemporaryItems.add(temporaryPath)
  }

  /// Makes a file, and the folders that its name tells. The last one made must be the manifest.
  func makeFile(_ name: String) throws -> HashedFile {
    let file = temporaryPath + "/" + name
    try FileManager.default.createDirectory(
      at: URL(filePath: file).deletingLastPathComponent(), withIntermediateDirectories: true)
    names.append(name)
    return try HashedFile(path: file, name: name)
  }

  /// Makes a file with these bytes.
  ///
  /// - Returns: The SHA-256 of the bytes, in hexadecimal.
  @discardableResult
  package func write(_ bytes: [UInt8], as name: String) throws -> String {
    let file = try makeFile(name)
    let sink = file.makeSink()
    try sink.append(bytes)
    try sink.flush()
    return try file.finish()
  }

  /// Puts the folder, or the archive, where it belongs.
  package func publish() throws {
    defer { TemporaryItems.remove(temporaryPath) }
    guard form == .folder else { return try publishArchive() }
    guard isThere else {
      guard rename(temporaryPath, path) == 0 else { throw moveError }
      return
    }
    for (index, name) in entries.enumerated() {
      guard rename(temporaryPath + "/" + name, path + "/" + name) == 0 else {
        let error = moveError
        for moved in entries[..<index] {
          try? FileManager.default.removeItem(atPath: path + "/" + moved)
        }
        throw error
      }
    }
    rmdir(temporaryPath)
  }

  /// Removes what was written. Where that fails, the error that led here is the one to tell.
  package func discard() {
    defer { TemporaryItems.remove(temporaryPath) }
    try? FileManager.default.removeItem(atPath: temporaryPath)
  }

  private func publishArchive() throws {
    let archive = try PackageArchive(path: temporaryArchive, name: path)
    for name in names.sorted() { try archive.add(temporaryPath + "/" + name, as: name) }
    try archive.finish()
    guard rename(temporaryArchive, path) == 0 else { throw moveError }
    try FileManager.default.removeItem(atPath: temporaryPath)
  }

  private var temporaryArchive: String { temporaryPath + "/.archive" }

  /// The files and folders at the top, in the order of the last file made in each.
  private var entries: [String] {
    var entries: [String] = []
    for name in names {
      let entry = String(name.prefix { $0 != "/" })
      entries.removeAll { $0 == entry }
      entries.append(entry)
    }
    return entries
  }

  private var moveError: QueryError {
    QueryError(.unwritableOutput, "cannot make '\(path)': \(Self.systemError)")
  }

  private static var systemError: String { String(cString: strerror(errno)) }
}
