import EvidenceModel

/// Reports of `Queries/requirements`.
enum RequirementReports {
  static let models = [
    ReportModel("requirement_status", requirementStatus),
    ReportModel("requirement_accounts", requirementAccounts),
    ReportModel("requirement_tree", requirementTree),
    ReportModel(
      "requirement_evidence", leavingOut: ["byte_count", "finding_id", "scan_id"],
      requirementEvidence),
    ReportModel(
      "requirement_rules",
      leavingOut: ["artifact_path", "artifact_sha256", "scan_id", "equivalence_path"],
      requirementRules),
    // Documents in stories say nothing of how requirements stand to each other.
    ReportModel("requirement_relations") { _ in [] },
  ]

  /// One row per edition and requirement, those that nothing checks included.
  private static func requirementStatus(_ question: ReportQuestion) -> [ModelRow] {
    question.requirements.map { requirement in
      let standpoint = question.standpoint
      let known = standpoint.attestation(of: requirement) { $0.account == question.account }
      return standpoint.statusRow(
        of: requirement, standpoint.evidence(for: requirement, account: question.account), known
      ).with(attestationColumns(known))
    }
  }

  /// One row per edition, requirement and account that was scanned, and one for all accounts.
  private static func requirementAccounts(_ question: ReportQuestion) -> [ModelRow] {
    let standpoint = question.standpoint
    let accounts = Set(standpoint.scans.flatMap(\.coverage.keys)).filter {
      question.wants(account: $0.account)
    }
    return question.requirements.flatMap { requirement in
      let rules = standpoint.toolRules.filter { standpoint.isEvidence($0, for: requirement) }
      var rows = accounts.map { account in
        let evidence = standpoint.evidence(of: rules, inAccount: { $0 == account }) {
          standpoint.isWaived($0, for: requirement)
        }
        let known = standpoint.attestation(of: requirement) { $0 == account }
        return standpoint.statusRow(of: requirement, evidence, known)
          .with(attestationColumns(known))
          .with(row(["provider": account.provider, "account": account.account]))
      }
      if question.account == nil {
        let known = standpoint.attestation(of: requirement) { _ in false }
        rows.append(
          standpoint.statusRow(
            of: requirement, standpoint.evidence(for: requirement, account: nil), known
          )
          .with(attestationColumns(known))
          .with(row(["provider": String?.none, "account": String?.none])))
      }
      return rows
    }
  }

  /// One row per requirement and heading, with what is said of it and of all below it.
  private static func requirementTree(_ question: ReportQuestion) -> [ModelRow] {
    let standpoint = question.standpoint
    let model = standpoint.model
    let forest = RequirementForest(standpoint)
    let order = ["fail", "waived", "manual", "stale", "pass", "not_evaluated"]
    return forest.nodes.filter(question.wants(requirement:)).map { node in
      let branch = forest.branch(node).intersection(model.knownRequirements)
      let statuses = branch.map { standpoint.status(of: $0, account: question.account) }
      func count(_ status: String) -> Int { statuses.count { $0 == status } }
      let failing = standpoint.present.filter { name, event in
        question.wants(account: name.account) && event.isFailing && !event.state.isMuted
          && branch.contains {
            standpoint.isEvidence(name.ruleName, for: $0) && !standpoint.isWaived(name, for: $0)
          }
      }
      return row([
        "framework": model.framework(ofEdition: node.edition), "edition": node.edition,
        "level": forest.above(node).count + 1, "requirement": node.requirement,
        "title": standpoint.model.title(of: node, at: standpoint.moment),
        "is_assessable": branch.contains(node),
        "status": order.first(where: statuses.contains) ?? "not_evaluated",
        "requirements": branch.count, "requirements_failing": count("fail"),
        "requirements_waived": count("waived"), "requirements_manual": count("manual"),
        "requirements_stale": count("stale"), "requirements_passing": count("pass"),
        "requirements_not_evaluated": count("not_evaluated"),
        "rules_mapped": standpoint.toolRules.count { rule in
          branch.contains { standpoint.isEvidence(rule, for: $0) }
        }, "failing": failing.count,
      ])
    }
  }

  private static func attestationColumns(_ known: ModelAttestation?) -> ModelRow {
    row([
      "attested_by": known?.attestation.attestedBy,
      "attested_until": known?.attestation.expiresAt,
    ])
  }

