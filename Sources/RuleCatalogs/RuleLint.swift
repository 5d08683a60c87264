import EvidenceModel

/// Doubts about a rule that show in the rule itself, whatever format it came from.
struct RuleLint {
  /// The fields that the document gives the rule, with the line of each.
  let lines: [RuleField: Int]
  /// The line of the rule's title.
  let titleLine: Int

  /// Names of makers of security tools, which a rule's text should not depend on.
  private static let vendors = ["Rapticore"]

  /// Checks a rule.
  ///
  /// - Parameter rule: The rule, as read.
  /// - Returns: The doubts, in no particular order.
  func check(_ rule: RuleDefinition) -> [CatalogAnomaly] {
    missingFields(rule) + ratings(rule) + texts(rule) + subjects(rule)
  }

  private func anomaly(
    _ code: String, _ rule: RuleDefinition, _ field: RuleField?, _ message: String
  ) -> CatalogAnomaly {
    let line = field.flatMap { lines[$0] } ?? titleLine
    return CatalogAnomaly(code: code, rule: rule.key, line: line, message: message)
  }

  // MARK: - Fields

  private func missingFields(_ rule: RuleDefinition) -> [CatalogAnomaly] {
    var found = RuleField.required.filter { lines[$0] == nil }.map { field in
      anomaly("missing-field", rule, nil, "the rule has no field '\(field.label)'")
    }
    if rule.service.isEmpty {
      found.append(anomaly("missing-field", rule, nil, "the rule belongs to no service"))
    }
    if !rule.recommendation.isEmpty, rule.referenceURL == nil {
      found.append(
        anomaly(
          "missing-link", rule, .recommendation, "the recommendation links to no documentation"))
    }
    return found
  }

  /// Compares severity and score by the bands of CVSS version 3.
  private func ratings(_ rule: RuleDefinition) -> [CatalogAnomaly] {
    guard let cvss = rule.cvss, rule.severity != .unknown else { return [] }
    let band: Severity =
      switch cvss {
      case 9...: .critical
      case 7..<9: .high
      case 4..<7: .medium
      case 0.1..<4: .low
      default: .informational
      }
    guard band != rule.severity else { return [] }
    return [
      anomaly(
        "cvss-severity-mismatch", rule, .cvss,
        "the score \(cvss) is \(band.key), the severity says \(rule.severity.key)")
    ]
  }

  // MARK: - Wording

  private func texts(_ rule: RuleDefinition) -> [CatalogAnomaly] {
    var found: [CatalogAnomaly] = []
    let fields: [(name: String, field: RuleField?, text: String)] = [
      ("title", nil, rule.title), ("description", .description, rule.description),
      ("recommendation", .recommendation, rule.recommendation),
    ]
    for (name, field, text) in fields {
      if let damage = Self.damage(in: text) {
        found.append(
          anomaly(
            "damaged-text", rule, field,
            "the \(name) has '\(damage)', which looks like the work of search-and-replace"))
      }
      for vendor in Self.vendors where SearchableText(text).contains(vendor.lowercased()) {
        found.append(
          anomaly("vendor-text", rule, field, "the \(name) speaks for the vendor \(vendor)"))
      }
      for word in CloudService.misspeltWords(in: text, ofHeading: rule.service) {
        found.append(
          anomaly(
            "misspelt-service", rule, field,
            "the \(name) has '\(word)', which looks like a misspelling of '\(rule.service)'"))
      }
    }
    if !rule.title.isEmpty, SearchableText(rule.description) == SearchableText(rule.title) {
      found.append(
        anomaly(
          "description-repeats-title", rule, .description,
          "the description says no more than the title"))
    }
    return found
  }

  /// The first words that only a replacement of "AWS" or "service" can have made.
  private static func damage(in text: String) -> String? {
    text.firstMatch(of: /Amazon Amazon|Amazon Services?\b|Amazon: ?[A-Z][a-z]+[A-Z]\w*/)
      .map { String($0.0) }
  }

  // MARK: - Subjects

  /// Compares what a rule's title, description and recommendation are about.
  private func subjects(_ rule: RuleDefinition) -> [CatalogAnomaly] {
    let title = SearchableText(rule.title)
    let own = Subject.subjects(of: title)
    var found: [CatalogAnomaly] = []
    let fields: [(name: String, field: RuleField, text: String)] = [
      ("description", .description, rule.description),
      ("recommendation", .recommendation, rule.recommendation),
    ]
    for (name, field, text) in fields {
      let text = SearchableText(text)
      let other = Subject.subjects(of: text)
      let code = "off-subject-\(name)"
      if field == .recommendation, !own.isEmpty, !other.isEmpty, own.isDisjoint(with: other) {
        let what = "\(Self.list(other)), the title about \(Self.list(own))"
        found.append(anomaly(code, rule, field, "the \(name) is about \(what)"))
      } else if let service = foreignService(in: text, of: rule, subjects: own) {
        let message = "the \(name) is about \(service.name), the rule about \(rule.service)"
        found.append(anomaly(code, rule, field, message))
      }
    }
    return found
  }

  /// The service that a text introduces first, where the rule is about another one.
  ///
  /// A text that names the rule's own services more often is let off, and so is a service that
  /// exists for the sake of what the title speaks of.
  private func foreignService(
    in text: SearchableText, of rule: RuleDefinition, subjects: Set<Subject>
  ) -> CloudService? {
    let about = SearchableText(rule.service + " " + rule.title)
    let own = CloudService.known.filter { $0.mentions(in: about) > 0 }
    guard !own.isEmpty, let other = CloudService.introduced(by: text, before: own),
      other.serves.isDisjoint(with: subjects),
      own.reduce(0, { $0 + $1.mentions(in: text) }) <= other.mentions(in: text)
    else { return nil }
    return other
  }

  private static func list(_ subjects: Set<Subject>) -> String {
    subjects.map { "\($0)" }.sorted().joined(separator: ", ")
  }
}
