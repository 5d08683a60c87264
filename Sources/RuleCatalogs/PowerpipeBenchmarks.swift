public import EvidenceModel

/// Benchmarks of Powerpipe and Steampipe in JSON: groups in groups, down to controls.
///
/// ```json
/// {"group_id": "house.benchmark.all", "title": "House rules", "groups": [
///   {"group_id": "house.benchmark.vaults", "title": "Vaults", "controls": [
///     {"control_id": "house.control.vault_closed", "title": "Vaults are closed",
///      "tags": {"pci_dss_v40": "true"}}]}]}
/// ```
///
/// This is what a run of a benchmark writes; results in it are not read. A tree whose nodes have
/// `name` or `qualified_name`, and `children` for both benchmarks and controls, is read alike, and so
/// is the layout of a snapshot, with what its panels say. The
/// edition is the outermost benchmark, and each path of benchmarks a requirement of it, called as in
/// Powerpipe's findings. A control is evidence for each path that it stands in. Tags that are true
/// name frameworks; where they name a version and an item of the CIS benchmark for AWS, the control
/// is evidence for that, too.
///
/// Source: Powerpipe 1.3, output of `powerpipe benchmark run --output json`.
public struct PowerpipeBenchmarks: CatalogFormat {
  /// The format's name in output.
  public let key = "powerpipe-benchmarks"

  /// A reader of such documents.
  public init() {}

  /// True where the document has groups with ids, or benchmarks with children.
  public func recognises(_ text: String) -> Bool {
    JSONDocument.looksLike(
      text,
      anyOf: [
        ["\"group_id\"", "\"groups\""], ["\"group_id\"", "\"controls\""],
        ["\"panels\"", "\"layout\"", "\"panel_type\""],
        [".benchmark.", "\"children\""], ["\"benchmark.", "\"children\""],
      ])
  }

  /// Reads the document.
  ///
  /// - Parameters:
  ///   - text: The whole document.
  ///   - file: The document's name as the user wrote it, for errors.
  /// - Returns: A catalog of Powerpipe's controls, with an edition for each outermost benchmark.
  /// - Throws: An `ImportError` where the text is not JSON, or has no benchmark.
  public func read(_ text: String, file: String) throws -> RuleCatalog {
    let document = try JSONDocument(text, file: file)
    let roots = (document.root as? [Any] ?? [document.root]).map(JSONObject.init)
    var reader = Reader()
    for root in roots {
      if root.has("layout") { reader.panels = root.object("panels") }
      reader.read(root.has("layout") ? root.object("layout") : root, path: [])
    }
    guard let edition = reader.editions.first else {
      throw document.error("it holds no benchmark")
    }
    return reader.catalog(title: edition.title)
  }

  /// What a node of the tree is.
  private enum Kind {
    case benchmark, control
    /// What several benchmarks of one run stand in, or a dashboard.
    case container
  }

  private static func kind(of node: JSONObject) -> Kind {
    let id = id(of: node)
    switch node.text("panel_type") {
    case "benchmark"?: return .benchmark
    case "control"?: return .control
    case _?: return .container
    case nil: break
    }
    if node.has("control_id") || id?.contains(/(?:^|\.)control\./) == true { return .control }
    if id == "root_result_group" || id == nil && !children(of: node).isEmpty { return .container }
    return .benchmark
  }

  private static func id(of node: JSONObject) -> String? {
    ["group_id", "control_id", "qualified_name", "name"].lazy.compactMap { node.text($0) }.first
  }

  private static func children(of node: JSONObject) -> [JSONObject] {
    ["groups", "controls", "children"].flatMap { node.objects($0) }
  }

  /// Reads one benchmark after the other.
  private struct Reader {
    /// What the panels of a snapshot say, by the names in its layout.
    var panels = JSONObject(nil)
    private(set) var editions: [EditionDefinition] = []
    private var rules: [RuleDefinition] = []
    private var places: [String: Int] = [:]
    private var evidence: [RequirementEvidence] = []
    private var seen: Set<RequirementEvidence> = []
    private var anomalies: [CatalogAnomaly] = []
    /// Benchmarks within benchmarks that are looked into; those known to us have six.
    private static let mostDepth = 32

