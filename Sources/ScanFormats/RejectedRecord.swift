public import EvidenceModel

/// A record of a scan file that is no observation.
public struct RejectedRecord: Hashable, Sendable {
  /// Where the record stands in the file.
  public var bytes: ByteRange
  /// Why it was rejected, in lower case and without a final period.
  public var reason: String
  /// The first 200 characters of its text.
  public var excerpt: String

  /// A rejected record from its parts.
  public init(bytes: ByteRange, reason: String, excerpt: String) {
    self.bytes = bytes
    self.reason = reason
    self.excerpt = excerpt
  }
}
