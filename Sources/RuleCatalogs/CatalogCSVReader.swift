import EvidenceModel

/// Reads the rows of a catalog in CSV, one after the other.
struct CatalogCSVReader {
  /// What is wrong so far, each with its line.
  private(set) var errors: [(line: Int, reason: String)] = []

  private var catalog: RuleCatalog
  private var columns: [CatalogCSVColumn?] = []
  private var rulePlaces: [String: Int] = [:]
  /// The editions, in the order of their first rows.
  private var editions: [String] = []
  private var requirements: [String: [Requirement]] = [:]
  private var mapped: [RuleReference: Set<RequirementReference>] = [:]
  private var requirementPlaces: [RequirementReference: Int] = [:]

  /// What the rows say of a requirement.
  private struct Requirement {
    var reference: RequirementReference
    var title: String
    var parent: String?
    var hasRule: Bool
    var line: Int
  }

  /// A row's fields by column; those that are empty are not there.
  private typealias Fields = [CatalogCSVColumn: String]

  init(catalog: RuleCatalog) { self.catalog = catalog }

  /// Takes the names of the columns.
  mutating func readHeader(_ row: DelimitedText.Row) {
    for name in row.fields {
      let column = CatalogCSVColumn(name: name)
      if let column, columns.contains(column) {
        errors.append((row.line, "the column '\(name)' is there twice"))
      } else if column == nil, !name.isEmpty {
        let near = NearNames(of: name, among: CatalogCSVColumn.allCases.map(\.rawValue))
        catalog.note(
          "unknown-column", row.line,
          "the column '\(name)' is not known" + (near.question.map { ": " + $0 } ?? ""))
      }
      columns.append(column)
    }
  }

  /// Takes a row.
  mutating func read(_ row: DelimitedText.Row) {
    guard row.fields.count == columns.count else {
      return errors.append(
        (row.line, "the row has \(row.fields.count) fields where the header has \(columns.count)"))
    }
    var fields: Fields = [:]
    for (column, text) in zip(columns, row.fields) {
      if let column, !text.isEmpty { fields[column] = text }
    }
    let rule = readRule(fields, line: row.line)
    let requirement = readRequirement(fields, hasRule: rule != nil, line: row.line)
    if rule == nil, requirement == nil {
      errors.append((row.line, "the row names neither a rule nor a requirement"))
    }
    guard let rule, let requirement else { return }
    guard mapped[rule, default: []].insert(requirement).inserted else {
      return catalog.note(
        "repeated-mapping", row.line,
        "the rule '\(rule.rule)' is evidence for '\(requirement.requirement)' already")
    }
    catalog.evidence.append(
      RequirementEvidence(requirement: requirement, rule: rule, reason: fields[.reason] ?? ""))
  }

  /// The catalog, after the last row.
  mutating func finish() -> RuleCatalog {
    for edition in editions {
      let listed = requirements[edition] ?? []
      let parents = Set(listed.compactMap(\.parent))
      var tree = RequirementTree()
      for requirement in listed {
        let key = requirement.reference.requirement
        let isHeading = !requirement.hasRule && parents.contains(key)
        tree.add(
          RequirementDefinition(
            key: key, title: requirement.title, parent: requirement.parent,
            isAssessable: !isHeading),
          line: requirement.line)
        if !requirement.hasRule, !isHeading {
          catalog.evidence.append(
            RequirementEvidence(requirement: requirement.reference, rule: nil))
        }
      }
      var definition = EditionDefinition(key: edition)
      definition.requirements = tree.ordered()
      catalog.editions.append(definition)
      catalog.anomalies += tree.anomalies
    }
    catalog.anomalies.sort { ($0.line, $0.code) < ($1.line, $1.code) }
    return catalog
  }

  // MARK: - Rules

