import Foundation
import SampleScans

/// A format of which a file of any size can be made.
struct FormatSample: Sendable {
  /// Formats as different as what holds the records, and how much there is in one.
  enum Content: Sendable {
    /// Records of the size and the kinds of text of Prowler's.
    case generated(SampleFormat)
    /// Copies of a small text of our own, in the size of real records.
    case template(ScanTemplate)
  }

  /// The key of the format.
  let key: String
  private let content: Content

  /// The format that the others are compared with.
  static let yardstick = FormatSample(key: "prowler-ocsf", content: .generated(.ocsf))

  /// Every format that can be measured, but for the one that they are compared with.
  ///
  /// - Throws: ``BenchError`` where a template is damaged.
  static func others() throws -> [FormatSample] {
    let prefix = "Bundled/formats/"
    let templates = try EmbeddedFiles.all.filter { $0.path.hasPrefix(prefix) }.map { file in
      FormatSample(
        key: String(file.path.dropFirst(prefix.count).prefix { $0 != "." }),
        content: .template(try ScanTemplate(file.text)))
    }
    return [FormatSample(key: "prowler-csv", content: .generated(.csv))] + templates
  }

  /// Writes a file of about `byteCount` bytes.
  func write(byteCount: Int, to path: String, in workspace: Workspace) throws {
    try workspace.makeFile(path)
    let handle = try FileHandle(forWritingTo: URL(filePath: path))
    defer { handle.closeFile() }
    switch content {
    case .template(let template):
      try template.write(byteCount: byteCount) { try handle.write(contentsOf: Data($0)) }
    case .generated(let format):
      let findings = max(1, byteCount / Self.recordSize(format))
      try GeneratedScan(findings: findings, day: 1, churn: 0, seed: 1).write(format) { piece in
        try piece.withUnsafeBytes { try handle.write(contentsOf: Data($0)) }
      }
    }
  }

  /// Bytes of a generated record, on average.
  private static func recordSize(_ format: SampleFormat) -> Int {
    let findings = 600
    var byteCount = 0
    GeneratedScan(findings: findings, day: 1, churn: 0, seed: 1).write(format) {
      byteCount += $0.count
    }
    return byteCount / findings
  }
}
