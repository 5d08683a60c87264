/// A rule as a catalog, or a scanner inside its records, describes it.
public struct RuleDefinition: Hashable, Sendable {
  /// The rule's key in its catalog: stable, whatever becomes of the title.
  public var key: String
  /// A short statement of the rule or of its violation.
  public var title: String
  /// The service that the rule is about, in the catalog's words.
  public var service: String
  /// The rating of a violation.
  public var severity: Severity
  /// The CVSS base score, 0.0 to 10.0, where the catalog gives one.
  public var cvss: Double?
  /// The number of the weakness in MITRE's CWE list.
  public var cwe: Int?
  /// The threats that a violation opens.
  public var threats: [ThreatCategory]
  /// What the rule is about.
  public var description: String
  /// What a violation leads to.
  public var risk: String
  /// What to do about a violation.
  public var recommendation: String
  /// Where to read on.
  public var referenceURL: String?
  /// The frameworks of the catalog's "Assurance Scope".
  public var scopes: [Scope]
  /// The requirements that the rule is evidence for.
  public var mappings: [RequirementReference]
  /// What other catalogs have for this rule.
  public var equivalents: [EquivalenceStatement]
  /// Fields whose text was changed on reading, as they were written.
  public var asWritten: [String: String]

  /// A rule with this key and title, everything else empty.
  public init(key: String, title: String) {
    self.key = key
    self.title = title
    service = ""
    severity = .unknown
    threats = []
    description = ""
    risk = ""
    recommendation = ""
    scopes = []
    mappings = []
    equivalents = []
    asWritten = [:]
  }

  /// A framework that a rule belongs to.
  public struct Scope: Hashable, Sendable {
    /// The framework or an alias of it, as the catalog writes it.
    public var framework: String

    /// A scope by the name that the catalog uses.
    public init(framework: String) {
      self.framework = framework
    }
  }
}

/// What a catalog says about another catalog's counterpart of its rule.
public enum EquivalenceStatement: Hashable, Sendable {
  /// This rule of that catalog checks the same thing.
  case same(catalog: String, rule: String)
  /// No rule of that catalog checks it, for this reason.
  case none(catalog: String, reason: String)
}
