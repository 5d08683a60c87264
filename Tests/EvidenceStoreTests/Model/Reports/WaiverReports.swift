import EvidenceModel

/// Reports of `Queries/waivers`.
enum WaiverReports {
  static let models = [
    ReportModel("muted_findings", mutedFindings),
    ReportModel("waived_findings", waivedFindings),
    ReportModel("waiver_card", waiverCard),
    ReportModel("waiver_list", waiverList),
  ]

  /// One row per finding that is muted and not gone.
  private static func mutedFindings(_ question: ReportQuestion) -> [ModelRow] {
    let standpoint = question.standpoint
    return standpoint.present.compactMap { name, event in
      guard event.state.isMuted, question.wants(frameworkOf: name.ruleName),
        question.wants(account: name.account), question.wants(event.state.severity)
      else { return nil }
      let waivers = standpoint.holdingWaivers(name).filter(question.counts)
      guard question.number("is_waived").map({ ($0 == 1) != waivers.isEmpty }) ?? true else {
        return nil
      }
      let muted = (standpoint.events[name] ?? []).reversed().prefix { $0.state.isMuted }
      return standpoint.nameColumns(name)
        .with(standpoint.stateColumns(event)).without("detail").without("is_muted")
        .with(
          row([
            "muted_since": muted.last?.since, "is_waived": !waivers.isEmpty,
            "waiver_ids": waivers.isEmpty
              ? nil : waivers.map { "\($0.number)" }.joined(separator: ", "),
            "accepted_to": waivers.map(\.endsAt).max(),
            "last_confirmed_at": standpoint.lastConfirmed(name),
            "artifact_sha256": sha256(event.artifact),
          ]))
    }
  }

  /// One row per finding that is not gone and waiver in force that fits it.
  private static func waivedFindings(_ question: ReportQuestion) -> [ModelRow] {
    let standpoint = question.standpoint
    return standpoint.present.flatMap { name, event -> [ModelRow] in
      guard question.wants(frameworkOf: name.ruleName), question.wants(account: name.account),
        question.wants(event.state.severity)
      else { return [] }
      return standpoint.holdingWaivers(name).filter(question.counts).map { waiver in
        standpoint.nameColumns(name).with(standpoint.stateColumns(event)).without("detail")
          .with(
            row([
              "waiver_id": waiver.number,
              "accepted_for": question.limit(of: waiver).framework
                ?? question.limit(of: waiver).requirement,
              "accepted_from": waiver.waiver.startsAt, "accepted_to": waiver.endsAt,
              "reason": waiver.waiver.reason, "approver": waiver.waiver.approver,
              "ticket": waiver.waiver.ticket,
            ]))
      }
    }
  }

  /// One row per fact, field and value, and one per finding that it fits and that is not gone.
  private static func waiverCard(_ question: ReportQuestion) -> [ModelRow] {
    let standpoint = question.standpoint
    guard
      let known = standpoint.model.waivers.first(where: {
        $0.number == question.number("waiver_id")
      })
    else { return [] }
    let waiver = known.waiver
    let recordedAt = known.recordedAt
    let limit = question.limit(of: known)
    let isBackdated = waiver.startsAt.isSecondsBefore(recordedAt)
    var facts: [(String, String?)] = [
      ("state", known.state(at: standpoint.clock)),
      ("from", "\(waiver.startsAt)" + (isBackdated ? ", backdated" : "")),
      ("to before", "\(waiver.expiresAt)"),
      ("revoked", known.revokedAt.map { "\($0) by reviewer: ended" }),
      ("finding", known.acceptance.finding.map(words(of:))),
      ("check", known.ruleName.map { "\($0.catalog)/\($0.key)" }),
      ("resource", waiver.selection.resource),
      (
        "account",
        waiver.selection.account.map { account in
          [known.provider, account].compactMap(\.self).joined(separator: " ")
        }
      ),
      ("tag", waiver.selection.tag.map { "\($0.key)=\($0.pattern)" }),
      ("only in", limit.framework), ("only for", limit.requirement), ("reason", waiver.reason),
      ("owner", waiver.owner), ("approver", waiver.approver), ("ticket", waiver.ticket),
      ("recorded at", "\(recordedAt) by tickmark test"),
    ]
    facts += standpoint.present.filter { standpoint.fits(known, $0.name) }.map { name, event in
      (
        "fits a finding: \(event.state.status.key)",
        "\(name.rule) on \(name.resource) in \(name.account) \(name.region)" + part(of: name)
      )
    }
    return facts.compactMap { field, value in
      value.map { row(["field": field, "value": $0]) }
    }
  }