  /// One row per check that is mapped to the requirement and finding of it; a check without any
  /// has one row, not_evaluated, without a resource.
  private static func requirementEvidence(_ question: ReportQuestion) -> [ModelRow] {
    let standpoint = question.standpoint
    return question.requirements.flatMap { requirement in
      standpoint.toolRules.filter { standpoint.isEvidence($0, for: requirement) }
        .flatMap { rule in
          let own = standpoint.rules[rule]
          let isOwn =
            own?.mappings.contains(requirement) == true
            || standpoint.stated(of: rule).contains(requirement)
          let about = row([
            "framework": standpoint.model.framework(ofEdition: requirement.edition),
            "edition": requirement.edition, "requirement": requirement.requirement,
            "tool": rule.catalog, "rule": rule.key, "title": own?.title,
            "via": isOwn ? "mapping" : "equivalence",
          ])
          let results = standpoint.present.filter { name, _ in
            name.ruleName == rule && question.wants(account: name.account)
          }
          return results.isEmpty
            ? [about.with(nothing)]
            : results.map { name, event in
              about.with(evidence(name, event, for: requirement, standpoint))
            }
        }
    }
  }

  private static let nothing = row([
    "provider": String?.none, "account": String?.none, "region": String?.none,
    "resource": String?.none, "discriminator": String?.none, "resource_name": String?.none,
    "resource_type": String?.none, "status": "not_evaluated", "severity": String?.none,
    "is_muted": Bool?.none, "is_waived": Bool?.none, "since": String?.none,
    "failing_since": String?.none, "last_confirmed_at": String?.none, "scanned_at": String?.none,
    "artifact_path": String?.none, "artifact_sha256": String?.none, "byte_offset": Int?.none,
    "detail": String?.none,
  ])

  private static func evidence(
    _ name: FindingName, _ event: ModelEvent, for requirement: RequirementReference,
    _ standpoint: Standpoint
  ) -> ModelRow {
    standpoint.nameColumns(name).with(standpoint.labelColumns(event))
      .with(standpoint.stateColumns(event))
      .with(
        row([
          "is_waived": standpoint.isWaived(name, for: requirement),
          "failing_since": standpoint.failingSince(name),
          "last_confirmed_at": standpoint.lastConfirmed(name), "scanned_at": event.since,
          "artifact_path": event.artifact, "artifact_sha256": sha256(event.artifact),
          "byte_offset": standpoint.model.hasPlace(event, of: name) ? event.offset : nil,
        ]))
  }

  /// One row per requirement, rule and rule that names the requirement, which is the rule itself or
  /// one that is equivalent to it.
  private static func requirementRules(_ question: ReportQuestion) -> [ModelRow] {
    let standpoint = question.standpoint
    let model = standpoint.model
    return question.requirements.flatMap { requirement in
      standpoint.statements(of: requirement).flatMap { statement in
        let source = statement.rule
        return ([source] + model.equivalents(of: source)).map { rule in
          let own = standpoint.rules[rule]
          let names = model.equivalents(of: rule).map { "\($0.catalog)/\($0.key)" }.sorted()
          return row([
            "framework": model.framework(ofEdition: requirement.edition),
            "edition": requirement.edition, "requirement": requirement.requirement,
            "catalog": rule.catalog, "rule": rule.key, "title": own?.title,
            "severity": own?.severity.key, "via": rule == source ? "mapping" : "equivalence",
            "source": "\(source.catalog)/\(source.key)", "reason": statement.reason,
            "equivalents": names.isEmpty ? nil : names.joined(separator: ", "),
          ])
        }
      }
    }
  }
}

/// That a rule is evidence, and a document's reason for it.
private struct EvidenceStatement: Hashable {
  var rule: RuleName
  var reason: String?
}

extension Standpoint {
  /// The rules that are named as evidence for a requirement, by themselves or by a document, with
  /// the document's reason.
  fileprivate func statements(of requirement: RequirementReference) -> Set<EvidenceStatement> {
    let own = rules.filter { $0.value.mappings.contains(requirement) }.keys
    let stated = model.documents(at: moment).flatMap { document in
      Set(document.evidence.filter { $0.requirement == requirement && $0.rule != nil })
    }
    return Set(own.map { EvidenceStatement(rule: $0) })
      .union(
        stated.compactMap { evidence in
          evidence.rule.map {
            EvidenceStatement(
              rule: RuleName($0), reason: evidence.reason.isEmpty ? nil : evidence.reason)
          }
        })
  }

  /// A requirement with its status and its denominators.
  func statusRow(
    of requirement: RequirementReference, _ evidence: ModelEvidence, _ known: ModelAttestation?
  ) -> ModelRow {
    row([
      "framework": model.framework(ofEdition: requirement.edition),
      "edition": requirement.edition, "requirement": requirement.requirement,
      "title": model.title(of: requirement, at: moment),
      "status": status(of: requirement, evidence, known), "rules_mapped": evidence.rules,
      "rules_evaluated": evidence.rulesEvaluated, "passing": evidence.passing,
      "failing": evidence.failing, "waived": evidence.waived, "muted": evidence.muted,
      "oldest_evidence_at": evidence.oldest, "newest_evidence_at": evidence.newest,
      "attested": known?.holds(at: clock) ?? false,
    ])
  }
}
