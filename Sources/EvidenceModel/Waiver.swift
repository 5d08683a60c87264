/// Somebody's acceptance of findings that fail: for a reason, until a date.
public struct Waiver: Hashable, Sendable {
  /// What it fits: every finding, known or not yet known, that fits all that is set.
  public struct Selection: Hashable, Sendable {
    /// One finding, by its number.
    public var findingID: Int64?
    /// A scanner's check, by its key; `catalog/key` where two scanners have a check of that key.
    public var rule: String?
    /// Resources, by what their provider calls them.
    public var resource: String?
    /// An account, as its provider names it.
    public var account: String?
    /// Resources that carry a tag.
    public var tag: TagPattern?
    /// Where it counts: what fits is accepted there alone, in general where this is `nil`.
    public var limit: Limit?

    /// A selection of nothing yet.
    public init() {}

    /// True where nothing is set, so that it would fit everything.
    public var isEmpty: Bool { self == Selection() }
  }

  /// A tag whose value fits a pattern.
  public struct TagPattern: Hashable, Sendable {
    /// The tag's key, exactly.
    public var key: String
    /// The value: `*` stands for any text, `?` for a character, `[a-c]` for one of some.
    public var pattern: String

    /// A pattern for the values of a tag.
    public init(key: String, pattern: String) {
      self.key = key
      self.pattern = pattern
    }
  }

  /// What an acceptance is limited to.
  public enum Limit: Hashable, Sendable {
    /// A framework, by key or alias.
    case framework(String)
    /// One requirement.
    case requirement(RequirementReference)
  }

  /// What it fits.
  public var selection: Selection
  /// The first moment at which it holds.
  public var startsAt: Timestamp
  /// The first moment at which it no longer holds.
  public var expiresAt: Timestamp
  /// Why.
  public var reason: String
  /// Who answers for it.
  public var owner: String
  /// Who accepted it.
  public var approver: String
  /// Where the decision is recorded.
  public var ticket: String?

  /// A waiver from its parts.
  public init(
    _ selection: Selection, startsAt: Timestamp, expiresAt: Timestamp, reason: String,
    owner: String, approver: String, ticket: String? = nil
  ) {
    self.selection = selection
    self.startsAt = startsAt
    self.expiresAt = expiresAt
    self.reason = reason
    self.owner = owner
    self.approver = approver
    self.ticket = ticket
  }

  /// Throws where it does not say what it is of, why, or who answers for it.
  ///
  /// - Throws: A ``PolicyError``.
  public func validate() throws(PolicyError) {
    guard !selection.isEmpty else {
      throw PolicyError(
        .nothingSelected, "a waiver has to say what it is of",
        hint: "name a finding, rule, resource, account, tag, framework or requirement")
    }
    if let tag = selection.tag { try Self.requireText(tag.key, "key of the tag") }
    try Self.requireText(reason, "reason")
    try Self.requireText(owner, "owner")
    try Self.requireText(approver, "approver")
    if let ticket { try Self.requireText(ticket, "ticket") }
  }

  /// Throws where a text has nothing to read in it.
  package static func requireText(_ text: String, _ what: String) throws(PolicyError) {
    guard text.contains(where: { !$0.isWhitespace }) else {
      throw PolicyError(.blankText, "the \(what) is blank")
    }
  }
}
