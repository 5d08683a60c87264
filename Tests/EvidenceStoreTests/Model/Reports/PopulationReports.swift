import EvidenceModel

/// The report that samples are drawn from.
enum PopulationReports {
  static let models = [ReportModel("population", leavingOut: ["finding_id"], population)]

  /// One row per failing episode.
  private static func population(_ question: ReportQuestion) throws -> [ModelRow] {
    let standpoint = question.standpoint
    let from = try question.fromAt()
    let isLimited = (question["edition"] ?? question["requirement"]) != nil
    return try question.episodes.flatMap { name, episodes -> [ModelRow] in
      let requirements = standpoint.requirementsOfRule[name.ruleName, default: []]
        .filter(question.wants(requirement:)).sorted()
        .map { "\($0.edition) \($0.requirement)" }
      guard !isLimited || !requirements.isEmpty else { return [] }
      return try episodes.filter { episode in
        switch question["state"] {
        case "closed": try episode.closedAt.map(question.isInPeriod) ?? false
        case "opened": try question.isInPeriod(episode.openedAt)
        case "open": episode.closedAt == nil
        default: episode.isOpen(atSomeTimeAfter: from)
        }
      }.map { episode in
        standpoint.nameColumns(name).with(
          row([
            "episode": episode.number, "severity": episode.opening.state.severity,
            "opened_at": episode.openedAt, "closed_at": episode.closedAt,
            "outcome": episode.outcome,
            "requirements": requirements.isEmpty ? nil : requirements.joined(separator: ", "),
            "opening_artifact_sha256": sha256(episode.opening.artifact),
            "closing_artifact_sha256": episode.closing.map { sha256($0.artifact) },
          ]))
      }
    }
  }
}
