import Foundation

/// The threat modeling document that tickmark was made for. It is not part of the package.
enum SeedDocument {
  static let absence = "the seed document is not in shared/seed beside the package"

  private static let url = URL(filePath: #filePath)
    .deletingLastPathComponent().deletingLastPathComponent().deletingLastPathComponent()
    .deletingLastPathComponent()
    .appending(path: "shared/seed/threat-modeling-rules.txt")

  static var isPresent: Bool { FileManager.default.fileExists(atPath: url.path) }

  static func bytes() throws -> [UInt8] { [UInt8](try Data(contentsOf: url)) }
}
