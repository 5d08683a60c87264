import EvidenceModel

/// What a benchmark's `Rule`, or a `rule-result` without one, says of its rule.
struct XCCDFRule {
  /// The definition under the rule's stable key.
  let definition: RuleDefinition
  /// The word of the severity; `nil` where there is none.
  let severity: String?

  /// The systems of identifiers that name requirements.
  private static let cciPrefix = "CCI-"

  /// Reads a `Rule` of a benchmark.
  init(rule element: XMLElement) {
    var rule = RuleDefinition(
      key: XCCDFRuleID.key(of: element.attributes["id"] ?? ""),
      title: element["title"]?.text ?? "")
    rule.description = Self.description(element["description"])
    rule.risk = element["rationale"]?.text ?? ""
    rule.recommendation = element["fixtext"]?.text ?? ""
    rule.mappings = Set(Self.identifiers(of: element) + Self.references(of: element)).sorted()
    definition = rule
    severity = element.attributes["severity"]
  }

  /// Reads what a `rule-result` says of its rule where no benchmark is in the file.
  init(result element: XMLElement, key: String) {
    var rule = RuleDefinition(key: key, title: "")
    rule.mappings = Set(Self.identifiers(of: element)).sorted()
    definition = rule
    severity = nil
  }

  /// Of DISA's rules the description is text that looks like XML, `<VulnDiscussion>…`, in which
  /// most elements are empty.
  private static func description(_ element: XMLElement?) -> String {
    guard let text = element?.text else { return "" }
    guard let start = text.firstRange(of: "<VulnDiscussion>"),
      let end = text.firstRange(of: "</VulnDiscussion>"), start.upperBound <= end.lowerBound
    else { return text }
    return String(text[start.upperBound..<end.lowerBound])
  }

  /// CCE and CVE name what is checked; only CCI names what is required.
  private static func identifiers(of element: XMLElement) -> [RequirementReference] {
    element.children(named: "ident").compactMap { ident in
      let text = ident.text
      guard text.hasPrefix(cciPrefix) else { return nil }
      return RequirementReference(edition: "CCI", requirement: text)
    }
  }

  /// A reference with an address and a short text names a document and a requirement of it. Those
  /// with elements of Dublin Core are books, and those whose text has spaces are titles.
  private static func references(of element: XMLElement) -> [RequirementReference] {
    element.children(named: "reference").flatMap { reference -> [RequirementReference] in
      guard let edition = reference.attributes["href"], !edition.isEmpty,
        reference.children.first(where: { _ in true }) == nil
      else { return [] }
      let parts = reference.text.split(separator: ",").map { part in
        part.drop(while: \.isWhitespace)
      }
      guard parts.allSatisfy({ !$0.isEmpty && !$0.contains(where: \.isWhitespace) }) else {
        return []
      }
      return parts.map { RequirementReference.named(edition: edition, requirement: String($0)) }
    }
  }
}
