import EvidenceModel
import Foundation

/// Standard input, kept in a file for as long as it is read: a scan is read twice, once for its
/// digest and once for its records.
struct StandardInput {
  let path: String

  /// Copies all of standard input to a temporary file.
  static func spool() throws -> StandardInput {
    let folder = FileManager.default.temporaryDirectory
    let path = folder.appending(path: "tickmark-\(UUID().uuidString)").path
    guard
      FileManager.default.createFile(
        atPath: path, contents: nil, attributes: [.posixPermissions: 0o600]),
      let file = FileHandle(forWritingAtPath: path)
    else {
      throw ImportError(
        code: .unreadableFile, file: "-",
        reason: "standard input cannot be kept in \(folder.path)",
        hint: "set TMPDIR to a folder that can be written")
    }
    do {
      while let piece = try FileHandle.standardInput.read(upToCount: 1 << 20), !piece.isEmpty {
        try file.write(contentsOf: piece)
      }
      try file.close()
    } catch {
      StandardInput(path: path).remove()
      throw ImportError(
        code: .unreadableFile, file: "-", reason: "standard input cannot be read: \(error)")
    }
    return StandardInput(path: path)
  }

  /// Removes the temporary file.
  func remove() {
    unlink(path)
  }
}
