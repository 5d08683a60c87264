/// How a scanner says that a requirement stands by one of its checks on one resource.
///
/// It can differ from the check's own result, which is an ``Observation``: a scanner may ask more
/// for a requirement than for its check.
public struct RequirementResult: Hashable, Sendable {
  /// The requirement, as the scanner names it.
  public var requirement: RequirementReference
  /// The scanner's key of the check; `nil` for a requirement that it has no check for.
  public var rule: String?
  /// The platform, in lower case; empty where there is none.
  public var provider: String
  /// The account; `nil` where it is said of all, as of a requirement without a check.
  public var account: String?
  /// The region; empty where there is none.
  public var region: String
  /// What the provider calls the resource; empty without a check.
  public var resource: String
  /// How the requirement stands.
  public var status: Status
  /// True where the scanner suppresses the finding.
  public var isMuted: Bool
  /// What the scanner says of this result, in its own words.
  public var detail: String
  /// When the scan ran.
  public var scannedAt: Timestamp
  /// Where the record stands in the file.
  public var bytes: ByteRange

  /// A result from its parts.
  public init(
    requirement: RequirementReference, rule: String?, provider: String, account: String?,
    region: String = "", resource: String = "", status: Status, isMuted: Bool = false,
    detail: String = "", scannedAt: Timestamp, bytes: ByteRange
  ) {
    self.requirement = requirement
    self.rule = rule
    self.provider = provider
    self.account = account
    self.region = region
    self.resource = resource
    self.status = status
    self.isMuted = isMuted
    self.detail = detail
    self.scannedAt = scannedAt
    self.bytes = bytes
  }
}
