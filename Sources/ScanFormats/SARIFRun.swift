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
  var artifacts: [Int: String] = [:]
  /// True where part of the run is in files of its own, which nobody reads.
  var isSplit = false
  /// True where an invocation tells that it did not succeed, or reports an error.
  private(set) var hasFailed = false
  private var hasSucceeded = false
  private var components: [Component] = []
  private var taxonomies: [Taxonomy] = []

  /// Rules of the driver, which is the first component, or of an extension.
  private struct Component {
    var name: String?
    var guid: String?
    var rules: [SARIFRule?]
    var indexes: [String: Int]
  }

  private struct Taxonomy {
    var name: String?
    var guid: String?
  }

  /// Takes one of the run's taxonomies.
  mutating func addTaxonomy(_ value: JSONValue) {
    taxonomies.append(Taxonomy(name: value.string("name"), guid: value.string("guid")))
  }

  /// Takes the tool and its rules. The taxonomies, to which rules refer, have to be known.
  mutating func setTool(_ value: JSONValue) {
    if let driver = value["driver"] {
      tool = driver.string("name").map(Self.toolKey) ?? tool
      version =
        driver.string("semanticVersion") ?? driver.string("version")
        ?? driver.string("dottedQuadFileVersion")
      components.append(component(driver))
    }
    for component in value.elements("extensions") {
      components.append(self.component(component))
    }
  }

  /// Takes an invocation: its time, and whether it succeeded.
  mutating func addInvocation(_ value: JSONValue, clock: inout RecordClock) {
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

  /// The rule of a result: its key, what the key leaves of a hierarchical id, and what the run
  /// lists.
  ///
  /// - Returns: `nil` where the result names no rule in any way.
  func rule(of result: JSONValue) -> (key: String, rest: String, rule: SARIFRule?)? {
    let reference = result["rule"]
    let id = result.string("ruleId") ?? reference?.string("id")
    let index = (result["ruleIndex"]?.int ?? reference?["index"]?.int).flatMap { Int(exactly: $0) }
    let component = component(named: reference?["toolComponent"])
    if let index, let component, component.rules.indices.contains(index),
      let rule = component.rules[index], id.map({ Self.matches($0, rule) }) ?? true
    {
      return Self.split(id ?? rule.definition.key, rule)
    }
    guard let id else { return nil }
    for prefix in Self.prefixes(of: id) {
      for component in [component].compactMap(\.self) + components {
        if let index = component.indexes[prefix], let rule = component.rules[index] {
          return Self.split(id, rule)
        }
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

  private func component(_ value: JSONValue) -> Component {
    let rules = value.elements("rules").map { SARIFRule($0, taxonomy: taxonomy) }
    var indexes: [String: Int] = [:]
    for (index, rule) in rules.enumerated() {
      if let key = rule?.definition.key, indexes[key] == nil { indexes[key] = index }
    }
    return Component(
      name: value.string("name"), guid: value.string("guid"), rules: rules, indexes: indexes)
  }

  /// The component that a reference means: the driver where there is none.
  private func component(named reference: JSONValue?) -> Component? {
    guard let reference else { return components.first }
    if let index = reference["index"]?.int, index >= 0, index + 1 < components.count {
      return components[Int(index) + 1]
    }
    if let guid = reference.string("guid"),
      let component = components.first(where: { $0.guid == guid })
    {
      return component
    }
    return reference.string("name").flatMap { name in components.first { $0.name == name } }
  }

  /// The name of the taxonomy that a reference means.
  private func taxonomy(named reference: JSONValue) -> String? {
    if let name = reference.string("name") { return name }
    if let index = reference["index"]?.int, taxonomies.indices.contains(Int(index)) {
      return taxonomies[Int(index)].name
    }
    guard let guid = reference.string("guid") else { return nil }
    return taxonomies.first { $0.guid == guid }?.name
  }

  // MARK: Rule ids

  /// An id and those above it: `CA1000/1`, `CA1000`.
  private static func prefixes(of id: String) -> [String] {
    var parts = id.split(separator: "/", omittingEmptySubsequences: false)
    var prefixes: [String] = []
    while !parts.isEmpty {
      prefixes.append(parts.joined(separator: "/"))
      parts.removeLast()
    }
    return prefixes
  }

  private static func matches(_ id: String, _ rule: SARIFRule) -> Bool {
    id == rule.definition.key || id.hasPrefix(rule.definition.key + "/")
  }

  private static func split(_ id: String, _ rule: SARIFRule) -> (String, String, SARIFRule?) {
    (rule.definition.key, String(id.dropFirst(rule.definition.key.count + 1)), rule)
  }

  private static func toolKey(_ name: String) -> String {
    let parts = name.lowercased().split { !($0.isLetter || $0.isNumber || $0 == "." || $0 == "_") }
    return parts.isEmpty ? "sarif" : parts.joined(separator: "-")
  }
}
