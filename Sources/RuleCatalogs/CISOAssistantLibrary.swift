public import EvidenceModel
import Yams

/// Libraries of CISO Assistant: frameworks as trees of requirements, and mappings between them.
///
/// ```yaml
/// urn: urn:intuitem:risk:library:pcidss-4.0.1
/// name: PCI DSS 4.0.1
/// objects:
///   framework:
///     urn: urn:intuitem:risk:framework:pcidss-4.0.1
///     name: PCI DSS 4.0.1
///     requirement_nodes:
///       - {urn: "urn:intuitem:risk:req_node:pcidss-4.0.1:1", ref_id: '1', assessable: false}
///       - urn: urn:intuitem:risk:req_node:pcidss-4.0.1:1.1
///         parent_urn: urn:intuitem:risk:req_node:pcidss-4.0.1:1
///         ref_id: '1.1'
///         assessable: true
///   requirement_mapping_sets:
///     - source_framework_urn: urn:intuitem:risk:framework:pcidss-4.0.1
///       target_framework_urn: urn:intuitem:risk:framework:nist-csf-2.0
///       requirement_mappings:
///         - source_requirement_urn: urn:intuitem:risk:req_node:pcidss-4.0.1:1.1
///           target_requirement_urn: urn:intuitem:risk:req_node:nist-csf-2.0:gv.po-01
///           relationship: subset
///           strength_of_relationship: 5
/// ```
///
/// The edition is what the framework's name behind `urn:…:framework:` stands for, so that frameworks
/// and mappings of several libraries meet. A requirement has its `ref_id`; of requirements of other
/// libraries the end of the URN is known, which has the same letters, in small ones. Mappings that
/// say that there is no relationship are left out. Risk matrices, threats and reference controls are
/// not read.
///
/// Source: CISO Assistant 3, `documentation/` and `tools/`.
public struct CISOAssistantLibrary: CatalogFormat {
  /// The format's name in output.
  public let key = "ciso-assistant-library"

  /// A reader of such documents.
  public init() {}

