import EvidenceModel

/// What a SARIF run says apart from its results, most of which it says after them.
struct SARIFRun {
  /// The tool, by the name of its driver: lower case, with hyphens.
  var tool = "sarif"
  /// The tool's version.
  var version: String?
  /// When the run began, or ended where only that is told.
  var scannedAt: Timestamp?
  /// URIs of the artifacts, by index.
  private var artifacts: [Int: String] = [:]
  private var bases: [String: Base] = [:]
  private var overrides: [Override] = []
  /// True where part of the run is in files of its own, which nobody reads.
  var isSplit = false
  /// True where an invocation tells that it did not succeed, or reports an error.
  private(set) var hasFailed = false
  private var hasSucceeded = false
  private var components: [Component] = []
  /// Where the components stand that have a name, and those that have a GUID.
  private var componentNames: [String: Int] = [:]
  private var componentGUIDs: [String: Int] = [:]
  /// Where the first rule of any component stands that has a key.
  private var places: [String: (component: Int, index: Int)] = [:]
  /// The names of the taxonomies.
  private var taxonomies: [String?] = []
  private var taxonomyGUIDs: [String: Int] = [:]

  /// How many ids above a hierarchical one are looked for; real ones have one or two.
  private static let mostLevels = 16

  /// Rules of the driver, which is the first component, or of an extension.
  private struct Component {
    var rules: [SARIFRule?]
    var indexes: [String: Int]
  }

  /// What URIs are relative to.
  private struct Base {
    var uri: String?
    var name: String?
  }

  /// What a component is meant by.
  private struct ComponentReference {
    var index: Int?
    var guid: String?
    var name: String?

    init(_ value: JSONValue) {
      index = value["index"]?.int.flatMap { Int(exactly: $0) }
      guid = value.string("guid")
      name = value.string("name")
    }
  }

  /// What an invocation was told of a rule, which it may name before the rules are known.
  private struct Override {
    var component: ComponentReference?
    var index: Int?
    var id: String?
    var level: String?
    var isEnabled: Bool?
  }

  /// Takes one of the run's taxonomies.
  mutating func addTaxonomy(_ value: JSONValue) {
    if let guid = value.string("guid"), taxonomyGUIDs[guid] == nil {
      taxonomyGUIDs[guid] = taxonomies.count
    }
    taxonomies.append(value.string("name"))
  }

  /// Takes one of the folders that URIs are relative to.
  mutating func addBase(_ name: String, _ value: JSONValue) {
    bases[name] = Base(uri: value.string("uri"), name: value.string("uriBaseId"))
  }

  /// Takes the place of an artifact. The bases have to be known.
  mutating func addArtifact(_ index: Int, location: JSONValue) {
    artifacts[index] = uri(of: location)
  }

  /// Takes the tool and its rules. The taxonomies, to which rules refer, have to be known.
  mutating func setTool(_ value: JSONValue) {
    if let driver = value["driver"] {
      tool = driver.string("name").map(SARIFNames.tool) ?? tool
      version =
        driver.string("semanticVersion") ?? driver.string("version")
        ?? driver.string("dottedQuadFileVersion")
      addComponent(driver)
    }
    for component in value.elements("extensions") { addComponent(component) }
  }

  /// Takes an invocation: its time, whether it succeeded, and what it was told of rules.
  mutating func addInvocation(_ value: JSONValue, clock: inout RecordClock) {
    for override in value.elements("ruleConfigurationOverrides") {
      let descriptor = override["descriptor"]
      let configuration = override["configuration"]
      overrides.append(
        Override(
          component: descriptor?["toolComponent"].map(ComponentReference.init),
          index: descriptor?["index"]?.int.flatMap { Int(exactly: $0) },
          id: descriptor?.string("id"), level: configuration?.string("level"),
          isEnabled: configuration?["enabled"]?.bool))
    }
    if scannedAt == nil {
      scannedAt = clock.time(value["startTimeUtc"]) ?? clock.time(value["endTimeUtc"])
    }
    if value["executionSuccessful"]?.bool == true { hasSucceeded = true } else { hasFailed = true }
    let notifications = [
      value.elements("toolExecutionNotifications"),
      value.elements("toolConfigurationNotifications"),
    ]
    if notifications.joined().contains(where: { $0.string("level") == "error" }) {
      hasFailed = true
    }
  }

  /// Applies what invocations were told of rules to the rules, after all of both is known.
  mutating func applyOverrides() {
    for override in overrides {
      guard let number = componentIndex(named: override.component) else { continue }
      let component = components[number]
      let index =
        override.index.flatMap { component.rules.indices.contains($0) ? $0 : nil }
        ?? override.id.flatMap { component.indexes[$0] }
      guard let index else { continue }
      components[number].rules[index]?
        .override(level: override.level, isEnabled: override.isEnabled)
    }
    overrides = []
  }

