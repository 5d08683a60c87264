import EvidenceModel
import Foundation

/// A temporary file that nobody else sees and that goes with its descriptor.
enum UnlinkedFile {
  /// Makes an empty one, for the text of the file at a path.
  ///
  /// - Returns: Its descriptor, for reading and writing.
  /// - Throws: `ImportError` where the folder for temporary files cannot be written.
  static func make(for path: String) throws -> Int32 {
    let folder = FileManager.default.temporaryDirectory.path
    var template = Array("\(folder)/tickmark-XXXXXX".utf8CString)
    let descriptor = mkstemp(&template)
    guard descriptor >= 0 else {
      throw ImportError(
        code: .unreadableFile, file: path, reason: "cannot be unpacked into \(folder)",
        hint: "set TMPDIR to a folder that can be written")
    }
    unlink(template)
    return descriptor
  }
}