  private mutating func readRule(_ fields: Fields, line: Int) -> RuleReference? {
    guard let key = fields[.rule] else {
      let stray = Self.ruleColumns.filter { fields[$0] != nil }.map(\.rawValue)
      if let first = stray.first {
        errors.append((line, "the row has a '\(first)' and no rule"))
      }
      return nil
    }
    guard !key.contains(where: \.isWhitespace) else {
      errors.append((line, "the rule '\(key)' has a space in it"))
      return nil
    }
    let owner = fields[.catalog] ?? catalog.key
    let reference = RuleReference(catalog: owner, rule: key)
    guard owner == catalog.key else {
      // The rule's own catalog says what it is.
      if let column = Self.ruleColumns.first(where: { $0 != .catalog && fields[$0] != nil }) {
        catalog.note(
          "foreign-rule", line, "the \(column.rawValue) of a rule of '\(owner)' is not read")
      }
      return reference
    }
    let rule = definition(key, fields, line: line)
    guard let place = rulePlaces[key] else {
      if fields[.title] == nil { errors.append((line, "the rule '\(key)' has no title")) }
      rulePlaces[key] = catalog.rules.count
      catalog.rules.append(rule)
      return reference
    }
    let known = catalog.rules[place]
    for scope in rule.scopes where !known.scopes.contains(scope) {
      catalog.rules[place].scopes.append(scope)
    }
    for other in rule.equivalents where !known.equivalents.contains(other) {
      catalog.rules[place].equivalents.append(other)
    }
    for column in Self.ruleColumns where !Self.listColumns.contains(column) {
      guard fields[column] != nil, Self.text(of: column, known) != Self.text(of: column, rule)
      else { continue }
      errors.append((line, "the \(column.rawValue) of the rule '\(key)' was another one before"))
    }
    return reference
  }

  /// The columns that are about a rule.
  private static let ruleColumns: [CatalogCSVColumn] = [
    .catalog, .title, .service, .severity, .cvss, .cwe, .stride, .description, .risk,
    .recommendation, .referenceURL, .equivalent,
  ]
  /// Those of which the rows of a rule add up.
  private static let listColumns: [CatalogCSVColumn] = [.catalog, .equivalent]

  private mutating func definition(
    _ key: String, _ fields: Fields, line: Int
  ) -> RuleDefinition {
    var rule = RuleDefinition(key: key, title: fields[.title] ?? "")
    rule.service = fields[.service] ?? ""
    rule.description = fields[.description] ?? ""
    rule.risk = fields[.risk] ?? ""
    rule.recommendation = fields[.recommendation] ?? ""
    if let word = fields[.severity] {
      if let severity = Severity(word: word) {
        rule.severity = severity
      } else {
        let known = Severity.allCases.map(\.key).joined(separator: ", ")
        errors.append((line, "'\(word)' is not a severity, which is one of \(known)"))
      }
    }
    if let text = fields[.cvss] {
      // Spreadsheets of some languages write a comma.
      rule.cvss = Double(text.replacing(",", with: ".")).flatMap {
        (0...10).contains($0) ? $0 : nil
      }
      if rule.cvss == nil { errors.append((line, "the cvss '\(text)' is not from 0.0 to 10.0")) }
    }
    if let text = fields[.cwe] {
      rule.cwe = (Int(text) ?? CWENumber.number(in: text)).flatMap { $0 > 0 ? $0 : nil }
      if rule.cwe == nil { errors.append((line, "the cwe '\(text)' is not a number")) }
    }
    for name in Self.items(fields[.stride]) {
      if let threat = ThreatName.category(of: name)?.category {
        rule.threats.append(threat)
      } else {
        let known = ThreatCategory.allCases.map(\.key).joined(separator: ", ")
        errors.append((line, "'\(name)' is not a threat category, which is one of \(known)"))
      }
    }
    if let url = fields[.referenceURL] {
      rule.referenceURL = url
      if url.wholeMatch(of: /https?:\/\/\S+/) == nil {
        errors.append((line, "the reference_url '\(url)' is not a web address"))
      }
    }
    for item in Self.items(fields[.equivalent]) {
      let parts = item.split(separator: ":", maxSplits: 1).map { Markup.trimmed($0) }
      guard parts.count == 2, parts.allSatisfy({ !$0.isEmpty }) else {
        errors.append((line, "the equivalent '\(item)' is not of the form catalog:rule"))
        continue
      }
      rule.equivalents.append(.same(catalog: parts[0], rule: parts[1]))
    }
    if fields[.requirement] == nil {
      rule.scopes = Self.items(fields[.framework]).map { name in
        RuleDefinition.Scope(
          framework: FrameworkAliases.common.framework(named: name)?.key ?? name)
      }
    }
    return rule
  }

