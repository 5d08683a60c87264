import EvidenceModel
import Yams

/// Reads the tree of a catalog in tickmark's own format.
struct YAMLCatalogReader {
  let source: YAMLSource

  /// The version of the format that this tickmark reads.
  private static let version = 1

  /// Reads the document from its root.
  func read(_ root: Node) throws -> RuleCatalog {
    try source.requireVersion(Self.version, key: "tickmark-catalog", of: "catalog", root)
    let document = try YAMLMapping(
      root, of: "catalog",
      keys: ["tickmark-catalog", "key", "title", "cwes", "frameworks", "rules"], in: source)
    var catalog = RuleCatalog(
      key: try document.requiredWord("key"), title: try document.requiredText("title"))
    catalog.cwes = try cwes(document)
    catalog.frameworks = try frameworks(document)
    let aliases = FrameworkAliases(catalog.frameworks + FrameworkAliases.common.frameworks)
    var keys: Set<String> = []
    for node in try document.list("rules") {
      let fields = try YAMLMapping(node, of: "rule", keys: Self.ruleKeys, in: source)
      var (rule, anomalies) = try rule(fields, aliases: aliases)
      for (requirement, reason) in try fields.list("requirements").map(requirement) {
        guard let reason else {
          rule.mappings.append(requirement)
          continue
        }
        catalog.evidence.append(
          RequirementEvidence(
            requirement: requirement, rule: RuleReference(catalog: catalog.key, rule: rule.key),
            reason: reason))
      }
      guard keys.insert(rule.key).inserted else {
        throw source.error(
          "the rule key '\(rule.key)' is there twice", at: fields["key"] ?? node)
      }
      catalog.rules.append(rule)
      catalog.anomalies += anomalies
    }
    catalog.anomalies.sort { ($0.line, $0.code) < ($1.line, $1.code) }
    return catalog
  }

  // MARK: - Tables

  private func cwes(_ document: YAMLMapping) throws -> [Int: String] {
    guard let node = document["cwes"] else { return [:] }
    let table = try YAMLMapping(node, of: "table 'cwes'", keys: nil, in: source)
    var cwes: [Int: String] = [:]
    for (name, value) in table.entries {
      guard let number = Int(name), number > 0 else {
        throw source.error("'\(name)' is not a CWE number", at: value)
      }
      cwes[number] = try table.requiredText(name)
    }
    return cwes
  }

  private func frameworks(_ document: YAMLMapping) throws -> [FrameworkDefinition] {
    var frameworks: [FrameworkDefinition] = []
    for node in try document.list("frameworks") {
      let fields = try YAMLMapping(
        node, of: "framework", keys: ["key", "title", "aliases"], in: source)
      let framework = FrameworkDefinition(
        key: try fields.requiredText("key"), title: try fields.requiredText("title"),
        aliases: try fields.texts("aliases").map(\.text))
      if frameworks.contains(where: { $0.key == framework.key }) {
        throw source.error(
          "the framework key '\(framework.key)' is there twice", at: fields["key"] ?? node)
      }
      frameworks.append(framework)
    }
    return frameworks
  }

  // MARK: - Rules

  private static let ruleKeys = [
    "key", "service", "title", "severity", "cvss", "cwe", "stride", "scopes", "description", "risk",
    "recommendation", "reference", "requirements", "equivalents",
  ]