  /// True where the document has a URN as its key, and objects.
  public func recognises(_ text: String) -> Bool {
    text.hasYAMLKeys([#"urn: urn:"#, "objects:"])
  }

  /// Reads the document.
  ///
  /// - Parameters:
  ///   - text: The whole document.
  ///   - file: The document's name as the user wrote it, for errors.
  /// - Returns: A catalog of editions and relations, without rules.
  /// - Throws: An `ImportError` where the text is not YAML, or has an anchor or alias.
  public func read(_ text: String, file: String) throws -> RuleCatalog {
    let source = YAMLSource(text: text, file: file)
    return try source.withRoot { root in
      let library = try YAMLMapping(root, of: "library", keys: nil, in: source)
      let urn = URN(try library.requiredText("urn"))
      var catalog = RuleCatalog(
        key: "ciso-assistant-" + RuleKey.slug(urn.name), title: try library.text("name") ?? "")
      guard let objects = library["objects"], objects.mapping != nil else {
        throw source.error("the library has no objects", at: root)
      }
      var reader = Reader(source: source, catalog: catalog)
      for node in reader.objects(objects, "framework", "frameworks") {
        reader.read(framework: node)
      }
      for node in reader.objects(
        objects, "requirement_mapping_set", "requirement_mapping_sets")
      {
        reader.read(mappings: node)
      }
      catalog = reader.catalog
      catalog.anomalies.sort { $0.line < $1.line }
      if catalog.editions.isEmpty, catalog.relations.isEmpty {
        catalog.note("nothing-to-load", 1, "the library has neither requirements nor mappings")
      }
      return catalog
    }
  }

  /// A name like `urn:intuitem:risk:req_node:nist-csf-2.0:gv.po-01`.
  private struct URN: Hashable {
    let text: String

    init(_ text: String) { self.text = text.lowercased() }

    /// What is behind the last colon.
    var name: String { text.split(separator: ":").last.map(String.init) ?? text }

    /// The edition that a framework's name stands for.
    var edition: String { EditionKey.known(in: [name]) ?? name }

    /// What a requirement is called whose framework is in another library.
    func requirement(edition: String) -> RequirementReference {
      CISOAssistantLibrary.reference(edition: edition, name.uppercased())
    }
  }

  /// Libraries number the clauses of ISO 27001 as `5.1`, and the controls of its annex as `A.5.1`.
  private static func reference(edition: String, _ name: String) -> RequirementReference {
    edition == "ISO27001-2022"
      ? RequirementReference(edition: edition, requirement: name)
      : RequirementReference.named(edition: edition, requirement: name)
  }

  /// Reads one object after the other.
  private struct Reader {
    let source: YAMLSource
    var catalog: RuleCatalog
    private var requirements: [URN: RequirementReference] = [:]

    init(source: YAMLSource, catalog: RuleCatalog) {
      self.source = source
      self.catalog = catalog
    }

    /// The objects below a key that has one, or below another that has a list.
    mutating func objects(_ node: Node, _ one: String, _ several: String) -> [Node] {
      let list = node[several].map { items($0, several) } ?? []
      return (node[one].map { [$0] } ?? []) + list
    }

    private mutating func items(_ node: Node, _ name: String) -> [Node] {
      if let sequence = node.sequence { return Array(sequence) }
      if node.mapping != nil { return [node] }
      if node.scalar?.string.isEmpty == false, node.null == nil {
        catalog.note("wrong-type", source.line(of: node), "'\(name)' is not a list")
      }
      return []
    }

    private mutating func text(_ node: Node, _ name: String) -> String? {
      guard let value = node[name], value.null == nil else { return nil }
      guard let scalar = value.scalar else {
        catalog.note("wrong-type", source.line(of: value), "'\(name)' is not a text")
        return nil
      }
      let text = Markup.trimmed(scalar.string[...])
      return text.isEmpty ? nil : text
    }

    mutating func read(framework node: Node) {
      guard let urn = text(node, "urn").map(URN.init) else {
        return catalog.note(
          "framework-without-urn", source.line(of: node), "a framework has no urn")
      }
      var edition = EditionDefinition(key: urn.edition, title: text(node, "name") ?? "")
      let nodes = node["requirement_nodes"].map { items($0, "requirement_nodes") } ?? []
      var keys: [URN: String] = [:]
      var taken: Set<String> = []
      var found: [(urn: URN, node: Node)] = []
      for requirement in nodes {
        guard let own = text(requirement, "urn").map(URN.init) else {
          catalog.note(
            "requirement-without-urn", source.line(of: requirement), "a requirement has no urn")
          continue
        }
        guard keys[own] == nil else {
          catalog.note(
            "repeated-requirement", source.line(of: requirement),
            "the requirement '\(own.text)' is there twice")
          continue
        }
        var reference = CISOAssistantLibrary.reference(
          edition: edition.key, text(requirement, "ref_id") ?? own.name)
        // Headings may have the number of one of their requirements.
        if !taken.insert(reference.requirement).inserted {
          reference = RequirementReference(edition: edition.key, requirement: own.name)
          taken.insert(own.name)
        }
        keys[own] = reference.requirement
        requirements[own] = reference
        found.append((own, requirement))
      }
      var tree = RequirementTree()
      for (own, requirement) in found {
        let parent = text(requirement, "parent_urn").map(URN.init)
        tree.add(
          RequirementDefinition(
            key: keys[own] ?? own.name, title: title(of: requirement),
            parent: parent.map { keys[$0] ?? $0.text },
            isAssessable: isAssessable(requirement)),
          line: source.line(of: requirement))
      }
      edition.requirements = tree.ordered()
      catalog.editions.append(edition)
      catalog.anomalies += tree.anomalies
    }

    /// False where nothing is said, and where what is said is neither yes nor no.
    private mutating func isAssessable(_ node: Node) -> Bool {
      guard let value = node["assessable"], value.null == nil else { return false }
      if value.bool == nil {
        catalog.note("wrong-type", source.line(of: value), "'assessable' is not true or false")
      }
      return value.bool ?? false
    }

    /// The name, or the first line of the description.
    private mutating func title(of node: Node) -> String {
      if let name = text(node, "name") { return name }
      let description = text(node, "description") ?? ""
      return description.split(whereSeparator: \.isNewline).first.map(String.init) ?? ""
    }

    mutating func read(mappings node: Node) {
      guard let from = text(node, "source_framework_urn").map(URN.init),
        let to = text(node, "target_framework_urn").map(URN.init)
      else {
        return catalog.note(
          "unknown-edition", source.line(of: node), "a mapping does not say what it maps")
      }
      let list = node["requirement_mappings"].map { items($0, "requirement_mappings") } ?? []
      for mapping in list {
        let line = source.line(of: mapping)
        guard let one = text(mapping, "source_requirement_urn").map(URN.init),
          let other = text(mapping, "target_requirement_urn").map(URN.init)
        else {
          catalog.note("requirement-without-urn", line, "a mapping does not name both its sides")
          continue
        }
        let word = text(mapping, "relationship") ?? ""
        if word == "not_related" { continue }
        guard let kind = Self.kinds[word] else {
          catalog.note("unknown-relationship", line, "the relationship '\(word)' is not known")
          continue
        }
        catalog.relations.append(
          RequirementRelation(
            requirements[one] ?? one.requirement(edition: from.edition), kind,
            requirements[other] ?? other.requirement(edition: to.edition),
            strength: strength(of: mapping), reason: text(mapping, "rationale") ?? ""))
      }
    }

    private mutating func strength(of mapping: Node) -> Int? {
      guard
        let written = text(mapping, "strength_of_relationship") ?? text(mapping, "strength")
      else { return nil }
      guard let strength = Int(written), (0...10).contains(strength) else {
        catalog.note(
          "wrong-strength", source.line(of: mapping), "the strength '\(written)' is not 0 to 10")
        return nil
      }
      return strength
    }

    private static let kinds: [String: RequirementRelation.Kind] = [
      "equal": .equal, "subset": .subset, "superset": .superset, "intersect": .intersects,
    ]
  }
}
