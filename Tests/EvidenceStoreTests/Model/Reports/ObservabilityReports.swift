import EvidenceModel
import Reports

/// Reports on what catalogs say of one another's rules.
enum ObservabilityReports {
  static let models = [
    ReportModel("rule_observability", ruleObservability),
    // Which of two documents came first is told by when each was loaded at first.
    ReportModel("dangling_checks", leavingOut: ["path"], danglingChecks),
    ReportModel("incomplete_editions", leavingOut: ["path"], incompleteEditions),
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

  /// What a document says of a check of another catalog.
  private struct Naming {
    var rules: Set<RuleName> = []
    var requirements: Set<RequirementReference> = []
  }

  /// One row per document and check that it names and nothing describes.
  private static func danglingChecks(_ question: ReportQuestion) -> [ModelRow] {
    let model = question.standpoint.model
    let described = Set(model.ruleStatements.keys)
    var named: [String: [RuleName: Naming]] = [:]
    for rule in model.documentedRules {
      for other in model.equivalents(statedBy: rule) where other.catalog != rule.catalog {
        named[rule.catalog, default: [:]][other, default: Naming()].rules.insert(rule)
      }
    }
    for document in model.documents(at: .endOfTime) {
      for evidence in document.evidence {
        guard let rule = evidence.rule.map(RuleName.init) else { continue }
        named[document.key, default: [:]][rule, default: Naming()].requirements
          .insert(evidence.requirement)
      }
    }
    return named.filter { catalog, _ in
      question["catalog"].map { $0 == catalog } ?? true
    }.flatMap { catalog, checks in
      checks.filter { !described.contains($0.key) }.map { check, naming in
        row([
          "catalog": catalog, "scanner": check.catalog, "check_key": check.key,
          "rules": naming.rules.count, "requirements": naming.requirements.count,
          "is_scanner_known": described.contains { $0.catalog == check.catalog },
        ])
      }
    }
  }
}

extension ObservabilityReports {
  /// One row per document and edition of which it lists less than others name.
  private static func incompleteEditions(_ question: ReportQuestion) -> [ModelRow] {
    let model = question.standpoint.model
    let documents = model.documents(at: .endOfTime)
    func listed(_ document: RuleCatalog) -> Set<RequirementReference> {
      Set(document.statements.map(\.requirement))
    }
    let everyList = documents.map(listed).reduce(into: Set()) { $0.formUnion($1) }
    let mapped =
      model.words.flatMap(\.definition.mappings)
      + model.evidence(at: .endOfTime).map(\.requirement)
    return documents.filter { document in
      question["catalog"].map { $0 == document.key } ?? true
    }.flatMap { document in
      Dictionary(grouping: listed(document), by: \.edition).filter { edition, _ in
        question["edition"].map { $0 == edition } ?? true
      }.compactMap { edition, own -> ModelRow? in
        let missing = everyList.union(mapped).subtracting(own).filter { $0.edition == edition }
        guard !missing.isEmpty else { return nil }
        let elsewhere = missing.intersection(everyList).count
        return row([
          "catalog": document.key, "edition": edition, "listed": own.count,
          "listed_elsewhere": elsewhere, "mapped_only": missing.count - elsewhere,
          "missing": missing.map(\.requirement).sorted().joined(separator: ", "),
        ])
      }
    }
  }
}

extension HistoryModel {
  /// Everything that is said of rules and not taken back: any time, any source.
  fileprivate var words: [RuleStatement] { Array(ruleStatements.values.joined()) }
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
