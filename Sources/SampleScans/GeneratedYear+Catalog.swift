public import EvidenceModel

extension GeneratedYear {
  /// A catalog of the size and kind of the bundled one, whose rules are equivalents of the checks.
  ///
  /// Through it, checks get weaknesses, threats and the frameworks of assurance scopes.
  public var catalog: RuleCatalog {
    var catalog = RuleCatalog(key: "sample-rules", title: "Sample rules")
    let frameworks = ["PCI", "NIST", "GDPR", "HIPAA", "APRA", "MAS"]
    catalog.frameworks = frameworks.map { FrameworkDefinition(key: $0, title: $0) }
    let weaknesses = [200, 284, 285, 287, 311, 319, 326, 400, 532, 668, 693, 778]
    catalog.cwes = Dictionary(uniqueKeysWithValues: weaknesses.map { ($0, "Weakness \($0)") })
    let checks = stride(from: 0, to: rules.count, by: rules.count / Self.catalogSize)
    for (number, check) in checks.prefix(Self.catalogSize).enumerated() {
      var rule = RuleDefinition(
        key: "sample-rule-\(number + 1)", title: "Not so: " + rules[check].title)
      rule.service = rules[check].service
      rule.severity = rules[check].severity
      rule.cvss = Double(40 + number % 60) / 10
      rule.cwe = weaknesses[number % weaknesses.count]
      rule.threats = [ThreatCategory.allCases[number % ThreatCategory.allCases.count]]
      rule.scopes = frameworks.indices.filter { (number + $0) % 3 > 0 }.map {
        RuleDefinition.Scope(framework: frameworks[$0])
      }
      rule.equivalents = [.same(catalog: "prowler", rule: rules[check].key)]
      catalog.rules.append(rule)
    }
    return catalog
  }

  /// As many rules as the bundled catalog has.
  private static let catalogSize = 63
}