  /// One row per waiver.
  private static func waiverList(_ question: ReportQuestion) -> [ModelRow] {
    let standpoint = question.standpoint
    let clock = standpoint.clock
    let days = Int64(question.number("days") ?? 30)
    return standpoint.model.waivers.compactMap { known in
      let waiver = known.waiver
      let state = known.state(at: clock)
      guard question["state"].map({ $0 == state }) ?? true else { return nil }
      let findings = standpoint.present.filter { standpoint.fits(known, $0.name) }
      let failing = findings.filter(\.event.isFailing)
      let left = known.endsAt.microseconds - clock.microseconds
      return row([
        "waiver_id": known.number, "state": state,
        "is_expiring": state == "in_force" && left <= days * 86_400_000_000,
        "fits": words(of: known, question), "findings": findings.count,
        "failing": failing.count,
        "uncovered_failing": failing.filter { name, _ in
          switch waiver.selection.limit {
          case nil: !standpoint.isWaived(name)
          case .framework(let key):
            !standpoint.isWaived(name, in: standpoint.model.knownFramework(key))
          case .requirement(let reference): !standpoint.isWaived(name, for: reference)
          }
        }.count,
        "reason": waiver.reason, "owner": waiver.owner, "approver": waiver.approver,
        "ticket": waiver.ticket, "starts_at": waiver.startsAt, "expires_at": waiver.expiresAt,
        "revoked_at": known.revokedAt, "revoked_by": known.revokedAt.map { _ in "reviewer" },
        "revocation_reason": known.revokedAt.map { _ in "ended" },
        "recorded_at": known.recordedAt,
        "is_backdated": waiver.startsAt.isSecondsBefore(known.recordedAt),
      ])
    }
  }

  /// What a waiver accepts, as the list says it.
  private static func words(of known: ModelWaiver, _ question: ReportQuestion) -> String {
    let selection = known.waiver.selection
    let limit = question.limit(of: known)
    let words = [
      known.acceptance.finding.map(words(of:)),
      known.ruleName.map { "rule \($0.catalog)/\($0.key)" },
      selection.resource.map { "resource \($0)" }, selection.account.map { "account \($0)" },
      selection.tag.map { "tag \($0.key)=\($0.pattern)" },
      limit.framework.map { "for \($0) alone" }, limit.requirement.map { "for \($0) alone" },
    ]
    return words.compactMap(\.self).joined(separator: ", ")
  }

  private static func words(of name: FindingName) -> String {
    "\(name.tool) \(name.rule) on \(name.resource) in \(name.account) \(name.region)"
      + part(of: name)
  }

  private static func part(of name: FindingName) -> String {
    name.discriminator.isEmpty ? "" : " (\(name.discriminator))"
  }
}

extension ReportQuestion {
  /// True where a waiver counts for what is asked for: in general, or for the framework or a
  /// requirement of it.
  fileprivate func counts(_ waiver: ModelWaiver) -> Bool {
    let model = standpoint.model
    return switch waiver.waiver.selection.limit {
    case nil: true
    case .framework(let name): wants(framework: model.knownFramework(name))
    case .requirement(let reference):
      wants(framework: model.framework(ofEdition: reference.edition))
    }
  }

  /// What a waiver is limited to, as reports name it.
  fileprivate func limit(
    of waiver: ModelWaiver
  ) -> (framework: String?, requirement: String?) {
    switch waiver.waiver.selection.limit {
    case nil: (nil, nil)
    case .framework(let name): (standpoint.model.knownFramework(name), nil)
    case .requirement(let reference): (nil, "\(reference.edition) \(reference.requirement)")
    }
  }
}

extension ModelWaiver {
  /// The check that it names.
  fileprivate var ruleName: RuleName? {
    guard let rule = waiver.selection.rule, let tool else { return nil }
    return RuleName(catalog: tool, key: String(rule.split(separator: "/").last ?? ""))
  }

  /// upcoming, in_force, expired or revoked.
  fileprivate func state(at moment: Timestamp) -> String {
    if endsAt <= moment { return endsAt < waiver.expiresAt ? "revoked" : "expired" }
    return holds(at: moment) ? "in_force" : "upcoming"
  }
}

extension Timestamp {
  /// True where it is before another moment, to the second.
  func isSecondsBefore(_ other: Timestamp) -> Bool {
    microseconds / 1_000_000 < other.microseconds / 1_000_000
  }
}
