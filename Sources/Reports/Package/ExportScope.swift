/// What an evidence package is asked to be about, as somebody wrote it.
public struct ExportScope: Hashable, Sendable {
  /// The framework, by its key or an alias; `nil` where the package is about no single one.
  public var framework: String?
  /// The edition's key; `nil` for all of the framework.
  public var edition: String?
  /// The requirement's number in the edition; `nil` for all.
  public var requirement: String?
  /// The account, as its provider names it; `nil` for all.
  public var account: String?
  /// The moment of the states: a date, a time or a scan's number. `nil` is the newest scan's, and
  /// not the present: two exports of one database would then differ.
  public var asOf: String?
  /// What was known; `nil` for all that is known.
  public var knownAt: String?
  /// The start of the period; `nil` for the beginning.
  public var from: String?
  /// The end of the period; `nil` for the moment of the states.
  public var to: String?

  /// A scope.
  public init(
    framework: String? = nil, edition: String? = nil, requirement: String? = nil,
    account: String? = nil, asOf: String? = nil, knownAt: String? = nil, from: String? = nil,
    to: String? = nil
  ) {
    self.framework = framework
    self.edition = edition
    self.requirement = requirement
    self.account = account
    self.asOf = asOf
    self.knownAt = knownAt
    self.from = from
    self.to = to
  }
}
