import EvidenceStore
import Reports

/// The files that an attestation rests on, written back to a folder of their own.
struct AttestationFolder {
  private let attestationID: Int64
  private let store: EvidenceStore

  init(of attestationID: Int64, in store: EvidenceStore) {
    self.attestationID = attestationID
    self.store = store
  }

  /// Makes the folder, with all the files or not at all.
  ///
  /// - Throws: `QueryError` where it cannot be made; `StoreError` where there is no attestation.
  func write(to path: String) throws {
    let folder = try PackageFolder(path)
    do {
      var names: Set<String> = []
      try store.forEachFile(ofAttestation: attestationID) { path, bytes in
        let name = Self.name(of: path, besides: names)
        names.insert(name)
        try folder.write(bytes, as: name)
      }
      try folder.publish()
    } catch {
      folder.discard()
      throw error
    }
  }

  /// The last part of a file's path, with a number before it where another file has that name.
  private static func name(of path: String, besides names: Set<String>) -> String {
    let name = path.split(separator: "/").last.map(String.init) ?? "file"
    guard names.contains(name) else { return name }
    return (2...).lazy.map { "\($0)-\(name)" }.first { !names.contains($0) } ?? name
  }
}
