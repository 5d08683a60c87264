public import EvidenceModel

/// OSCAL component definitions: which rules of which component implement a requirement.
///
/// ```json
/// {"component-definition": {"metadata": {"title": "Clusters"}, "components": [
///   {"title": "OpenShift", "control-implementations": [{"source": "NIST_SP-800-53_rev5_….json",
///     "implemented-requirements": [{"control-id": "ac-2.3",
///       "props": [{"name": "Rule_Id", "value": "accounts-expire"}]}]}]},
///   {"title": "Kyverno", "type": "validation", "props": [
///     {"name": "Rule_Id", "value": "accounts-expire", "remarks": "set 1"},
///     {"name": "Check_Id", "value": "check-expiry", "remarks": "set 1"}]}]}}
/// ```
///
/// A rule that a component gives a check for is that check, in the catalog of the component's title:
/// results come with checks. Any other rule is one of the catalog of the component that implements
/// it. The edition is what the source's address, or the resource behind it, is called. A requirement
/// without a rule is one that a person has to look at.
///
/// Source: NIST, OSCAL 1.2, component definition model; the properties are those of Compliance
/// Trestle.
public struct OSCALComponentDefinition: CatalogFormat {
  /// The format's name in output.
  public let key = "oscal-component-definition"

  /// A reader of such documents.
  public init() {}

  /// True where the root is a component definition.
  public func recognises(_ text: String) -> Bool {
    OSCALDocument.isOf("component-definition", text)
  }

  /// Reads the document.
  ///
  /// - Parameters:
  ///   - text: The whole document.
  ///   - file: The document's name as the user wrote it, for errors.
  /// - Returns: A catalog of evidence, without rules or requirements.
  /// - Throws: An `ImportError` where the text is not JSON, or has no title.
  public func read(_ text: String, file: String) throws -> RuleCatalog {
    let document = try OSCALDocument(text, model: "component-definition", file: file)
    var reader = Reader(
      document: document, lines: JSONValueLines(text, key: "control-id"),
      titles: JSONValueLines(text, key: "title"))
    reader.noteMisfits("components", of: document.body, 1)
    let components = document.body.objects("components")
    for component in components { reader.learnChecks(of: component) }
    for component in components { reader.read(component) }
    var catalog = document.catalog
    catalog.evidence = reader.evidence
    catalog.anomalies = reader.anomalies
    return catalog
  }

  /// Reads one component after the other.
  private struct Reader {
    let document: OSCALDocument
    var lines: JSONValueLines
    var titles: JSONValueLines
    private var checks: [String: [RuleReference]] = [:]
    private(set) var evidence: [RequirementEvidence] = []
    private(set) var anomalies: [CatalogAnomaly] = []

    init(document: OSCALDocument, lines: JSONValueLines, titles: JSONValueLines) {
      self.document = document
      self.lines = lines
      self.titles = titles
    }

    /// Rules and checks of one set have the same remark.
    mutating func learnChecks(of component: JSONObject) {
      guard let title = component.text("title") else { return }
      var rules: [String: String] = [:]
      for rule in OSCALDocument.properties("Rule_Id", of: component) {
        if let set = rule.text("remarks") { rules[set] = rule.text("value") }
      }
      for check in OSCALDocument.properties("Check_Id", of: component) {
        guard let set = check.text("remarks"), let rule = rules[set], let id = check.text("value")
        else { continue }
        let reference = RuleReference(catalog: RuleKey.slug(title), rule: id)
        if checks[rule]?.contains(reference) != true {
          checks[rule, default: []].append(reference)
        }
      }
    }

    mutating func read(_ component: JSONObject) {
      guard let title = component.text("title") else {
        return note("component-without-title", 1, "a component has no title")
      }
      let line = titles.next(title)
      noteMisfits("control-implementations", of: component, line)
      for implementation in component.objects("control-implementations") {
        let names = OSCALDocument.properties("Framework_Short_Name", of: implementation)
          .compactMap { $0.text("value") }
        guard let edition = document.edition(href: implementation.text("source"), or: names) else {
          note("unknown-edition", line, "an implementation of '\(title)' names no source")
          continue
        }
        noteMisfits("implemented-requirements", of: implementation, line)
        for requirement in implementation.objects("implemented-requirements") {
          read(requirement, edition: edition, catalog: RuleKey.slug(title), line: line)
        }
      }
    }

    private mutating func read(
      _ requirement: JSONObject, edition: String, catalog: String, line: Int
    ) {
      guard let id = requirement.text("control-id") else {
        return note("requirement-without-id", line, "an implemented requirement has no control-id")
      }
      let line = lines.next(id)
      let reference = RequirementReference.named(edition: edition, requirement: id)
      var rules: Set<RuleReference> = []
      for object in [requirement] + requirement.objects("statements") {
        for rule in OSCALDocument.properties("Rule_Id", of: object) {
          guard let name = rule.text("value") else { continue }
          for check in checks[name] ?? [RuleReference(catalog: catalog, rule: name)] {
            add(check, to: &rules, for: reference, line: line)
          }
        }
        for check in OSCALDocument.properties("Check_Id", of: object) {
          guard let name = check.text("value") else { continue }
          add(
            RuleReference(catalog: catalog, rule: name), to: &rules, for: reference, line: line)
        }
      }
      if rules.isEmpty { evidence.append(RequirementEvidence(requirement: reference, rule: nil)) }
    }

    private mutating func add(
      _ rule: RuleReference, to rules: inout Set<RuleReference>,
      for requirement: RequirementReference, line: Int
    ) {
      guard rules.insert(rule).inserted else {
        return note(
          "repeated-check", line,
          "the requirement '\(requirement.requirement)' names '\(rule.rule)' twice")
      }
      evidence.append(RequirementEvidence(requirement: requirement, rule: rule))
    }

    mutating func noteMisfits(_ name: String, of object: JSONObject, _ line: Int) {
      let misfits = object.misfits(name)
      guard misfits > 0 else { return }
      note("wrong-type", line, "\(misfits) of '\(name)' are not objects of a list")
    }

    private mutating func note(_ code: String, _ line: Int, _ message: String) {
      anomalies.append(CatalogAnomaly(code: code, rule: nil, line: line, message: message))
    }
  }
}
