import Foundation

/// A file in the folder for temporary files whose content is replaced again and again.
///
/// It is unlinked, and reached by its descriptor: whatever ends the program, nothing is left.
struct MemoryFile {
  private let descriptor: Int32

  init() {
    var template = Array("\(FileManager.default.temporaryDirectory.path)/fuzz-XXXXXX".utf8CString)
    descriptor = mkstemp(&template)
    precondition(descriptor >= 0, "no temporary file can be made; set TMPDIR")
    unlink(template)
  }

  /// Where the file is opened.
  var path: String { "/dev/fd/\(descriptor)" }

  /// Makes these bytes the content.
  func replace(with bytes: UnsafeBufferPointer<UInt8>) {
    let isReplaced =
      ftruncate(descriptor, 0) == 0
      && pwrite(descriptor, bytes.baseAddress, bytes.count, 0) == bytes.count
    precondition(isReplaced, "the temporary file cannot be written")
  }
}
