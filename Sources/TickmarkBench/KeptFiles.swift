import Foundation

/// The folder in which a user wants to find files after the benchmark.
struct KeptFiles {
  private let folder: URL

  init(folder: String) { self.folder = URL(filePath: folder, directoryHint: .isDirectory) }

  /// Moves a file into the folder, over one of that name.
  func take(_ path: String) throws {
    let file = URL(filePath: path)
    let target = folder.appending(path: file.lastPathComponent)
    try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
    if FileManager.default.fileExists(atPath: target.path(percentEncoded: false)) {
      try FileManager.default.removeItem(at: target)
    }
    try FileManager.default.moveItem(at: file, to: target)
  }
}
