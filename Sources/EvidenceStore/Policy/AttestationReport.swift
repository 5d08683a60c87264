public import EvidenceModel

/// An attestation as it was recorded.
public struct AttestationReport: Hashable, Sendable {
  /// Its number.
  public var attestationID: Int64
  /// The attestation, with names as the database has them.
  public var attestation: Attestation
  /// The files that it rests on, in the order in which they were named.
  public var evidence: [KeptFile]

  /// A file whose bytes the database keeps.
  public struct KeptFile: Hashable, Sendable {
    /// Where it was, as the user wrote it.
    public var path: String
    /// The SHA-256 of its bytes: 32 bytes.
    public var sha256: [UInt8]
    /// How many bytes it has.
    public var byteCount: Int
  }
}
