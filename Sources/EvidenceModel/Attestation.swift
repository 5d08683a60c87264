/// Somebody's word that a requirement is met or is not: from a moment on, until a date.
public struct Attestation: Hashable, Sendable {
  /// What is attested.
  public var requirement: RequirementReference
  /// The one account that it is about, as its provider names it; `nil` for all of them.
  public var account: String?
  /// True where the requirement is met.
  public var isMet: Bool
  /// The first moment at which it holds.
  public var startsAt: Timestamp
  /// The first moment at which it no longer holds.
  public var expiresAt: Timestamp
  /// Who attests it.
  public var attestedBy: String
  /// What else there is to say.
  public var note: String?

  /// An attestation from its parts.
  public init(
    of requirement: RequirementReference, account: String? = nil, isMet: Bool = true,
    startsAt: Timestamp, expiresAt: Timestamp, attestedBy: String, note: String? = nil
  ) {
    self.requirement = requirement
    self.account = account
    self.isMet = isMet
    self.startsAt = startsAt
    self.expiresAt = expiresAt
    self.attestedBy = attestedBy
    self.note = note
  }

  /// Throws where nobody stands behind it, or it ends before it begins.
  ///
  /// One may be over already: what was attested on paper is recorded later.
  ///
  /// - Throws: A ``PolicyError``.
  public func validate() throws(PolicyError) {
    try Waiver.requireText(attestedBy, "name")
    if let note { try Waiver.requireText(note, "note") }
    guard expiresAt <= Waiver.Period.end else {
      throw PolicyError(
        .badPeriod, "it would hold until after the year 9999, which no date can tell",
        hint: "let it end on 9999-12-30 at the latest")
    }
    guard startsAt < expiresAt else {
      throw PolicyError(
        .badPeriod, "it would end on \(expiresAt), and begin on \(startsAt) only",
        hint: "say when it began with --from")
    }
  }
}
