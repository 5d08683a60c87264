/// A set of rules as it was read from one document.
public struct RuleCatalog: Hashable, Sendable {
  /// The catalog's key, such as `threat-modeling-rules`.
  public var key: String
  /// The document's own title.
  public var title: String
  /// The rules, in the document's order.
  public var rules: [RuleDefinition]
  /// The frameworks that the document introduces.
  public var frameworks: [FrameworkDefinition]
  /// The editions whose requirements the document lists.
  public var editions: [EditionDefinition]
  /// Which rules are evidence for requirements, of this catalog and of others.
  public var evidence: [RequirementEvidence]
  /// How requirements stand to those of other editions.
  public var relations: [RequirementRelation]
  /// The tool whose checks the rules are; `nil` for a document of its own.
  public var tool: String?
  /// Names of weaknesses, by CWE number.
  public var cwes: [Int: String]
  /// What is doubtful about the document.
  public var anomalies: [CatalogAnomaly]

  /// A catalog with this key and title, everything else empty.
  public init(key: String, title: String) {
    self.key = key
    self.title = title
    rules = []
    frameworks = []
    editions = []
    evidence = []
    relations = []
    cwes = [:]
    anomalies = []
  }

  /// Gives the catalog another key. Evidence that names its own rules goes with it; a tool's checks
  /// stay the tool's.
  public mutating func rename(to key: String) {
    defer { self.key = key }
    guard tool == nil else { return }
    for index in evidence.indices where evidence[index].rule?.catalog == self.key {
      evidence[index].rule?.catalog = key
    }
  }
}

/// A family of requirements that an assurance scope names.
public struct FrameworkDefinition: Hashable, Sendable {
  /// The word used in reports: `PCI`.
  public var key: String
  /// The full name.
  public var title: String
  /// Other spellings that mean it.
  public var aliases: [String]

  /// A framework from its parts.
  public init(key: String, title: String, aliases: [String] = []) {
    self.key = key
    self.title = title
    self.aliases = aliases
  }
}

/// Something doubtful that a reader found in a catalog.
public struct CatalogAnomaly: Hashable, Sendable {
  /// The kind of doubt, such as `misspelt-scope`.
  public var code: String
  /// The key of the rule in doubt, where it is about one.
  public var rule: String?
  /// The one-based line of the document.
  public var line: Int
  /// The doubt, in a sentence's words without its final period.
  public var message: String

  /// An anomaly from its parts.
  public init(code: String, rule: String?, line: Int, message: String) {
    self.code = code
    self.rule = rule
    self.line = line
    self.message = message
  }
}
