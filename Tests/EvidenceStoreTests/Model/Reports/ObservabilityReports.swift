import EvidenceModel
import Reports

/// Reports on what catalogs say of one another's rules.
enum ObservabilityReports {
  static let models = [
    ReportModel("rule_observability", ruleObservability),
    // Which of two documents came first is told by when each was loaded at first.
    ReportModel("dangling_checks", leavingOut: ["path"], danglingChecks),
    // Stories have no documents that list requirements.
    ReportModel("incomplete_editions") { _ in [] },
  ]

  /// One row per rule and scanner.
  private static func ruleObservability(_ question: ReportQuestion) -> [ModelRow] {
    let standpoint = question.standpoint
    let model = standpoint.model
    let tools = Set(question.whole.scans.map(\.tool))
    let described = Set(standpoint.rules.keys.map(\.catalog))
    let lacking = Set(model.documentedRules.flatMap { model.counterparts(lackedBy: $0).keys })
    let scanners = tools.intersection(described).union(lacking)
      .filter { scanner in question["scanner"].map { $0 == scanner } ?? true }
    let asked = standpoint.rules.filter { rule, _ in
      question["catalog"].map { $0 == rule.catalog } ?? !tools.contains(rule.catalog)
    }.filter { rule, _ in
      question["rule"].map { $0 == rule.key } ?? true
    }
    let rows: [ModelRow] = asked.flatMap { rule, definition in
      scanners.filter { $0 != rule.catalog }.map { (scanner: String) -> ModelRow in
        let checks = model.equivalents(of: rule).filter { $0.catalog == scanner }
        let reason = model.counterparts(lackedBy: rule)[scanner]
        let results = checks.map { check in
          standpoint.present.count { $0.name.ruleName == check }
        }
        let statement = reason == nil ? "unstated" : "none"
        let keys = checks.map(\.key).sorted().joined(separator: ", ")
        return row([
          "catalog": rule.catalog, "rule": rule.key, "title": definition.title,
          "scanner": scanner, "statement": checks.isEmpty ? statement : "equivalent",
          "reason": reason, "checks": checks.isEmpty ? nil : keys,
          "checks_named": checks.count,
          "checks_known": checks.count { standpoint.rules[$0] != nil },
          "checks_reported": results.count { $0 > 0 }, "findings": results.reduce(0, +),
          "last_covered_at": checks.compactMap(standpoint.lastCovered).max(),
        ])
      }
    }
    return rows.filter { row in
      question["statement"].map { row["statement"] == .text($0) } ?? true
    }
  }

  /// One row per document and check that it names and nothing describes.
  private static func danglingChecks(_ question: ReportQuestion) -> [ModelRow] {
    let model = question.standpoint.model
    let described = Set(model.ruleStatements.keys)
    var pairs: [String: [RuleName: Int]] = [:]
    for rule in model.documentedRules {
      for other in model.equivalents(statedBy: rule)
      where other.catalog != rule.catalog && !described.contains(other) {
        pairs[rule.catalog, default: [:]][other, default: 0] += 1
      }
    }
    return pairs.filter { catalog, _ in
      question["catalog"].map { $0 == catalog } ?? true
    }.flatMap { catalog, checks in
      checks.map { check, count in
        row([
          "catalog": catalog, "scanner": check.catalog, "check_key": check.key,
          "rules": count, "requirements": 0,
          "is_scanner_known": described.contains { $0.catalog == check.catalog },
        ])
      }
    }
  }
}

extension Standpoint {
  /// The newest scan that looked for a check anywhere; a whole scan looks for those described.
  fileprivate func lastCovered(_ check: RuleName) -> Timestamp? {
    scans.last { scan in
      scan.tool == check.catalog
        && scan.areas.contains { area in
          area.coverage.rules?.contains(check.key) ?? (rules[check] != nil)
        }
    }?.scannedAt
  }
}
