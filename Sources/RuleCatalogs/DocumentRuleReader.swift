import EvidenceModel

/// Reads the rules of a threat modeling document, one after the other.
struct DocumentRuleReader {
  /// The names of weaknesses that the rules gave so far.
  private(set) var cwes: [Int: String] = [:]
  /// The frameworks that the rules named so far, in the order of their first rules.
  private(set) var frameworks: [FrameworkDefinition] = []
  /// What is doubtful about the rules so far.
  private(set) var anomalies: [CatalogAnomaly] = []

  private var rule = RuleDefinition(key: "", title: "")

  /// Reads a rule.
  mutating func read(_ block: DocumentOutline.Rule, key: String) -> RuleDefinition {
    rule = RuleDefinition(key: key, title: Markup.plain(block.title))
    rule.service = block.service
    readTitle(block)

    var lines: [RuleField: Int] = [:]
    var extras: [(key: String, text: String)] = []
    for field in block.fields {
      guard let known = field.known else {
        note("unknown-field", field.line, "the label '\(field.label)' is not known")
        extras.append((Self.extraKey(field.label), field.text))
        continue
      }
      guard lines[known] == nil else {
        note("duplicate-field", field.line, "the rule has a second '\(field.label)'")
        extras.append((known.key, field.text))
        continue
      }
      lines[known] = field.line
      if field.text.isEmpty {
        note("missing-field", field.line, "the field '\(field.label)' is empty")
      } else {
        read(field, as: known)
      }
    }
    for stray in block.strays {
      note("unlabelled-text", stray.line, "no label tells what the text is: '\(stray.text)'")
      extras.append(("unlabelled", stray.text))
    }
    for (key, text) in extras { keep(text, as: key) }
    anomalies += RuleLint(lines: lines, titleLine: block.line).check(rule)
    return rule
  }

  private mutating func note(_ code: String, _ line: Int, _ message: String) {
    anomalies.append(
      CatalogAnomaly(code: code, rule: rule.key, line: line, message: message))
  }

  /// Keeps a text beside any that has this key already.
  private mutating func keep(_ text: String, as key: String) {
    var free = key
    var number = 2
    while rule.asWritten[free] != nil {
      free = "\(key)_\(number)"
      number += 1
    }
    rule.asWritten[free] = text
  }

  private static func extraKey(_ label: String) -> String {
    RuleKey.slug(label).replacing("-", with: "_")
  }

  // MARK: - Fields

  private mutating func readTitle(_ block: DocumentOutline.Rule) {
    if rule.title.isEmpty {
      note("missing-field", block.line, "the rule has no title")
    }
    if rule.title != block.title {
      rule.asWritten["title"] = block.title
      note("malformed-title", block.line, "the title has stray markup: '\(block.title)'")
    }
  }

  private mutating func read(_ field: DocumentOutline.Field, as known: RuleField) {
    switch known {
    case .description: rule.description = field.text
    case .cwe: readWeakness(field)
    case .severity: readSeverity(field)
    case .cvss: readScore(field)
    case .scope: readScopes(field)
    case .recommendation: readRecommendation(field)
    case .stride: readThreats(field)
    case .source, .dependent: rule.asWritten[known.key] = field.text
    }
  }

  private mutating func readWeakness(_ field: DocumentOutline.Field) {
    let pattern = /(?:CWE[-\s:]*)?(\d{1,7})(?:\s*[-–—:,]?\s*)(.*)/
      .ignoresCase().dotMatchesNewlines()
    guard let parts = field.text.wholeMatch(of: pattern), let number = Int(parts.1), number > 0
    else {
      rule.asWritten["cwe"] = field.text
      note("unknown-weakness", field.line, "'\(field.text)' names no CWE number")
      return
    }
    rule.cwe = number
    let name = String(parts.2)
    if name.contains(/\bCWE-\d/.ignoresCase()) {
      rule.asWritten["cwe"] = field.text
      note("unknown-weakness", field.line, "only the first weakness is kept of '\(field.text)'")
    } else if name.isEmpty {
      return
    } else if let known = cwes[number], known != name {
      rule.asWritten["cwe"] = field.text
      note(
        "weakness-name-differs", field.line,
        "CWE-\(number) is '\(known)' in an earlier rule and '\(name)' here")
    } else {
      cwes[number] = name
    }
  }

  private mutating func readSeverity(_ field: DocumentOutline.Field) {
    guard let severity = Severity(word: Markup.plain(field.text)) else {
      rule.asWritten["severity"] = field.text
      note("unknown-severity", field.line, "'\(field.text)' is not a severity")
      return
    }
    rule.severity = severity
  }

  private mutating func readScore(_ field: DocumentOutline.Field) {
    let text = Markup.trimmed(field.text[...])
    guard text.wholeMatch(of: /[0-9]{1,2}(\.[0-9]+)?/) != nil, let score = Double(text),
      score <= 10
    else {
      rule.asWritten["cvss"] = field.text
      note("unknown-cvss", field.line, "'\(field.text)' is not a score from 0.0 to 10.0")
      return
    }
    rule.cvss = score
  }

  private mutating func readScopes(_ field: DocumentOutline.Field) {
    for name in Self.items(of: field.text) {
      let framework = FrameworkAliases.common.framework(named: name)
      if framework == nil {
        note("unknown-scope", field.line, "no framework is known as '\(name)'")
      } else if let framework, FrameworkAliases.common.isMisspelling(name) {
        note("misspelt-scope", field.line, "'\(name)' is read as '\(framework.key)'")
      }
      if let framework, framework.key != name {
        rule.asWritten["assurance_scope"] = field.text
      }
      let definition = framework ?? FrameworkDefinition(key: name, title: name)
      if !frameworks.contains(where: { $0.key == definition.key }) {
        frameworks.append(definition)
      }
      let scope = RuleDefinition.Scope(framework: definition.key)
      if rule.scopes.contains(scope) {
        rule.asWritten["assurance_scope"] = field.text
      } else {
        rule.scopes.append(scope)
      }
    }
  }

  private mutating func readThreats(_ field: DocumentOutline.Field) {
    for name in Self.items(of: field.text) {
      guard let (threat, isMisspelt) = ThreatName.category(of: name) else {
        rule.asWritten["stride"] = field.text
        note("unknown-threat", field.line, "'\(name)' is not a threat category")
        continue
      }
      if isMisspelt {
        note("misspelt-threat", field.line, "'\(name)' is read as '\(threat.title)'")
      }
      if name != threat.title || rule.threats.contains(threat) {
        rule.asWritten["stride"] = field.text
      }
      if !rule.threats.contains(threat) { rule.threats.append(threat) }
    }
  }

  private mutating func readRecommendation(_ field: DocumentOutline.Field) {
    rule.recommendation = field.text
    guard let link = RecommendationLink(in: field.text) else { return }
    rule.recommendation = link.text
    rule.referenceURL = link.url
    if link.text != field.text { rule.asWritten["recommendation"] = field.text }
    if link.url != link.asWritten {
      rule.asWritten["reference_url"] = link.asWritten
      note(
        "broken-link", field.line,
        "search-and-replace broke the link '\(link.asWritten)'; it is read as '\(link.url)'")
    }
    if link.isGlued {
      note("glued-link", field.line, "no space parts the link from the word before it")
    }
  }

  private static func items(of list: String) -> [String] {
    list.split { ",;\n".contains($0) }
      .map { Markup.plain($0) }
      .map { $0.hasSuffix(".") ? String($0.dropLast()) : $0 }
      .filter { !$0.isEmpty }
  }
}
