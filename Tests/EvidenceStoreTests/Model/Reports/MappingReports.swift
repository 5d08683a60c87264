import EvidenceModel

/// The report on what was evidence for what.
enum MappingReports {
  static let models = [
    // Where scans of one instant describe a rule alike, either file may be named.
    ReportModel(
      "mapping_history", leavingOut: ["artifact_path", "artifact_sha256"], mappingHistory)
  ]

  /// A time in which a rule named a requirement.
  private struct Naming {
    var source: RuleName
    /// The catalog whose document names both the source and the requirement.
    var catalog: String?
    var start: Timestamp
    /// `nil` where it still does.
    var end: Timestamp?
    /// A rule's first description is no change.
    var isFirst: Bool
    /// The document that says that the source and the check are equivalent.
    var document: String?
  }

  /// One row per requirement, check and stretch of time in which the check, or a rule that is
  /// equivalent to it, named the requirement, where it reaches into the period.
  private static func mappingHistory(_ question: ReportQuestion) throws -> [ModelRow] {
    let standpoint = question.standpoint
    let from = try question.fromAt()
    return try question.requirements.flatMap { requirement in
      try standpoint.toolRules.flatMap { rule -> [ModelRow] in
        let own = everyNaming(of: requirement, by: rule, standpoint)
        let others = standpoint.model.statedEquivalences.filter { $0.has(rule) }
          .flatMap { equivalence in
            everyNaming(of: requirement, by: equivalence.other(than: rule), standpoint)
              .compactMap { naming($0, through: equivalence, standpoint) }
          }
        return try (own + others).filter { naming in
          guard let from, let end = naming.end else { return true }
          return end > from
        }.map { naming in
          let hasBegun = try !naming.isFirst && question.isInPeriod(naming.start)
          let hasEnded = try naming.end.map(question.isInPeriod) ?? false
          return row([
            "framework": standpoint.model.framework(ofEdition: requirement.edition),
            "edition": requirement.edition, "requirement": requirement.requirement,
            "tool": rule.catalog, "rule": rule.key,
            "via": naming.source != rule
              ? "equivalence" : naming.catalog == nil ? "mapping" : "document",
            "source": naming.source == rule && naming.catalog != nil
              ? naming.catalog : "\(naming.source.catalog)/\(naming.source.key)",
            "mapped_from": naming.start == .ever ? nil : naming.start, "mapped_to": naming.end,
            "is_changed": hasBegun || hasEnded, "equivalence_path": naming.document,
          ])
        }
      }
    }
  }

  private static func everyNaming(
    of requirement: RequirementReference, by rule: RuleName, _ standpoint: Standpoint
  ) -> [Naming] {
    namings(of: requirement, by: rule, standpoint)
      + statements(of: requirement, by: rule, standpoint)
  }

  /// When a rule itself named a requirement, up to the moment. Of what is said at one instant the
  /// last word counts.
  private static func namings(
    of requirement: RequirementReference, by rule: RuleName, _ standpoint: Standpoint
  ) -> [Naming] {
    let statements = (standpoint.model.ruleStatements[rule] ?? [])
      .filter { $0.since <= standpoint.moment }
    let moments = Set(statements.map(\.since)).sorted()
    var namings: [Naming] = []
    var isNamed = false
    for moment in moments {
      let word = statements.last { $0.since == moment }
      let isNamedNow = word?.definition.mappings.contains(requirement) ?? false
      if isNamedNow, !isNamed {
        namings.append(
          Naming(source: rule, start: moment, isFirst: moment == moments.first))
      } else if isNamed, !isNamedNow {
        namings[namings.count - 1].end = moment
      }
      isNamed = isNamedNow
    }
    return namings
  }

  /// When documents said that a rule is evidence for a requirement, up to the moment: those of each
  /// catalog by themselves.
  private static func statements(
    of requirement: RequirementReference, by rule: RuleName, _ standpoint: Standpoint
  ) -> [Naming] {
    Dictionary(grouping: standpoint.model.loadings, by: \.catalog.key).flatMap {
      catalog, loadings in
      var namings: [Naming] = []
      var isNamed = false
      let speaking = loadings.drop { $0.catalog.editions.isEmpty && $0.catalog.evidence.isEmpty }
      // What the first one says held before it, too.
      for (index, loading) in zip(0..., speaking)
      where index == 0 || loading.recordedAt <= standpoint.moment {
        let isNamedNow = loading.catalog.evidence.contains {
          $0.requirement == requirement && $0.rule.map(RuleName.init) == rule
        }
        if isNamedNow, !isNamed {
          namings.append(
            Naming(
              source: rule, catalog: catalog, start: index == 0 ? .ever : loading.recordedAt,
              isFirst: index == 0))
        } else if isNamed, !isNamedNow {
          namings[namings.count - 1].end = loading.recordedAt
        }
        isNamed = isNamedNow
      }
      return namings
    }
  }

  /// What an equivalence makes of what the other rule names: it counts from when it was recorded.
  private static func naming(
    _ naming: Naming, through equivalence: ModelEquivalence, _ standpoint: Standpoint
  ) -> Naming? {
    var naming = naming
    naming.isFirst = naming.isFirst && naming.start > equivalence.recordedAt
    naming.start = max(naming.start, equivalence.recordedAt)
    naming.end = [naming.end, equivalence.endedAt].compactMap(\.self).min()
    if let end = naming.end, end > standpoint.moment { naming.end = nil }
    naming.document = equivalence.document
    guard naming.start <= standpoint.moment, naming.end.map({ naming.start < $0 }) ?? true else {
      return nil
    }
    return naming
  }
}

extension Timestamp {
  /// What the first version of a document says has always held.
  fileprivate static let ever = Timestamp(microseconds: .min)
}

/// That two rules check the same thing, for as long as a document said so.
struct ModelEquivalence {
  var rules: [RuleName]
  /// The document that said so first.
  var document: String
  var recordedAt: Timestamp
  var endedAt: Timestamp?

  func has(_ rule: RuleName) -> Bool { rules.contains(rule) }

  func other(than rule: RuleName) -> RuleName { rules[0] == rule ? rules[1] : rules[0] }
}

extension HistoryModel {
  /// Each equivalence that documents stated, one after the other. A document that does not describe
  /// a rule says nothing about it.
  var statedEquivalences: [ModelEquivalence] {
    var all: [ModelEquivalence] = []
    for rule in documentedRules {
      var open: [RuleName: ModelEquivalence] = [:]
      for loading in loadings where loading.catalog.key == rule.catalog {
        guard let definition = loading.catalog.rules.last(where: { $0.key == rule.key }) else {
          continue
        }
        for (other, equivalence) in open where !definition.equivalentNames.contains(other) {
          var ended = equivalence
          ended.endedAt = loading.recordedAt
          all.append(ended)
          open[other] = nil
        }
        for other in definition.equivalentNames where open[other] == nil {
          open[other] = ModelEquivalence(
            rules: [rule, other], document: loading.artifact, recordedAt: loading.recordedAt)
        }
      }
      all += open.values
    }
    return all
  }
}
