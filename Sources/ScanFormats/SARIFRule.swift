import EvidenceModel
import Foundation

/// A rule as a SARIF run lists it: what its results leave to it.
struct SARIFRule {
  /// The rule's definition.
  var definition: RuleDefinition
  /// The level of its results that have none: `error`, `warning`, `note`, `none`.
  private(set) var level: String?
  /// The rating that stands above levels, where the rule has one.
  var securitySeverity: Severity?
  /// False where the rule is off unless somebody turns it on.
  private(set) var isEnabled: Bool
  /// Ids that the rule had in earlier versions of its tool.
  let formerKeys: [String]
  private var messages: [String: String] = [:]

  /// A reporting descriptor; `nil` where it has no id.
  ///
  /// - Parameters:
  ///   - value: The descriptor.
  ///   - taxonomy: The name of the taxonomy that a reference to a component means.
  init?(_ value: JSONValue, taxonomy: (JSONValue) -> String?) {
    guard let id = value.string("id") else { return nil }
    let configuration = value["defaultConfiguration"]
    level = configuration?.string("level")
    isEnabled = configuration?["enabled"]?.bool ?? true
    formerKeys = value.elements("deprecatedIds").compactMap(\.string)
    securitySeverity = Self.securitySeverity(value["properties"])
    let full = value["fullDescription"]?.string("text") ?? ""
    let title =
      value["shortDescription"]?.string("text") ?? value.string("name")
      ?? String(full.prefix { $0 != "\n" })
    definition = RuleDefinition(key: id, title: title)
    definition.description = full
    definition.recommendation = value["help"]?.string("text") ?? ""
    definition.referenceURL = value.string("helpUri")
    definition.severity = securitySeverity ?? level.flatMap(SARIFNames.severity(level:)) ?? .unknown
    addTags(value["properties"]?["tags"])
    addRelationships(value["relationships"], taxonomy: taxonomy)
    for (name, message) in value.members("messageStrings") {
      messages[name.string] = message.string("text")
    }
  }

  /// Takes what an invocation was told of the rule.
  mutating func override(level: String?, isEnabled: Bool?) {
    if let level {
      self.level = level
      if securitySeverity == nil {
        definition.severity = SARIFNames.severity(level: level) ?? .unknown
      }
    }
    if let isEnabled { self.isEnabled = isEnabled }
  }

  /// The message of the rule with this id, with its placeholders.
  func message(_ id: String) -> String? { messages[id] }

  /// The rating that a property bag states as a CVSS score, in text or as a number; some tools
  /// write a word there.
  static func securitySeverity(_ properties: JSONValue?) -> Severity? {
    guard let value = properties?["security-severity"] else { return nil }
    guard let score = value.double ?? value.string.flatMap(Double.init) else {
      return value.string.flatMap(Severity.init(word:))
    }
    return SARIFNames.severity(score: score)
  }

  private mutating func addTags(_ tags: JSONValue?) {
    guard let tags, definition.cwe == nil else { return }
    definition.cwe = tags.elements.lazy.compactMap(\.string).compactMap(CWENumber.number(in:)).first
  }

  private mutating func addRelationships(
    _ relationships: JSONValue?, taxonomy: (JSONValue) -> String?
  ) {
    guard let relationships else { return }
    var mappings: Set<RequirementReference> = []
    for relationship in relationships.elements {
      guard let target = relationship["target"], let id = target.string("id"),
        let component = target["toolComponent"], let name = taxonomy(component)
      else { continue }
      if name.uppercased() == "CWE" {
        let number = CWENumber.number(in: id) ?? Int(id)
        if definition.cwe == nil { definition.cwe = number }
      } else {
        mappings.insert(RequirementReference.named(edition: name, requirement: id))
      }
    }
    definition.mappings = mappings.sorted()
  }
}
