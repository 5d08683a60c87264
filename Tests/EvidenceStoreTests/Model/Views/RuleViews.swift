import EvidenceModel

/// Views of rules and of what they are evidence for.
enum RuleViews {
  static let models = [
    ViewModel("rule_overview", overview),
    ViewModel("rule_framework", frameworks),
    ViewModel("rule_threat", threats),
    ViewModel("requirement_status", requirements),
  ]

  private static func overview(_ standpoint: Standpoint) -> [ModelRow] {
    standpoint.rules.map { name, rule in
      row([
        "catalog": name.catalog, "rule": name.key, "title": rule.title, "service": rule.service,
        "severity": rule.severity, "cvss": rule.cvss, "cwe": rule.cwe.map { "CWE-\($0)" },
        "description": rule.description, "recommendation": rule.recommendation,
        "reference_url": rule.referenceURL,
      ])
    }
  }

  private static func frameworks(_ standpoint: Standpoint) -> [ModelRow] {
    standpoint.frameworksOfRule.flatMap { name, frameworks in
      frameworks.map { framework in
        row([
          "catalog": name.catalog, "rule": name.key, "framework": framework,
          "via": standpoint.way(of: name, to: framework),
        ])
      }
    }
  }

  private static func threats(_ standpoint: Standpoint) -> [ModelRow] {
    standpoint.rules.flatMap { name, rule in
      Set(rule.threats).map { threat in
        row(["catalog": name.catalog, "rule": name.key, "category": threat.key])
      }
    }
  }

  private static func requirements(_ standpoint: Standpoint) -> [ModelRow] {
    let model = standpoint.model
    return model.namedRequirements.subtracting(model.headings).map { requirement in
      standpoint.statusRow(
        of: requirement, standpoint.evidence(for: requirement, account: nil),
        standpoint.attestation(of: requirement) { _ in false })
    }
  }
}
