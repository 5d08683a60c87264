import EvidenceModel
import Foundation

/// A file that is small enough to be read whole: a catalog or a policy.
enum DocumentFile {
  /// Reads a file.
  ///
  /// - Parameters:
  ///   - path: The file.
  ///   - mostBytes: A file larger than this is not what it should be.
  ///   - what: What it should be, for errors.
  /// - Returns: The whole of it.
  /// - Throws: ``EvidenceModel/ImportError`` where it cannot be read or is too large.
  static func read(_ path: String, mostBytes: Int, what: String) throws -> [UInt8] {
    let data: Data
    do {
      let handle = try FileHandle(forReadingFrom: URL(fileURLWithPath: path))
      data = try handle.read(upToCount: mostBytes + 1) ?? Data()
    } catch {
      var isDirectory: ObjCBool = false
      let exists = FileManager.default.fileExists(atPath: path, isDirectory: &isDirectory)
      throw ImportError(
        code: .unreadableFile, file: path,
        reason: !exists
          ? "no such file" : isDirectory.boolValue ? "is a directory" : "cannot be read")
    }
    guard data.count <= mostBytes else {
      throw ImportError(
        code: .oversizedRecord, file: path,
        reason: "is larger than the \(mostBytes >> 20) MiB that a \(what) can have")
    }
    return [UInt8](data)
  }
}
