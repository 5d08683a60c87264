import EvidenceModel

/// What documents say of requirements.
extension HistoryModel {
  /// What the document of each catalog that was in force at a moment says: the newest by then. The
  /// first one that says anything also holds for the time before it.
  func documents(at moment: Timestamp) -> [RuleCatalog] {
    Dictionary(grouping: loadings, by: \.catalog.key).values.compactMap { loadings in
      let speaking = loadings.drop { $0.catalog.editions.isEmpty && $0.catalog.evidence.isEmpty }
      return (speaking.last { $0.recordedAt <= moment } ?? speaking.first)?.catalog
    }
  }

  /// Which rules documents say are evidence for which requirements.
  func evidence(at moment: Timestamp) -> [RequirementEvidence] {
    memory.once(of: moment, "evidence") { documents(at: moment).flatMap(\.evidence) }
  }

  /// What a document says that a rule is evidence for.
  func stated(of rule: RuleName, at moment: Timestamp) -> Set<RequirementReference> {
    Set(evidence(at: moment).filter { $0.rule.map(RuleName.init) == rule }.map(\.requirement))
  }

  /// The requirements that a document lists without a rule, and that nothing maps one to.
  func manualRequirements(
    at moment: Timestamp, requirementsOfRule: [RuleName: Set<RequirementReference>]
  ) -> Set<RequirementReference> {
    let evidence = evidence(at: moment)
    let mapped = Set(requirementsOfRule.values.joined())
      .union(evidence.filter { $0.rule != nil }.map(\.requirement))
    return Set(evidence.map(\.requirement)).subtracting(mapped)
  }

  /// The title that the documents in force give a requirement.
  func title(of requirement: RequirementReference, at moment: Timestamp) -> String? {
    statements(at: moment).first { $0.requirement == requirement && !$0.title.isEmpty }?.title
  }
}

extension RuleName {
  /// The rule that a document names.
  init(_ reference: RuleReference) {
    self.init(catalog: reference.catalog, key: reference.rule)
  }
}