  /// The URI of an artifact, as it is written, after the folders that it is relative to; what a
  /// folder's own place on a machine is, is left out. `nil` where there is none.
  func uri(of location: JSONValue) -> String? {
    guard let uri = location.string("uri") else {
      return location["index"]?.int.flatMap { artifacts[Int(truncatingIfNeeded: $0)] }
    }
    var path = uri
    var name = location.string("uriBaseId")
    // A circle of bases would not end.
    for _ in 0..<8 {
      guard let base = name.flatMap({ bases[$0] }), base.name != nil else { break }
      path = (base.uri ?? "") + path
      name = base.name
    }
    return path
  }

  /// The rule of a result: its key, what the key leaves of a hierarchical id, and what the run
  /// lists.
  ///
  /// - Returns: `nil` where the result names no rule in any way.
  func rule(of result: JSONValue) -> (key: String, rest: String, rule: SARIFRule?)? {
    let reference = result["rule"]
    let id = result.string("ruleId") ?? reference?.string("id")
    let index = (result["ruleIndex"]?.int ?? reference?["index"]?.int).flatMap { Int(exactly: $0) }
    let named = reference?["toolComponent"].map(ComponentReference.init)
    let component = componentIndex(named: named).map { components[$0] }
    if let index, let component, component.rules.indices.contains(index),
      let rule = component.rules[index], id.map({ Self.matches($0, rule) }) ?? true
    {
      return Self.split(id ?? rule.definition.key, after: rule.definition.key, rule)
    }
    guard let id else { return nil }
    for prefix in Self.prefixes(of: id) {
      if let component, let index = component.indexes[prefix], let rule = component.rules[index] {
        return Self.split(id, after: prefix, rule)
      }
      if let place = places[prefix], let rule = components[place.component].rules[place.index] {
        return Self.split(id, after: prefix, rule)
      }
    }
    return (id, "", nil)
  }

  /// Every rule that the run surely evaluated, whether or not it had results.
  ///
  /// A run tells where each of its invocations succeeded without an error, and its rules are more
  /// than those of its results: many tools list a rule only where it has one.
  ///
  /// - Parameter hit: Keys of the rules that have results.
  /// - Returns: Keys of rules; `nil` where the run does not tell.
  func evaluatedRules(hit: Set<String>) -> Set<String>? {
    guard hasSucceeded, !hasFailed, !isSplit else { return nil }
    let rules = components.flatMap(\.rules).compactMap(\.self)
    let enabled = Set(rules.filter(\.isEnabled).map(\.definition.key))
    let all = Set(rules.map(\.definition.key))
    guard hit.isSubset(of: all), !enabled.isSubset(of: hit) else { return nil }
    return enabled.union(hit)
  }

  // MARK: Components

  private mutating func addComponent(_ value: JSONValue) {
    let rules = value.elements("rules").map { SARIFRule($0, taxonomy: taxonomy) }
    var indexes: [String: Int] = [:]
    for (index, rule) in rules.enumerated() {
      guard let rule, indexes[rule.definition.key] == nil else { continue }
      indexes[rule.definition.key] = index
    }
    // A result may still have the id that its rule had before.
    for (index, rule) in rules.enumerated() {
      for key in rule?.formerKeys ?? [] where indexes[key] == nil { indexes[key] = index }
    }
    let number = components.count
    for (key, index) in indexes where places[key] == nil { places[key] = (number, index) }
    if let name = value.string("name"), componentNames[name] == nil {
      componentNames[name] = number
    }
    if let guid = value.string("guid"), componentGUIDs[guid] == nil {
      componentGUIDs[guid] = number
    }
    components.append(Component(rules: rules, indexes: indexes))
  }

  /// The place of the component that a reference means: the driver where there is none.
  private func componentIndex(named reference: ComponentReference?) -> Int? {
    guard let reference else { return components.isEmpty ? nil : 0 }
    if let index = reference.index, index >= 0, index < components.count - 1 { return index + 1 }
    return reference.guid.flatMap { componentGUIDs[$0] }
      ?? reference.name.flatMap { componentNames[$0] }
  }

  /// The name of the taxonomy that a reference means.
  private func taxonomy(named reference: JSONValue) -> String? {
    if let name = reference.string("name") { return name }
    if let index = reference["index"]?.int, taxonomies.indices.contains(Int(index)) {
      return taxonomies[Int(index)]
    }
    return reference.string("guid").flatMap { taxonomyGUIDs[$0] }.flatMap { taxonomies[$0] }
  }

  // MARK: Rule ids

  /// An id and those above it: `CA1000/1`, `CA1000`.
  private static func prefixes(of id: String) -> [String] {
    var prefixes = [id]
    while prefixes.count <= mostLevels, let last = prefixes.last,
      let slash = last.utf8.lastIndex(of: UInt8(ascii: "/"))
    {
      prefixes.append(String(last[..<slash]))
    }
    return prefixes
  }

  private static func matches(_ id: String, _ rule: SARIFRule) -> Bool {
    id == rule.definition.key || id.hasPrefix(rule.definition.key + "/")
  }

  private static func split(
    _ id: String, after key: String, _ rule: SARIFRule
  ) -> (String, String, SARIFRule?) {
    (rule.definition.key, String(id.dropFirst(key.count + 1)), rule)
  }
}
