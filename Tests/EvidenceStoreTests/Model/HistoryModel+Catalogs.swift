import EvidenceModel

@testable import EvidenceStore

/// Documents that were loaded: rules of their own, names of frameworks, equivalences.
extension HistoryModel {
  /// The loading of a document.
  struct Loading {
    var catalog: RuleCatalog
    var artifact: String
    var recordedAt: Timestamp
    /// The number of the ingest.
    var ingest: Int
  }

  var loadings: [Loading] {
    memory.once {
      entries.enumerated().compactMap { index, entry in
        guard case .catalog(let document) = entry.fact else { return nil }
        return Loading(
          catalog: document.catalog, artifact: document.artifact, recordedAt: entry.recordedAt,
          ingest: index + 1)
      }
    }
  }

  /// The same bytes twice change nothing, unless other ones were loaded in between.
  func changesNothing(_ document: Story.Catalog) -> Bool {
    let loaded = loadings.last { $0.catalog.key == document.catalog.key }?.catalog
    guard loadings.contains(where: { $0.artifact == document.artifact }),
      Set(loaded?.evidence ?? []) == Set(document.catalog.evidence),
      loaded?.statements == document.catalog.statements
    else { return false }
    return document.catalog.rules.allSatisfy { rule in
      let name = RuleName(catalog: document.catalog.key, key: rule.key)
      let said = loadings.filter { $0.catalog.key == document.catalog.key }
        .compactMap { $0.catalog.rules.last { $0.key == rule.key } }.last
      return said?.withoutEquivalents == rule.withoutEquivalents
        && equivalents(statedBy: name) == rule.equivalentNames
        && counterparts(lackedBy: name) == rule.lackedCounterparts
    }
  }

  /// The rules that the newest document about a rule says check the same thing.
  func equivalents(statedBy rule: RuleName) -> Set<RuleName> {
    newestDefinition(of: rule)?.equivalentNames ?? []
  }

  /// The catalogs that the newest document about a rule says have none like it, with the reasons.
  func counterparts(lackedBy rule: RuleName) -> [String: String] {
    newestDefinition(of: rule)?.lackedCounterparts ?? [:]
  }

  /// The rules that check the same thing, whichever of the two catalogs says so.
  func equivalents(of rule: RuleName) -> Set<RuleName> {
    memory.once(of: rule) {
      var names = equivalents(statedBy: rule)
      for other in documentedRules where equivalents(statedBy: other).contains(rule) {
        names.insert(other)
      }
      return names
    }
  }

  /// The rules that some document describes.
  var documentedRules: Set<RuleName> {
    var names: Set<RuleName> = []
    for loading in loadings {
      for rule in loading.catalog.rules {
        names.insert(RuleName(catalog: loading.catalog.key, key: rule.key))
      }
    }
    return names
  }

  private func newestDefinition(of rule: RuleName) -> RuleDefinition? {
    loadings.filter { $0.catalog.key == rule.catalog }
      .compactMap { $0.catalog.rules.last { $0.key == rule.key } }.last
  }

  /// The framework that a name stands for: a key or an alias, in any case.
  func frameworkKey(_ name: String) -> String {
    memory.once(of: name) {
      for loading in loadings {
        for framework in loading.catalog.frameworks {
          let names = [framework.key] + framework.aliases
          if names.contains(where: { $0.lowercased() == name.lowercased() }) {
            return framework.key
          }
        }
      }
      return name
    }
  }

  /// The framework that an edition's name tells.
  func framework(ofEdition edition: String) -> String {
    frameworkKey(EditionName(edition).framework)
  }
}

extension RuleDefinition {
  fileprivate var withoutEquivalents: RuleDefinition {
    var rule = self
    rule.equivalents = []
    return rule
  }

  var equivalentNames: Set<RuleName> {
    Set(
      equivalents.compactMap { statement in
        guard case .same(let catalog, let rule) = statement else { return nil }
        return RuleName(catalog: catalog, key: rule)
      })
  }

  fileprivate var lackedCounterparts: [String: String] {
    var reasons: [String: String] = [:]
    for case .none(let catalog, let reason) in equivalents { reasons[catalog] = reason }
    return reasons
  }
}
