/// What a scanner checked, as its provider names it.
public struct Resource: Hashable, Sendable {
  /// The platform: `aws`, `azure`, `gcp`, `kubernetes` …
  public var provider: String
  /// The account, subscription, project or cluster. Always text: account ids begin with zeros.
  public var account: String
  /// The region, or what the provider has in its place.
  public var region: String
  /// The provider's own identifier, an ARN where there is one; the name where there is none.
  public var uid: String
  /// The name that the scanner shows. Two rules may show two names for one resource.
  public var name: String
  /// The kind of resource, in the scanner's words, such as `AwsS3Bucket`.
  public var type: String
  /// The tags that it carries; none where the scanner does not tell.
  public var tags: TagSet

  /// A resource from its parts.
  public init(
    provider: String, account: String, region: String, uid: String, name: String = "",
    type: String = "", tags: TagSet = TagSet()
  ) {
    self.provider = provider
    self.account = account
    self.region = region
    self.uid = uid
    self.name = name
    self.type = type
    self.tags = tags
  }
}
