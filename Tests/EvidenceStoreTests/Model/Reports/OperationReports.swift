import EvidenceModel

/// Reports of `Queries/requirements` on a period.
enum OperationReports {
  static let models = [
    ReportModel("control_exceptions", controlExceptions),
    ReportModel("operating_effectiveness", operatingEffectiveness),
  ]

  /// One row per requirement and exception.
  private static func controlExceptions(_ question: ReportQuestion) throws -> [ModelRow] {
    guard let period = try question.period() else { return [] }
    return question.requirements.flatMap { requirement in
      let failures = question.failures(of: requirement, in: period, accepted: false)
      return Stretch.joined(failures.map(\.stretch)).map { exception in
        let during = failures.filter { $0.stretch.common(with: exception) != nil }
        let first = during.filter { $0.stretch.start == exception.start }
          .min { $0.order.lexicographicallyPrecedes($1.order) }
        return question.nameRow(of: requirement).with(
          row([
            "started_at": exception.start,
            "ended_at": exception.end < period.end ? exception.end : nil,
            "days": exception.days, "rules": Set(during.map(\.name.ruleName)).count,
            "findings": Set(during.map(\.name)).count,
            "worst_severity": during.map(\.severity).min(), "first_rule": first?.name.rule,
            "first_resource": first?.name.resource,
          ]))
      }
    }
  }

  /// One row per edition and requirement.
  private static func operatingEffectiveness(_ question: ReportQuestion) throws -> [ModelRow] {
    guard let period = try question.period() else { return [] }
    let standpoint = question.standpoint
    return question.requirements.map { requirement in
      let checks = standpoint.toolRules.filter { standpoint.isEvidence($0, for: requirement) }
      let evaluated = evaluated(checks, in: period, question)
      let exceptions = Stretch.joined(
        question.failures(of: requirement, in: period, accepted: false).map(\.stretch))
      let exceptional = exceptions.flatMap { exception in
        evaluated.compactMap { $0.common(with: exception) }
      }
      let waived = question.failures(of: requirement, in: period, accepted: true).map(\.stretch)
      let muted = question.stretches(of: requirement, in: period) {
        $0.status == .fail && $0.isMuted
      }
      let undecided = question.stretches(of: requirement, in: period) { $0.status.isUndecided }
      let looks = checks.map { check in
        scans(lookingAt: check, question).filter { period.start <= $0.scannedAt }
      }
      let looking = Set(looks.joined())
      return question.nameRow(of: requirement).with(
        row([
          "rules_mapped": checks.count,
          "share_met": evaluated.isEmpty
            ? nil
            : rounded(
              1 - Double(exceptional.length) / Double(evaluated.length), places: 4),
          "share_evaluated": rounded(
            Double(evaluated.length) / Double(period.length), places: 4),
          "exceptions": exceptions.count, "exception_days": roundedDays(exceptions.length),
          "longest_exception_days": roundedDays(exceptions.map(\.length).max() ?? 0),
          "first_exception_at": exceptions.first?.start,
          "open_at_end": exceptions.last?.end == period.end,
          "waived_days": roundedDays(Stretch.joined(waived).length),
          "muted_days": roundedDays(Stretch.joined(muted.map(\.stretch)).length),
          "undecided_days": roundedDays(Stretch.joined(undecided.map(\.stretch)).length),
          "evaluations": looking.count,
          "longest_gap_days": looks.map { longestGap(in: period, between: $0) }.max()
            .map(roundedDays),
          "oldest_evidence_at": looking.map(\.scannedAt).min(),
          "newest_evidence_at": looking.map(\.scannedAt).max(),
        ]))
    }
  }

