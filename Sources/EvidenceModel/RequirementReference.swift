/// A requirement as a scanner or catalog names it, and what that was read as.
public struct RequirementReference: Hashable, Comparable, Sendable {
  /// The edition: `PCI-4.0`, `NIST-800-53-Revision-5`.
  public var edition: String
  /// The requirement, by its number in the publication: `3.5.1`, `AC-2(3)`.
  public var requirement: String
  /// How it was written; `nil` where that is what it is called.
  public var written: Written?

  /// How a requirement was written, and what its name was taken for.
  public struct Written: Hashable, Comparable, Sendable {
    /// The edition, as written.
    public var edition: String
    /// The requirement, as written: `3.5.1.30`, `ac_2_3_c`.
    public var requirement: String
    /// The rule by which the name was read.
    public var rule: RequirementNaming

    /// A name and the rule by which it was read.
    public init(edition: String, requirement: String, rule: RequirementNaming) {
      self.edition = edition
      self.requirement = requirement
      self.rule = rule
    }

    /// True where both are of the same bytes.
    public static func == (lhs: Self, rhs: Self) -> Bool {
      ExactText(lhs.edition) == ExactText(rhs.edition)
        && ExactText(lhs.requirement) == ExactText(rhs.requirement) && lhs.rule == rhs.rule
    }

    /// Hashes the bytes of the names.
    public func hash(into hasher: inout Hasher) {
      hasher.combine(ExactText(edition))
      hasher.combine(ExactText(requirement))
    }

    /// Order by edition, then requirement.
    public static func < (lhs: Self, rhs: Self) -> Bool {
      (lhs.edition, lhs.requirement, lhs.rule.rawValue)
        < (rhs.edition, rhs.requirement, rhs.rule.rawValue)
    }
  }

  /// True where both are of the same bytes: databases tell names apart by them.
  public static func == (lhs: Self, rhs: Self) -> Bool {
    ExactText(lhs.edition) == ExactText(rhs.edition)
      && ExactText(lhs.requirement) == ExactText(rhs.requirement) && lhs.written == rhs.written
  }

  /// Hashes the bytes of the names.
  public func hash(into hasher: inout Hasher) {
    hasher.combine(ExactText(edition))
    hasher.combine(ExactText(requirement))
    hasher.combine(written)
  }

  /// A requirement of an edition, called what it is called there.
  public init(edition: String, requirement: String, written: Written? = nil) {
    self.edition = edition
    self.requirement = requirement
    self.written = written
  }

  /// Order by edition, then requirement, then by how they were written.
  public static func < (lhs: Self, rhs: Self) -> Bool {
    if lhs.edition != rhs.edition { return lhs.edition < rhs.edition }
    if lhs.requirement != rhs.requirement { return lhs.requirement < rhs.requirement }
    switch (lhs.written, rhs.written) {
    case (nil, .some): return true
    case (.some(let left), .some(let right)): return left < right
    default: return false
    }
  }
}
