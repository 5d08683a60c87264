/// Passes rows on, and notes the artifacts and scans that they name.
final class ArtifactCollector: RowSource {
  /// The columns that a row must have to name an artifact.
  static let columnNames = ["artifact_sha256", "path", "format", "scan_id"]

  var columns: [ResultColumn] { rows.columns }

  private let rows: any RowSource
  /// Where those columns are; `nil` where one is missing.
  private let indexes: [Int]?
  private var artifacts: [String: PackageManifest.Artifact] = [:]

  init(_ rows: any RowSource) {
    self.rows = rows
    let found = Self.columnNames.compactMap { name in
      rows.columns.firstIndex { $0.name == name }
    }
    indexes = found.count == Self.columnNames.count ? found : nil
  }

  /// The artifacts of all rows that were read, in the order of their hashes.
  var sortedArtifacts: [PackageManifest.Artifact] {
    artifacts.values.map { artifact in
      var artifact = artifact
      artifact.scans = Set(artifact.scans).sorted()
      return artifact
    }
    .sorted { ($0.sha256, $0.path) < ($1.sha256, $1.path) }
  }

  func next() throws -> [SQLValue]? {
    guard let row = try rows.next() else { return nil }
    if let indexes, case .integer(let scan) = row[indexes[3]] {
      let sha256 = row[indexes[0]].plainText
      let artifact = PackageManifest.Artifact(
        sha256: sha256, path: row[indexes[1]].plainText, format: row[indexes[2]].plainText,
        scans: [])
      artifacts[sha256, default: artifact].scans.append(scan)
    }
    return row
  }

  func extendTimeLimit(by duration: Duration) {
    rows.extendTimeLimit(by: duration)
  }
}