  /// When in a period there was a result of some of the checks, and none of those with a result
  /// had gone unlooked at for longer than evidence stays fresh.
  private static func evaluated(
    _ checks: [RuleName], in period: Stretch, _ question: ReportQuestion
  ) -> [Stretch] {
    let first = checks.compactMap { check in
      firstResult(of: check, question).map { (check: check, at: $0) }
    }
    guard
      let start = first.map(\.at).min(),
      let known = Stretch(start: start, end: period.end).common(with: period)
    else { return [] }
    let missing = first.flatMap { check, at in
      let fresh = scans(lookingAt: check, question).map { scan in
        Stretch(
          start: scan.scannedAt,
          end: Timestamp(
            microseconds: scan.scannedAt.microseconds + question.standpoint.freshMicroseconds))
      }
      return Stretch(start: at, end: period.end).without(fresh)
    }
    return known.without(Stretch.joined(missing))
  }

  /// The first time that a check gave a result that decides something.
  private static func firstResult(
    of check: RuleName, _ question: ReportQuestion
  ) -> Timestamp? {
    question.standpoint.events.filter { name, _ in
      name.ruleName == check && question.wants(account: name.account)
    }.values.joined().filter {
      [.pass, .fail, .notApplicable].contains($0.state.status)
    }.map(\.since).min()
  }

  /// The scans that looked at a check.
  private static func scans(
    lookingAt check: RuleName, _ question: ReportQuestion
  ) -> [ModelScan.Order] {
    question.standpoint.scans.filter { scan in
      scan.tool == check.catalog
        && scan.coverage.contains { account, areas in
          question.wants(account: account.account)
            && areas.contains { $0.covers(rule: check.key) }
        }
    }.map(\.order)
  }

  /// The longest time of a period without a scan.
  private static func longestGap(
    in period: Stretch, between scans: [ModelScan.Order]
  ) -> Int64 {
    let moments = [period.start] + scans.map(\.scannedAt).sorted() + [period.end]
    return zip(moments, moments.dropFirst()).map { $1.microseconds - $0.microseconds }.max() ?? 0
  }
}

/// A stretch of time in which a finding was in a state that leaves a requirement unmet.
private struct ModelLapse {
  var name: FindingName
  var severity: Severity
  var stretch: Stretch

  /// Worst first, then by name.
  var order: [String] { ["\(severity.rawValue)", name.rule, name.resource] }
}

extension ReportQuestion {
  fileprivate func nameRow(of requirement: RequirementReference) -> ModelRow {
    row([
      "framework": standpoint.model.framework(ofEdition: requirement.edition),
      "edition": requirement.edition, "requirement": requirement.requirement,
      "title": standpoint.model.title(of: requirement, at: standpoint.moment),
    ])
  }

  /// When in a period findings of a requirement's checks were in a state: each from when a scan
  /// says so until a scan says otherwise.
  fileprivate func stretches(
    of requirement: RequirementReference, in period: Stretch, _ isCounted: (ModelState) -> Bool
  ) -> [ModelLapse] {
    standpoint.events.filter { name, _ in
      standpoint.toolRules.contains(name.ruleName)
        && standpoint.isEvidence(name.ruleName, for: requirement) && wants(account: name.account)
    }.flatMap { name, events in
      events.indices.compactMap { index -> ModelLapse? in
        let event = events[index]
        guard isCounted(event.state) else { return nil }
        let end = index + 1 < events.count ? events[index + 1].since : period.end
        return Stretch(start: event.since, end: end).common(with: period).map {
          ModelLapse(name: name, severity: event.state.severity, stretch: $0)
        }
      }
    }
  }

  /// When in a period findings of a requirement's checks failed and were not muted: while that was
  /// accepted for the requirement, or while it was not.
  fileprivate func failures(
    of requirement: RequirementReference, in period: Stretch, accepted: Bool
  ) -> [ModelLapse] {
    stretches(of: requirement, in: period) { $0.status == .fail && !$0.isMuted }
      .flatMap { lapse in
        let waivers = standpoint.acceptances(of: lapse.name, for: requirement)
        let unaccepted = lapse.stretch.without(waivers)
        return (accepted ? lapse.stretch.without(unaccepted) : unaccepted).map { stretch in
          ModelLapse(name: lapse.name, severity: lapse.severity, stretch: stretch)
        }
      }
  }
}
