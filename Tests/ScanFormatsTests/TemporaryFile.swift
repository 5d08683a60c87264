import Foundation

@testable import ScanFormats

/// A file that lives as long as the test that made it.
final class TemporaryFile {
  let path: String

  init(_ bytes: some Collection<UInt8>) throws {
    let url = FileManager.default.temporaryDirectory.appending(path: UUID().uuidString)
    path = url.path(percentEncoded: false)
    try Data(bytes).write(to: url)
  }

  convenience init(_ text: String) throws { try self.init(text.utf8) }

  deinit { unlink(path) }

  /// The file, opened, under a name that errors can be compared by.
  func open(as name: String = "scan") throws -> ScanFile {
    try ScanFile(path: path, displayPath: name)
  }
}