  private func rule(
    _ fields: YAMLMapping, aliases: FrameworkAliases
  ) throws -> (rule: RuleDefinition, anomalies: [CatalogAnomaly]) {
    var rule = RuleDefinition(
      key: try fields.requiredWord("key"), title: try fields.requiredText("title"))
    rule.service = try fields.text("service") ?? ""
    rule.severity = try severity(fields)
    rule.cvss = try score(fields)
    rule.cwe = try fields.integer("cwe")
    rule.threats = try threats(fields)
    rule.description = try fields.text("description") ?? ""
    rule.risk = try fields.text("risk") ?? ""
    rule.recommendation = try fields.text("recommendation") ?? ""
    rule.referenceURL = try reference(fields)
    rule.equivalents = try fields.list("equivalents").map(equivalent)

    var anomalies: [CatalogAnomaly] = []
    for (name, node) in try fields.texts("scopes") {
      let framework = aliases.framework(named: name)
      if framework == nil || aliases.isMisspelling(name) {
        let doubt = framework.map { "'\(name)' is read as '\($0.key)'" }
        anomalies.append(
          CatalogAnomaly(
            code: framework == nil ? "unknown-scope" : "misspelt-scope", rule: rule.key,
            line: source.line(of: node), message: doubt ?? "no framework is known as '\(name)'"))
      }
      let scope = RuleDefinition.Scope(framework: framework?.key ?? name)
      if scope.framework != name {
        let names = try fields.texts("scopes").map(\.text)
        rule.asWritten["assurance_scope"] = names.joined(separator: ", ")
      }
      if !rule.scopes.contains(scope) { rule.scopes.append(scope) }
    }
    return (rule, anomalies + lint(rule, fields))
  }

  private func lint(_ rule: RuleDefinition, _ fields: YAMLMapping) -> [CatalogAnomaly] {
    let keys: [RuleField: String] = [
      .description: "description", .cwe: "cwe", .severity: "severity", .cvss: "cvss",
      .scope: "scopes", .recommendation: "recommendation", .stride: "stride",
    ]
    let lines = keys.compactMapValues { fields[$0].map { source.line(of: $0) } }
    return RuleLint(lines: lines, titleLine: source.line(of: fields["title"] ?? fields.node))
      .check(rule)
  }

  private func severity(_ fields: YAMLMapping) throws -> Severity {
    guard let word = try fields.text("severity"), let node = fields["severity"] else {
      return .unknown
    }
    guard let severity = Severity.allCases.first(where: { $0.key == word.lowercased() }) else {
      let known = Severity.allCases.map(\.key).joined(separator: ", ")
      throw source.error("'\(word)' is not a severity", at: node, hint: "use one of \(known)")
    }
    return severity
  }

  private func score(_ fields: YAMLMapping) throws -> Double? {
    guard let text = try fields.text("cvss"), let node = fields["cvss"] else { return nil }
    guard text.wholeMatch(of: /[0-9]{1,2}(\.[0-9]+)?/) != nil, let score = Double(text),
      score <= 10
    else { throw source.error("'cvss' is not a number from 0.0 to 10.0", at: node) }
    return score
  }

  private func threats(_ fields: YAMLMapping) throws -> [ThreatCategory] {
    try fields.texts("stride").map { word, node in
      guard let threat = ThreatCategory(key: word) else {
        let known = ThreatCategory.allCases.map(\.key).joined(separator: ", ")
        throw source.error(
          "'\(word)' is not a threat category", at: node, hint: "use one of \(known)")
      }
      return threat
    }
  }

  private func reference(_ fields: YAMLMapping) throws -> String? {
    guard let url = try fields.text("reference"), let node = fields["reference"] else {
      return nil
    }
    guard url.wholeMatch(of: /https?:\/\/[^\s]+/) != nil else {
      throw source.error("'\(url)' is not a web address", at: node)
    }
    return url
  }

  private func requirement(
    _ node: Node
  ) throws -> (requirement: RequirementReference, reason: String?) {
    let fields = try YAMLMapping(
      node, of: "requirement", keys: ["edition", "requirement", "reason"], in: source)
    let reference = RequirementReference.named(
      edition: try fields.requiredText("edition"),
      requirement: try fields.requiredText("requirement"))
    return (reference, try fields["reason"].map { _ in try fields.requiredText("reason") })
  }

  private func equivalent(_ node: Node) throws -> EquivalenceStatement {
    let fields = try YAMLMapping(
      node, of: "equivalent", keys: ["catalog", "rule", "none"], in: source)
    let catalog = try fields.requiredText("catalog")
    switch (try fields.text("rule"), try fields.text("none")) {
    case (let rule?, nil) where !rule.isEmpty: return .same(catalog: catalog, rule: rule)
    case (nil, let reason?) where !reason.isEmpty: return .none(catalog: catalog, reason: reason)
    default:
      throw source.error(
        "the equivalent needs either 'rule' or 'none'", at: node,
        hint: "'none' takes the reason why the other catalog has no such rule")
    }
  }
}
