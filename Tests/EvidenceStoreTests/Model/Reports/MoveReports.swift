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
        standpoint.status(
          of: standpoint.evidence(for: requirement, account: question.account))
      }
      let before = then.checks(for: requirement)
      let after = now.checks(for: requirement)
      let hasPosture = status(then) != status(supposed)
      let hasMapping = status(supposed) != status(now)
      let moved: String? =
        switch (hasPosture, hasMapping) {
        case (true, true): "both"
        case (true, false): "posture"
        case (false, true): "mapping"
        case (false, false): before == after ? nil : "mapping"
        }
      guard moved != nil || question["unmoved"] == "1" else { return nil }
      return row([
        "framework": now.model.framework(ofEdition: requirement.edition),
        "edition": requirement.edition, "requirement": requirement.requirement,
        "title": String?.none, "status_then": status(then), "status_now": status(now),
        "status_now_by_old_mapping": status(supposed), "moved": moved,
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
    let named = rules.filter { $0.value.mappings.contains(requirement) }
      .flatMap { model.equivalents(of: $0.key) }
      .filter { rules[$0] == nil }
    return Set((described + named).map { "\($0.catalog)/\($0.key)" })
  }
}
