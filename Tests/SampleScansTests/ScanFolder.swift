import Foundation
import ScanFormats

/// A folder for scan files that lives as long as the test that made it.
final class ScanFolder {
  private let url: URL

  init() throws {
    url = FileManager.default.temporaryDirectory.appending(path: UUID().uuidString)
    try FileManager.default.createDirectory(at: url, withIntermediateDirectories: true)
  }

  deinit { try? FileManager.default.removeItem(at: url) }

  /// What reading these bytes gives.
  func read(_ bytes: [UInt8]) throws -> ReadSample {
    let file = url.appending(path: UUID().uuidString)
    try Data(bytes).write(to: file)
    return try ReadSample(ScanFile(path: file.path(percentEncoded: false)))
  }
}
