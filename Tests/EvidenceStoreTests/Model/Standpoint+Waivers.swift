import EvidenceModel

/// A waiver as far as it was known.
struct ModelWaiver {
  /// By which commands name it.
  var number: Int
  var acceptance: Story.Acceptance
  var recordedAt: Timestamp
  /// The provider of the account that it names.
  var provider: String?
  /// The tool of the rule that it names.
  var tool: String?
  /// When it was known to have been revoked.
  var revokedAt: Timestamp?

  var waiver: Waiver { acceptance.waiver }

  /// The first moment at which it no longer holds.
  var endsAt: Timestamp { min(waiver.expiresAt, revokedAt ?? waiver.expiresAt) }

  func holds(at moment: Timestamp) -> Bool { waiver.startsAt <= moment && moment < endsAt }
}

extension HistoryModel {
  /// What was accepted, in the order in which it was told.
  var waivers: [ModelWaiver] {
    memory.once {
      var waivers: [ModelWaiver] = []
      for entry in entries {
        switch entry.fact {
        case .waiver(let acceptance, let provider, let tool):
          waivers.append(
            ModelWaiver(
              number: waivers.count + 1, acceptance: acceptance, recordedAt: entry.recordedAt,
              provider: provider, tool: tool))
        case .revocation(let number, let moment): waivers[Int(number) - 1].revokedAt = moment
        default: break
        }
      }
      return waivers
    }
  }
}

extension Standpoint {
  /// True where a waiver fits a finding at a moment, or at the one that is asked about: all that it
  /// names does.
  func fits(
    _ waiver: ModelWaiver, _ finding: FindingName, at moment: Timestamp = .endOfTime
  ) -> Bool {
    guard mayFit(waiver, finding) else { return false }
    guard let pattern = waiver.waiver.selection.tag else { return true }
    let event = events[finding]?.last { $0.since <= moment }
    return event?.state.tags.contains { pattern.fits($0) } ?? false
  }

  /// True where all that a waiver names fits a finding, but for the tag.
  private func mayFit(_ waiver: ModelWaiver, _ finding: FindingName) -> Bool {
    let selection = waiver.waiver.selection
    if let named = waiver.acceptance.finding, named != finding { return false }
    if let rule = selection.rule {
      let names = [finding.rule, "\(finding.tool)/\(finding.rule)"]
      guard names.contains(rule), waiver.tool == finding.tool else { return false }
    }
    if let resource = selection.resource, resource != finding.resource { return false }
    if let account = selection.account,
      account != finding.account || waiver.provider != finding.provider
    {
      return false
    }
    let isNarrow =
      waiver.acceptance.finding != nil || selection.rule != nil || selection.resource != nil
      || selection.account != nil || selection.tag != nil
    switch selection.limit {
    case _ where isNarrow: return true
    case .framework(let name): return belongs(finding.ruleName, to: model.knownFramework(name))
    case .requirement(let reference): return isEvidence(finding.ruleName, for: reference)
    case nil: return true
    }
  }

  /// The waivers that hold of a finding, in general or for something.
  func holdingWaivers(_ finding: FindingName) -> [ModelWaiver] {
    memory.once(of: finding) {
      model.waivers.filter { $0.holds(at: clock) && fits($0, finding) }
    }
  }

  /// True where a finding is accepted in general.
  func isWaived(_ finding: FindingName) -> Bool {
    holdingWaivers(finding).contains { $0.waiver.selection.limit == nil }
  }

  /// True where a finding is accepted in general or in a framework.
  func isWaived(_ finding: FindingName, in framework: String) -> Bool {
    holdingWaivers(finding).contains { waiver in
      switch waiver.waiver.selection.limit {
      case nil: true
      case .framework(let name): model.knownFramework(name) == framework
      case .requirement: false
      }
    }
  }

  /// True where a finding is accepted in general, for a requirement or in its framework.
  func isWaived(_ finding: FindingName, for requirement: RequirementReference) -> Bool {
    holdingWaivers(finding).contains { counts($0, for: requirement) }
  }

  /// When a finding was accepted in general, for a requirement or in its framework.
  func acceptances(of finding: FindingName, for requirement: RequirementReference) -> [Stretch] {
    model.waivers.filter { mayFit($0, finding) && counts($0, for: requirement) }
      .flatMap { waiver in
        let term = Stretch(start: waiver.waiver.startsAt, end: waiver.endsAt)
        guard let pattern = waiver.waiver.selection.tag else { return [term] }
        return stretches(of: finding, with: pattern).compactMap { term.common(with: $0) }
      }
  }

  /// When a finding carried a tag: until further notice, where that is the last that is known.
  private func stretches(
    of finding: FindingName, with pattern: Waiver.TagPattern
  ) -> [Stretch] {
    let events = events[finding] ?? []
    return events.indices.filter { events[$0].state.tags.contains { pattern.fits($0) } }.map {
      Stretch(
        start: events[$0].since,
        end: $0 + 1 < events.count ? events[$0 + 1].since : .endOfTime)
    }
  }

  private func counts(_ waiver: ModelWaiver, for requirement: RequirementReference) -> Bool {
    switch waiver.waiver.selection.limit {
    case nil: true
    case .framework(let name):
      model.knownFramework(name) == model.framework(ofEdition: requirement.edition)
    case .requirement(let reference): reference == requirement
    }
  }
}

extension Standpoint {
  /// True where a rule belongs to a framework.
  func belongs(_ rule: RuleName, to framework: String) -> Bool {
    frameworksOfRule[rule]?.contains(framework) ?? false
  }

  /// True where a rule is evidence for a requirement.
  func isEvidence(_ rule: RuleName, for requirement: RequirementReference) -> Bool {
    requirementsOfRule[rule]?.contains(requirement) ?? false
  }
}

extension Waiver.TagPattern {
  /// True where a tag fits; of patterns, the model knows texts with a star at the end.
  fileprivate func fits(_ tag: ResourceTag) -> Bool {
    guard tag.key == key else { return false }
    return pattern.hasSuffix("*") ? tag.value.hasPrefix(pattern.dropLast()) : tag.value == pattern
  }
}
