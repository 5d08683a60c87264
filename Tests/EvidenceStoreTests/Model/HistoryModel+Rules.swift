import EvidenceModel

@testable import EvidenceStore

/// What rules say, and when.
extension HistoryModel {
  /// What somebody says of a rule from a moment on.
  struct RuleStatement {
    var since: Timestamp
    var definition: RuleDefinition
    /// Two statements of one moment have no order of their own: their content gives one.
    var contentID: Int64
  }

  /// Everything that is said of each rule, in order: by the scans that report it, at their times,
  /// and by documents, when they are loaded.
  var ruleStatements: [RuleName: [RuleStatement]] {
    memory.once {
      var statements: [RuleName: [RuleStatement]] = [:]
      func add(_ definition: RuleDefinition, catalog: String, since: Timestamp) {
        statements[RuleName(catalog: catalog, key: definition.key), default: []].append(
          RuleStatement(
            since: since, definition: definition, contentID: RuleBook.contentID(of: definition)))
      }
      for scan in scans {
        for definition in scan.definitions.values {
          add(definition, catalog: scan.tool, since: scan.scannedAt)
        }
      }
      for loading in loadings {
        for definition in loading.catalog.rules {
          add(definition, catalog: loading.catalog.key, since: loading.recordedAt)
        }
      }
      return statements.mapValues { told in
        told.sorted { ($0.since, $0.contentID) < ($1.since, $1.contentID) }
      }
    }
  }

  /// Each described rule as it is at a moment: the newest statement by then. The first one also
  /// holds for the time before it.
  func rules(at moment: Timestamp) -> [RuleName: RuleDefinition] {
    ruleStatements.compactMapValues { told in
      let newest = told.last { $0.since <= moment }
      return (newest ?? told.last { $0.since == told.first?.since })?.definition
    }
  }

  /// The requirements that some rule was ever mapped to, or that a document ever listed.
  var knownRequirements: Set<RequirementReference> {
    memory.once {
      Set(ruleStatements.values.joined().flatMap(\.definition.mappings))
        .union(loadings.flatMap(\.catalog.evidence).map(\.requirement))
        .union(allStatements.filter(\.isAssessable).map(\.requirement))
    }
  }

  /// The frameworks that some rule ever belonged to.
  var knownFrameworks: Set<String> {
    memory.once {
      var keys = Set(knownRequirements.map { framework(ofEdition: $0.edition) })
      for statement in ruleStatements.values.joined() {
        keys.formUnion(statement.definition.scopes.map { frameworkKey($0.framework) })
      }
      return keys
    }
  }
}

extension HistoryModel {
  /// The framework that a person means by a name: its key or an alias, in any case.
  func knownFramework(_ name: String) -> String {
    let key = frameworkKey(name)
    return knownFrameworks.first { $0.lowercased() == key.lowercased() } ?? key
  }
}

/// What rules are evidence for.
extension HistoryModel {
  /// The definitions that speak for a rule: its own, and those of the rules that check the same.
  private func sources(
    of rule: RuleName, among rules: [RuleName: RuleDefinition]
  ) -> [RuleDefinition] {
    ([rule] + equivalents(of: rule)).compactMap { rules[$0] }
  }

  /// The requirements that each rule is evidence for, by its own mapping or an equivalent's, or as a
  /// document states of one of them.
  func requirements(
    of rules: [RuleName: RuleDefinition], at moment: Timestamp
  ) -> [RuleName: Set<RequirementReference>] {
    table(of: rules) { name in
      ([name] + equivalents(of: name)).reduce(
        into: Set(sources(of: name, among: rules).flatMap(\.mappings))
      ) { $0.formUnion(stated(of: $1, at: moment)) }
    }
  }

  /// The frameworks that each rule belongs to, by a scope or a mapping of its own or an
  /// equivalent's.
  func frameworks(
    of rules: [RuleName: RuleDefinition], at moment: Timestamp
  ) -> [RuleName: Set<String>] {
    table(of: rules) { name in
      let stated = ([name] + equivalents(of: name)).flatMap { self.stated(of: $0, at: moment) }
      return Set(sources(of: name, among: rules).flatMap(frameworks(in:)))
        .union(stated.map { framework(ofEdition: $0.edition) })
    }
  }

  /// The frameworks that a definition names itself.
  func frameworks(in definition: RuleDefinition) -> Set<String> {
    Set(definition.scopes.map { frameworkKey($0.framework) })
      .union(definition.mappings.map { framework(ofEdition: $0.edition) })
  }

  private func table<Value>(
    of rules: [RuleName: RuleDefinition], _ value: (RuleName) -> Value
  ) -> [RuleName: Value] {
    Dictionary(uniqueKeysWithValues: rules.keys.map { ($0, value($0)) })
  }
}
