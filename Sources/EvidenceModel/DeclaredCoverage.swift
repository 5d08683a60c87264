/// What a scan says that it evaluated in an account, whether or not there was anything to report:
/// each of these rules in each of these regions.
public struct DeclaredCoverage: Hashable, Sendable {
  /// The platform, in lower case, such as `aws`.
  public var provider: String
  /// The account, as its provider names it.
  public var account: String
  /// Keys of the rules; `nil` for every rule that is known there.
  public var rules: Set<String>?
  /// The regions; `nil` for every region that is known there.
  public var regions: Set<String>?
  /// When the scan ran.
  public var scannedAt: Timestamp

  /// A declaration from its parts.
  public init(
    provider: String, account: String, rules: Set<String>?, regions: Set<String>?,
    scannedAt: Timestamp
  ) {
    self.provider = provider
    self.account = account
    self.rules = rules
    self.regions = regions
    self.scannedAt = scannedAt
  }
}
