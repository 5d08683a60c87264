/// One record of a scan, in tickmark's terms: a scanner's verdict on a resource.
public struct Observation: Hashable, Sendable {
  /// The scanner's key of the rule, such as `s3_bucket_default_encryption`.
  public var rule: String
  /// What was checked.
  public var resource: Resource
  /// Tells results apart where one rule gives several for one resource; empty where it does not.
  public var discriminator: String
  /// The verdict.
  public var status: Status
  /// The severity of this result.
  public var severity: Severity
  /// True where the scanner suppresses the finding.
  public var isMuted: Bool
  /// What the scanner says of this result, in its own words.
  public var detail: String
  /// The scanner's own id of the finding: an alias, never the identity.
  public var alias: String?
  /// When the scan ran.
  public var scannedAt: Timestamp
  /// Where the record stands in the file.
  public var bytes: ByteRange

  /// An observation from its parts.
  public init(
    rule: String, resource: Resource, discriminator: String = "", status: Status,
    severity: Severity, isMuted: Bool = false, detail: String = "", alias: String? = nil,
    scannedAt: Timestamp, bytes: ByteRange
  ) {
    self.rule = rule
    self.resource = resource
    self.discriminator = discriminator
    self.status = status
    self.severity = severity
    self.isMuted = isMuted
    self.detail = detail
    self.alias = alias
    self.scannedAt = scannedAt
    self.bytes = bytes
  }
}

/// A run of bytes in a file.
public struct ByteRange: Hashable, Sendable {
  /// Bytes before the run.
  public var offset: Int
  /// Bytes in the run.
  public var count: Int

  /// A run of `count` bytes after the first `offset`.
  public init(offset: Int, count: Int) {
    self.offset = offset
    self.count = count
  }
}
