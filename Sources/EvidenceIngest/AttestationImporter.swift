public import EvidenceModel
public import EvidenceStore

/// Records attestations with the files that they rest on.
public struct AttestationImporter {
  private let store: EvidenceStore
  private let clock: @Sendable () -> Timestamp

  /// A file of evidence has at most so many bytes: 64 MiB.
  public static let mostBytes = 64 << 20

  /// An importer into a database.
  ///
  /// - Parameters:
  ///   - store: The database.
  ///   - clock: Tells when something was said.
  public init(store: EvidenceStore, clock: @escaping @Sendable () -> Timestamp = { .now }) {
    self.store = store
    self.clock = clock
  }

  /// Records an attestation, and keeps the bytes of its files in the database.
  ///
  /// - Parameters:
  ///   - attestation: What is attested.
  ///   - evidence: The files that it rests on.
  /// - Returns: Its number, and the files with their digests.
  /// - Throws: `PolicyError` where it cannot be meant; `StoreError` where a name is not known;
  ///   `ImportError` where a file cannot be read or is too large. Nothing is recorded then.
  public func add(_ attestation: Attestation, evidence: [String]) throws -> AttestationReport {
    try store.add(
      attestation, evidence: evidence, recordedAt: clock(),
      programVersion: ProgramVersion.current
    ) { path in
      try DocumentFile.read(path, mostBytes: Self.mostBytes, what: "file of evidence")
    }
  }
}
