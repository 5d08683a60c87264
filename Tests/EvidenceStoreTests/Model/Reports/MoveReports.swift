import EvidenceModel

/// The reports that compare requirements: with themselves at another moment, and with what a
/// scanner says of them.
enum MoveReports {
  static let models = [
    ReportModel("requirement_moves", requirementMoves),
    // Stories have no results by requirement.
    ReportModel("requirement_disagreements") { _ in [] },
  ]

  /// One row per requirement that moved, or, where that is asked for, did not.
  private static func requirementMoves(_ question: ReportQuestion) throws -> [ModelRow] {
    let now = question.standpoint
    let then = Standpoint(model: now.model, asOf: try question.fromAt(), now: now.now)
    let supposed = Standpoint(now, mappedAsAt: then)
    return question.requirements.compactMap { requirement in
      func status(_ standpoint: Standpoint) -> String {
        standpoint.status(of: requirement, account: question.account)
      }
      let before = then.checks(for: requirement)
      let after = now.checks(for: requirement)
      let isDocumented = now.model.documentedRequirements.contains(requirement)
      let wasListed = !isDocumented || then.lists(requirement)
      let isListed = !isDocumented || now.lists(requirement)
      let hasPosture = status(then) != status(supposed)
      let hasMapping = status(supposed) != status(now)
      var moved: String? =
        switch (hasPosture, hasMapping) {
        case (true, true): "both"
        case (true, false): "posture"
        case (false, true): "mapping"
        case (false, false): before == after ? nil : "mapping"
        }
      if then.isManual(requirement) != now.isManual(requirement) { moved = "requirement" }
      if !isListed { moved = nil }
      if wasListed != isListed { moved = "requirement" }
      guard moved != nil || question["unmoved"] == "1" else { return nil }
      return row([
        "framework": now.model.framework(ofEdition: requirement.edition),
        "edition": requirement.edition, "requirement": requirement.requirement,
        "title": now.model.title(of: requirement, at: now.moment),
        "status_then": wasListed ? status(then) : nil,
        "status_now": isListed ? status(now) : nil,
        "status_now_by_old_mapping": wasListed ? status(supposed) : nil, "moved": moved,
        "rules_added": list(after.subtracting(before)),
        "rules_removed": list(before.subtracting(after)),
      ])
    }
  }

  private static func list(_ names: Set<String>) -> String? {
    names.isEmpty ? nil : names.sorted().joined(separator: ", ")
  }
}

extension Standpoint {
  /// The checks that are evidence for a requirement, with those that are only names.
  fileprivate func checks(for requirement: RequirementReference) -> Set<String> {
    let described = toolRules.filter { isEvidence($0, for: requirement) }
    let sources =
      rules.filter { $0.value.mappings.contains(requirement) }.map(\.key)
      + statedRules(for: requirement)
    let named = sources.flatMap { [$0] + model.equivalents(of: $0) }.filter { rules[$0] == nil }
    return Set((described + named).map { "\($0.catalog)/\($0.key)" })
  }

  /// The rules that documents say are evidence for a requirement.
  private func statedRules(for requirement: RequirementReference) -> [RuleName] {
    model.evidence(at: moment).filter { $0.requirement == requirement }
      .compactMap { $0.rule.map(RuleName.init) }
  }

  /// True for a requirement that documents list without a rule, and nothing maps one to.
  fileprivate func isManual(_ requirement: RequirementReference) -> Bool {
    manualRequirements.contains(requirement)
  }

  /// True where a document or a rule says that a requirement is in its edition.
  fileprivate func lists(_ requirement: RequirementReference) -> Bool {
    model.statements(at: moment).contains { $0.requirement == requirement && $0.isAssessable }
      || model.evidence(at: moment).contains { $0.requirement == requirement }
      || rules.values.contains { $0.mappings.contains(requirement) }
  }
}

extension HistoryModel {
  /// Of which some document ever spoke.
  fileprivate var documentedRequirements: Set<RequirementReference> {
    memory.once {
      Set(allStatements.map(\.requirement))
        .union(loadings.flatMap(\.catalog.evidence).map(\.requirement))
    }
  }
}
