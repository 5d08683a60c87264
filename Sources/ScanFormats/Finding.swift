import EvidenceModel

/// What a record of a scan says, in tickmark's terms; what it does not say is `nil` or empty.
struct Finding {
  /// The scanner's key of the rule.
  var rule: String
  /// The verdict.
  var status: Status
  /// Where the record stands in the file.
  var bytes: ByteRange
  /// The severity of this result; `unknown` where the record gives none.
  var severity = Severity.unknown
  /// True where the scanner suppresses it.
  var isMuted = false
  /// What the scanner says of this result.
  var detail = ""
  /// The scanner's own id of the finding: an alias, never the identity.
  var alias: String?
  /// The platform, in lower case, such as `aws`; empty where there is none.
  var provider = ""
  /// The account, subscription, project, cluster or host; `nil` where the user has to tell.
  var account: String?
  /// The region, or what the platform has in its place.
  var region: String?
  /// What the provider calls the resource; `nil` where there is only a name, or neither.
  var resource: String?
  /// What the scanner shows for the resource.
  var resourceName: String?
  /// The kind of resource, in the scanner's words.
  var resourceType = ""
  /// The tags of the resource.
  var tags = TagSet()
  /// Tells results apart where one rule gives several for one resource.
  var discriminator = ""
  /// When the scan ran; `nil` where the user has to tell.
  var scannedAt: Timestamp?

  /// A finding of which no more is said yet.
  init(rule: String, status: Status, bytes: ByteRange) {
    self.rule = rule
    self.status = status
    self.bytes = bytes
  }
}
