/// What a document says of one edition of a framework: its requirements, and the checks that are
/// evidence for them.
public struct EditionDefinition: Hashable, Sendable {
  /// The edition's key, such as `PCI-4.0`.
  public var key: String
  /// The full name; empty where the document gives none.
  public var title: String
  /// The requirements, parents before their children.
  public var requirements: [RequirementDefinition]

  /// An edition without requirements.
  public init(key: String, title: String = "") {
    self.key = key
    self.title = title
    requirements = []
  }
}

/// What a document says of a requirement.
public struct RequirementDefinition: Hashable, Sendable {
  /// What it is called.
  public var key: String
  /// Its title; empty where the document gives none.
  public var title: String
  /// The requirement that it is part of.
  public var parent: String?
  /// True where it can be met or not; false for a heading.
  public var isAssessable: Bool

  /// A requirement that stands for itself.
  public init(key: String, title: String = "", parent: String? = nil, isAssessable: Bool = true) {
    self.key = key
    self.title = title
    self.parent = parent
    self.isAssessable = isAssessable
  }
}

/// That a rule of some catalog is evidence for a requirement, or that a document knows of none.
public struct RequirementEvidence: Hashable, Sendable {
  /// The requirement, as the document writes it.
  public var requirement: RequirementReference
  /// The rule; `nil` where the document lists the requirement without one.
  public var rule: RuleReference?
  /// Why; empty where the document does not say.
  public var reason: String

  /// A statement of a document.
  public init(requirement: RequirementReference, rule: RuleReference?, reason: String = "") {
    self.requirement = requirement
    self.rule = rule
    self.reason = reason
  }
}

/// A rule of a catalog by its name.
public struct RuleReference: Hashable, Sendable {
  /// The catalog's key; of a scanner's checks, the tool's.
  public var catalog: String
  /// The rule's key.
  public var rule: String

  /// A rule of a catalog.
  public init(catalog: String, rule: String) {
    self.catalog = catalog
    self.rule = rule
  }
}

/// How one requirement stands to another one.
public struct RequirementRelation: Hashable, Sendable {
  /// The relations of OSCAL's mapping model and of NIST IR 8477, read from the first to the second.
  public enum Kind: String, CaseIterable, Sendable {
    /// They ask for the same.
    case equal
    /// Whoever meets the second meets the first.
    case subset
    /// Whoever meets the first meets the second.
    case superset
    /// They have something in common.
    case intersects
  }

  /// The one.
  public var requirement: RequirementReference
  /// The other.
  public var related: RequirementReference
  /// How they stand to each other.
  public var kind: Kind
  /// How much they have in common, 0 to 10; `nil` where the document does not say.
  public var strength: Int?
  /// Why; empty where the document does not say.
  public var reason: String

  /// A relation between two requirements.
  public init(
    _ requirement: RequirementReference, _ kind: Kind, _ related: RequirementReference,
    strength: Int? = nil, reason: String = ""
  ) {
    self.requirement = requirement
    self.kind = kind
    self.related = related
    self.strength = strength
    self.reason = reason
  }
}
