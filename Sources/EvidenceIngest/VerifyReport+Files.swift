public import EvidenceStore
import Foundation
import ScanFormats

extension VerifyReport {
  /// Adds the check that the ingested files have the digests that were recorded.
  ///
  /// Files that are no longer there are left out: tickmark keeps their digests, not their bytes.
  public mutating func addFiles(of store: EvidenceStore) throws {
    var rows = 0
    var found: [String] = []
    for artifact in try store.artifacts()
    where FileManager.default.fileExists(atPath: artifact.path) {
      rows += 1
      let digest = try FileDigest.sha256(of: try ScanFile(path: artifact.path))
      if digest != artifact.sha256 {
        found.append("\(artifact.path): the file is not the one that was ingested")
      }
    }
    add("artifact-files", rows: rows, differences: found)
  }
}
