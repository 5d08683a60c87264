public import EvidenceModel
import Foundation
import Yams

/// ComplianceAsCode's control files: the requirements of a policy, with the rules that check each.
///
/// ```yaml
/// policy: PCI-DSS
/// title: Payment Card Industry - Data Security Standard
/// id: pcidss_4
/// version: '4.0'
/// controls:
///   - id: 1.2
///     title: Network security controls are maintained.
///     status: partial
///     controls:
///       - id: 1.2.6
///         title: Security features are defined.
///         status: automated
///         rules: [selinux_state, var_selinux_state=enforcing]
/// ```
///
/// Controls with controls inside and no rules of their own are headings. A control without rules is
/// one that a person has to look at; its status is kept as the reason. Values of variables, which
/// have `=`, and rules that are taken out, which have `!`, are no evidence. The rules are those of the
/// scanner that evaluates this content, OpenSCAP, by their ids in XCCDF 1.2. A file that has only a
/// part of a policy's controls names no policy: it is of the one that its folder is named after.
///
/// Source: ComplianceAsCode/content, `docs/manual/developer/03_creating_content.md`.
public struct ComplianceAsCodeControls: CatalogFormat {
  /// The format's name in output.
  public let key = "compliance-as-code-controls"

  /// A reader of such documents.
  public init() {}

  /// True where the document has a policy and its controls, or controls alone, with ids.
  public func recognises(_ text: String) -> Bool {
    guard text.hasYAMLKeys(["controls:"]) else { return false }
    if text.hasYAMLKeys(["policy:"]) { return true }
    let items = LineTable.lines(of: text).drop { !$0.text.hasPrefix("controls:") }.dropFirst()
      .map { Markup.trimmed($0.text) }
    return items.first { !$0.isEmpty && !$0.hasPrefix("#") }?.wholeMatch(of: /- +id:.*/) != nil
  }

  /// Reads the document.
  ///
  /// - Parameters:
  ///   - text: The whole document.
  ///   - file: The document's name as the user wrote it, for errors.
  /// - Returns: A catalog of one edition and its evidence, without rules.
  /// - Throws: An `ImportError` where the text is not YAML, or has no list of controls.
  public func read(_ text: String, file: String) throws -> RuleCatalog {
    let source = YAMLSource(text: text, file: file)
    return try source.withRoot { root in
      let document = try YAMLMapping(root, of: "control file", keys: nil, in: source)
      let part = URL(fileURLWithPath: file).deletingPathExtension()
      let folder = part.deletingLastPathComponent().lastPathComponent
      let named = try document.text("policy")
      let policy = named ?? folder
      let version = try document.text("version") ?? ""
      let title = try document.text("title") ?? policy
      let id =
        try document.text("id") ?? (named == nil ? "\(folder) \(part.lastPathComponent)" : policy)
      let edition =
        EditionKey.known(in: [policy + " " + version, title + " " + version, id])
        ?? EditionKey.made(title: policy, version: version)
      var reader = Reader(source: source, edition: edition)
      for control in try document.list("controls") { reader.read(control, parent: nil) }
      var catalog = RuleCatalog(key: "compliance-as-code-" + RuleKey.slug(id), title: title)
      if named == nil {
        catalog.note(
          "part-of-a-policy", 1, "the file names no policy: its folder's name is taken for it")
      }
      var definition = EditionDefinition(key: edition, title: title)
      definition.requirements = reader.ordered()
      catalog.editions = [definition]
      catalog.evidence = reader.evidence
      catalog.anomalies = (catalog.anomalies + reader.anomalies).sorted { $0.line < $1.line }
      return catalog
    }
  }

  /// Reads one control after the other.
  private struct Reader {
    let source: YAMLSource
    let edition: String
    /// What stands before a rule's name in its id in XCCDF 1.2.
    static let idPrefix = "xccdf_org.ssgproject.content_rule_"
    private(set) var evidence: [RequirementEvidence] = []
    private(set) var anomalies: [CatalogAnomaly] = []
    private var controls: [(definition: RequirementDefinition, line: Int)] = []
    private var keys: Set<String> = []
    /// The parents of controls that are named below another, and defined elsewhere.
    private var parents: [String: String] = [:]

    init(source: YAMLSource, edition: String) {
      self.source = source
      self.edition = edition
    }

    /// The requirements, parents before their children.
    mutating func ordered() -> [RequirementDefinition] {
      var tree = RequirementTree()
      for (definition, line) in controls {
        var definition = definition
        definition.parent = definition.parent ?? parents[definition.key]
        tree.add(definition, line: line)
      }
      let ordered = tree.ordered()
      anomalies += tree.anomalies
      return ordered
    }

    mutating func read(_ node: Node, parent: String?) {
      let line = source.line(of: node)
      if let id = node.scalar?.string, let parent {
        parents[RequirementReference.named(edition: edition, requirement: id).requirement] = parent
        return
      }
      guard node.mapping != nil else {
        return note("wrong-type", line, "a control is not a mapping of keys to values")
      }
      guard let id = node["id"]?.scalar?.string, !id.isEmpty else {
        note("requirement-without-id", line, "a control has no id")
        return items(node, "controls").forEach { read($0, parent: parent) }
      }
      let reference = RequirementReference.named(edition: edition, requirement: id)
      let children = items(node, "controls")
      let rules = rules(of: node, id: id)
      let isHeading = !children.isEmpty && rules.isEmpty
      if keys.insert(reference.requirement).inserted {
        controls.append(
          (
            RequirementDefinition(
              key: reference.requirement,
              title: Markup.trimmed((node["title"]?.scalar?.string ?? "")[...]), parent: parent,
              isAssessable: !isHeading), line
          ))
      } else if reference.written == nil {
        note("repeated-requirement", line, "the requirement '\(id)' is there twice")
      }
      let status = node["status"]?.scalar?.string ?? ""
      for rule in rules {
        evidence.append(
          RequirementEvidence(
            requirement: reference,
            rule: RuleReference(catalog: "openscap", rule: Self.idPrefix + rule),
            reason: status == "partial" ? status : ""))
      }
      if rules.isEmpty, !isHeading {
        evidence.append(
          RequirementEvidence(
            requirement: reference, rule: nil, reason: status == "manual" ? "" : status))
      }
      for child in children { read(child, parent: reference.requirement) }
    }

    private mutating func rules(of node: Node, id: String) -> [String] {
      var rules: [String] = []
      var seen: Set<String> = []
      for item in items(node, "rules") {
        let line = source.line(of: item)
        guard let rule = item.scalar?.string, !rule.isEmpty else {
          note("wrong-type", line, "a rule of the control '\(id)' is not a word")
          continue
        }
        if rule.contains("=") || rule.hasPrefix("!") { continue }
        guard seen.insert(rule).inserted else {
          note("repeated-check", line, "the control '\(id)' names the rule '\(rule)' twice")
          continue
        }
        rules.append(rule)
      }
      return rules
    }

    private mutating func items(_ node: Node, _ name: String) -> [Node] {
      guard let value = node[name], value.null == nil else { return [] }
      guard let sequence = value.sequence else {
        note("wrong-type", source.line(of: value), "'\(name)' is not a list")
        return []
      }
      return Array(sequence)
    }

    private mutating func note(_ code: String, _ line: Int, _ message: String) {
      anomalies.append(CatalogAnomaly(code: code, rule: nil, line: line, message: message))
    }
  }
}