  /// What a rule's definition holds of a column, to compare two rows by.
  private static func text(of column: CatalogCSVColumn, _ rule: RuleDefinition) -> String {
    switch column {
    case .title: rule.title
    case .service: rule.service
    case .severity: rule.severity.key
    case .cvss: rule.cvss?.description ?? ""
    case .cwe: rule.cwe?.description ?? ""
    case .stride: rule.threats.map(\.key).joined(separator: ",")
    case .description: rule.description
    case .risk: rule.risk
    case .recommendation: rule.recommendation
    case .referenceURL: rule.referenceURL ?? ""
    default: ""
    }
  }

  private static func items(_ text: String?) -> [String] {
    (text ?? "").split { $0 == "," || $0 == ";" || $0.isNewline }
      .map { Markup.trimmed($0) }.filter { !$0.isEmpty }
  }

  // MARK: - Requirements

  private mutating func readRequirement(
    _ fields: Fields, hasRule: Bool, line: Int
  ) -> RequirementReference? {
    guard let number = fields[.requirement] else {
      let about: [CatalogCSVColumn] = [.edition, .requirementTitle, .parent, .reason]
      if let column = about.first(where: { fields[$0] != nil }) {
        errors.append((line, "the row has a '\(column.rawValue)' and no requirement"))
      }
      return nil
    }
    guard let edition = Self.edition(fields) else {
      errors.append((line, "the requirement '\(number)' has neither edition nor framework"))
      return nil
    }
    let reference = RequirementReference.named(edition: edition, requirement: number)
    let parent = fields[.parent].map {
      RequirementReference.named(edition: edition, requirement: $0).requirement
    }
    let name = RequirementReference(
      edition: reference.edition, requirement: reference.requirement)
    guard let place = requirementPlaces[name] else {
      if requirements[reference.edition] == nil { editions.append(reference.edition) }
      requirementPlaces[name] = requirements[reference.edition]?.count ?? 0
      requirements[reference.edition, default: []].append(
        Requirement(
          reference: reference, title: fields[.requirementTitle] ?? "", parent: parent,
          hasRule: hasRule, line: line))
      return reference
    }
    guard var known = requirements[reference.edition]?[place] else { return reference }
    known.hasRule = known.hasRule || hasRule
    if let title = fields[.requirementTitle] {
      if !known.title.isEmpty, known.title != title {
        errors.append((line, "the title of the requirement '\(number)' was another one before"))
      }
      known.title = title
    }
    if let parent {
      if let other = known.parent, other != parent {
        errors.append((line, "the parent of the requirement '\(number)' was another one before"))
      }
      known.parent = parent
    }
    requirements[reference.edition]?[place] = known
    return reference
  }

  /// The edition's key; a version alone stands behind the framework's.
  private static func edition(_ fields: Fields) -> String? {
    let framework = fields[.framework].map {
      FrameworkAliases.common.framework(named: $0)?.key ?? $0
    }
    guard let edition = fields[.edition] else { return framework }
    guard let framework, !edition.contains(where: \.isLetter) else { return edition }
    return "\(framework)-\(edition)"
  }
}
