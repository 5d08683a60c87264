import EvidenceModel

/// What the evidence for something says.
struct ModelEvidence {
  var rules = 0
  var rulesEvaluated = 0
  var passing = 0
  var failing = 0
  var waived = 0
  var muted = 0
  var undecided = 0
  var oldest: Timestamp?
  var newest: Timestamp?
}

extension Status {
  /// True for a result that shows that the check was carried out.
  var isResult: Bool {
    switch self {
    case .pass, .fail, .manual, .notApplicable: true
    case .error, .unknown, .gone: false
    }
  }

  /// True for a result that leaves open whether the rule is kept.
  var isUndecided: Bool {
    switch self {
    case .error, .manual, .unknown: true
    case .fail, .pass, .notApplicable, .gone: false
    }
  }
}

extension Standpoint {
  /// A tool's rules that somebody described. Those of documents cannot be evaluated.
  var toolRules: [RuleName] {
    let tools = Set(model.scans.map(\.tool))
    return rules.keys.filter { tools.contains($0.catalog) }
  }

  /// What the findings of some rules say, in one account or all.
  ///
  /// - Parameters:
  ///   - rules: The rules.
  ///   - isAsked: Whether findings in an account count.
  ///   - isWaived: Whether a failure is accepted there.
  /// - Returns: Counts of rules and findings, and the age of the evidence.
  func evidence(
    of rules: [RuleName], inAccount isAsked: (AccountName) -> Bool,
    isWaived: (FindingName) -> Bool
  ) -> ModelEvidence {
    var evidence = ModelEvidence()
    evidence.rules = rules.count
    for rule in rules {
      let results = present.filter { name, _ in
        name.ruleName == rule && isAsked(name.accountName)
      }
      if results.contains(where: { $0.event.state.status.isResult }) {
        evidence.rulesEvaluated += 1
      }
      for (name, event) in results {
        let state = event.state
        switch state.status {
        case _ where state.isMuted: evidence.muted += 1
        case .pass: evidence.passing += 1
        case .fail where isWaived(name): evidence.waived += 1
        case .fail: evidence.failing += 1
        default: break
        }
        if state.isMuted || state.status.isUndecided { evidence.undecided += 1 }
        let confirmed = lastConfirmed(name)
        evidence.oldest = [evidence.oldest, confirmed].compactMap(\.self).min()
        evidence.newest = [evidence.newest, confirmed].compactMap(\.self).max()
      }
    }
    return evidence
  }

  /// What the evidence for a requirement says.
  func evidence(for requirement: RequirementReference, account: String?) -> ModelEvidence {
    memory.once(of: [requirement.edition, requirement.requirement, account]) {
      evidence(
        of: toolRules.filter { isEvidence($0, for: requirement) },
        inAccount: { account == nil || $0.account == account }
      ) { isWaived($0, for: requirement) }
    }
  }

  /// The requirements that documents list without a rule, and that nothing maps one to.
  var manualRequirements: Set<RequirementReference> {
    memory.once {
      model.manualRequirements(at: mappingMoment, requirementsOfRule: requirementsOfRule)
    }
  }

  /// What a requirement's evidence says of it: the first that fits, worst first.
  func status(of evidence: ModelEvidence) -> String {
    if evidence.failing > 0 { return "fail" }
    if evidence.waived > 0 { return "waived" }
    if evidence.undecided > 0 { return "manual" }
    guard evidence.passing > 0, let oldest = evidence.oldest else { return "not_evaluated" }
    return isStale(oldest) ? "stale" : "pass"
  }

  /// True where evidence of a moment is older than the freshness limit, to the second.
  func isStale(_ moment: Timestamp) -> Bool {
    clock.microseconds / 1_000_000 - moment.microseconds / 1_000_000
      > freshMicroseconds / 1_000_000
  }

  /// How long evidence stays fresh.
  var freshMicroseconds: Int64 {
    86_400_000_000 * (Int64(model.settings["freshness_days"] ?? "") ?? 0)
  }
}