    mutating func read(_ node: JSONObject, path: [String], depth: Int = 0) {
      let kind = PowerpipeBenchmarks.kind(of: node)
      let children = PowerpipeBenchmarks.children(of: node)
      guard depth < Self.mostDepth else {
        return note("circular-requirements", "benchmarks are inside too many others")
      }
      guard kind != .container else {
        return children.forEach { read($0, path: path, depth: depth + 1) }
      }
      guard let id = PowerpipeBenchmarks.id(of: node) else {
        return note("group-without-id", "a benchmark or control has no id")
      }
      let said = panels.has(id) ? panels.object(id) : node
      guard kind == .benchmark else { return readControl(id, said, path: path) }
      guard !path.contains(id) else {
        return note("circular-requirements", "the benchmark '\(id)' is inside itself")
      }
      let own = path + [id]
      let title = said.text("title") ?? ""
      if path.isEmpty, !editions.contains(where: { $0.key == id }) {
        editions.append(EditionDefinition(key: id, title: title))
      }
      let hasControls = children.contains { PowerpipeBenchmarks.kind(of: $0) == .control }
      define(own, title: title, isAssessable: hasControls)
      for child in children { read(child, path: own, depth: depth + 1) }
    }

    private mutating func define(_ path: [String], title: String, isAssessable: Bool) {
      guard let index = editions.firstIndex(where: { $0.key == path[0] }) else { return }
      let key = Self.requirement(path).requirement
      guard !editions[index].requirements.contains(where: { $0.key == key }) else {
        return note("repeated-requirement", "the benchmark '\(key)' is there twice")
      }
      let parent = path.count > 1 ? Self.requirement(Array(path.dropLast())).requirement : nil
      editions[index].requirements.append(
        RequirementDefinition(
          key: key, title: title, parent: parent, isAssessable: isAssessable))
    }

    /// What a path of benchmarks is called, as findings have it.
    private static func requirement(_ path: [String]) -> RequirementReference {
      .named(edition: path[0], requirement: path.joined(separator: "/"))
    }

    private mutating func readControl(_ id: String, _ node: JSONObject, path: [String]) {
      let key = PowerpipeNames.key(ofControl: id, in: path.last)
      let tags = node.object("tags")
      if places[key] == nil {
        places[key] = rules.count
        var rule = RuleDefinition(key: key, title: node.text("title") ?? key)
        rule.description = node.text("description") ?? ""
        let severity = node.text("severity") ?? node.object("properties").text("severity")
        rule.severity = severity.flatMap(Severity.init(word:)) ?? .unknown
        rule.service = tags.text("service") ?? ""
        rule.scopes = PowerpipeTags.frameworks(tags).map(RuleDefinition.Scope.init(framework:))
        rules.append(rule)
      }
      if !path.isEmpty { add(Self.requirement(path), key) }
      if let item = PowerpipeTags.benchmarkItem(tags) { add(item, key) }
    }

    private mutating func add(_ requirement: RequirementReference, _ rule: String) {
      let statement = RequirementEvidence(
        requirement: requirement, rule: RuleReference(catalog: "powerpipe", rule: rule))
      if seen.insert(statement).inserted { evidence.append(statement) }
    }

    private mutating func note(_ code: String, _ message: String) {
      anomalies.append(CatalogAnomaly(code: code, rule: nil, line: 1, message: message))
    }

    func catalog(title: String) -> RuleCatalog {
      let names = editions.map(\.key).joined(separator: " ")
      var catalog = RuleCatalog(key: "powerpipe-" + RuleKey.slug(names), title: title)
      catalog.tool = "powerpipe"
      catalog.rules = rules
      catalog.editions = editions
      catalog.evidence = evidence
      catalog.anomalies = anomalies
      return catalog
    }
  }
}
