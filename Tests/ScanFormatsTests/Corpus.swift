import Foundation

/// Real scans, which are not part of the package: `shared/corpus` in the folder that holds it.
enum Corpus {
  static let folder = URL(filePath: #filePath).deletingLastPathComponent()
    .appending(path: "../../../shared/corpus").standardized
  static let series = folder.appending(path: "series/prowler")

  static let isHere = FileManager.default.fileExists(
    atPath: series.path(percentEncoded: false))
}
