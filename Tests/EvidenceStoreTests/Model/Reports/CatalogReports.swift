import EvidenceModel

/// Reports of `Queries/catalogs`: they are about now.
enum CatalogReports {
  static let models = [
    ReportModel("catalog_anomalies", catalogAnomalies),
    ReportModel("catalog_list", catalogList),
    ReportModel("rule_card", ruleCard),
  ]

  /// One row per doubt about the newest document of each catalog.
  private static func catalogAnomalies(_ question: ReportQuestion) -> [ModelRow] {
    question.standpoint.model.newestLoadings
      .filter { loading in question["catalog"].map { $0 == loading.catalog.key } ?? true }
      .flatMap { loading in
        loading.catalog.anomalies
          .filter { anomaly in question["code"].map { $0 == anomaly.code } ?? true }
          .map { anomaly in
            row([
              "catalog": loading.catalog.key, "line": anomaly.line, "rule": anomaly.rule,
              "code": anomaly.code, "message": anomaly.message, "path": loading.artifact,
            ])
          }
      }
  }

  /// One row per catalog with at least one described rule.
  private static func catalogList(_ question: ReportQuestion) -> [ModelRow] {
    let standpoint = question.standpoint
    let model = standpoint.model
    let statements = model.ruleStatements
    return Dictionary(grouping: standpoint.rules.keys, by: \.catalog).map { catalog, rules in
      let loading = model.newestLoadings.first { $0.catalog.key == catalog }
      let definitions = rules.compactMap { standpoint.rules[$0] }
      let stated = rules.flatMap(standpoint.stated(of:))
      let changes = rules.flatMap { model.changes(among: statements[$0] ?? []) }
      return row([
        "catalog": catalog, "title": loading?.catalog.title,
        "tool": model.scans.contains { $0.tool == catalog } ? catalog : nil,
        "rules": rules.count,
        "frameworks": Set(definitions.flatMap(model.frameworks(in:)))
          .union(stated.map { model.framework(ofEdition: $0.edition) }).count,
        "requirements": Set(definitions.flatMap(\.mappings)).union(stated).count,
        "equivalents": rules.filter { !model.equivalents(of: $0).isEmpty }.count,
        "anomalies": loading?.catalog.anomalies.count ?? 0, "revised_at": changes.max(),
      ])
    }
  }

  /// One row per fact, field and value, for each rule with the key.
  private static func ruleCard(_ question: ReportQuestion) -> [ModelRow] {
    let standpoint = question.standpoint
    return standpoint.rules.filter { name, _ in
      name.key == question["rule"] && question["catalog"].map { $0 == name.catalog } ?? true
    }.flatMap { name, definition in
      facts(of: name, definition, standpoint).filter { $0.1 != "" }.map { field, value in
        row(["catalog": name.catalog, "field": field, "value": value])
      }
    }
  }

  private static func facts(
    of name: RuleName, _ definition: RuleDefinition, _ standpoint: Standpoint
  ) -> [(String, String)] {
    let model = standpoint.model
    var facts = [
      ("title", definition.title), ("service", definition.service),
      ("severity", definition.severity.key), ("description", definition.description),
      ("recommendation", definition.recommendation), ("reference", definition.referenceURL ?? ""),
    ]
    if let cvss = definition.cvss { facts.append(("cvss", "\(cvss)")) }
    if let cwe = definition.cwe {
      let title = model.loadings.compactMap { $0.catalog.cwes[cwe] }.last
      facts.append(("cwe", "CWE-\(cwe)" + (title.map { " \($0)" } ?? "")))
    }
    facts += Set(definition.threats).map { ("threat", $0.key) }
    let ways = Dictionary(grouping: standpoint.frameworksOfRule[name] ?? []) { framework in
      standpoint.way(of: name, to: framework)
    }
    for (way, frameworks) in ways {
      facts.append(("frameworks (\(way))", frameworks.sorted().joined(separator: ", ")))
    }
    let editions = Dictionary(
      grouping: standpoint.requirementsOfRule[name] ?? [], by: \.edition)
    for (edition, requirements) in editions {
      facts.append(
        (
          "requirements of \(edition)",
          requirements.map(\.requirement).sorted().joined(separator: ", ")
        ))
    }
    facts += Set(
      model.evidence(at: .endOfTime).filter { $0.rule.map(RuleName.init) == name }
    ).map { evidence in
      let requirement = evidence.requirement
      return ("reason for \(requirement.edition) \(requirement.requirement)", evidence.reason)
    }
    facts += model.equivalents(of: name).map { ("equivalent", "\($0.catalog)/\($0.key)") }
    facts += model.counterparts(lackedBy: name).map { ("no equivalent", "\($0): \($1)") }
    let states = standpoint.events.filter { $0.key.ruleName == name }.compactMap { $1.last?.state }
    for (status, found) in Dictionary(grouping: states, by: \.status) {
      facts.append(("findings now", "\(status.key) \(found.count)"))
    }
    return facts
  }
}

extension HistoryModel {
  /// The loading of each catalog's newest document.
  var newestLoadings: [Loading] {
    Dictionary(grouping: loadings, by: \.catalog.key).values.compactMap(\.last)
  }

  /// When a rule came to say something else: of what is said at one moment, the last word counts.
  func changes(among statements: [RuleStatement]) -> [Timestamp] {
    let moments = Set(statements.map(\.since)).sorted()
    let words = moments.compactMap { moment in statements.last { $0.since == moment } }
    return words.enumerated().filter { index, word in
      index == 0 || words[index - 1].contentID != word.contentID
    }.map(\.element.since)
  }
}

extension Standpoint {
  /// How a rule belongs to a framework, the most direct way.
  func way(of rule: RuleName, to framework: String) -> String {
    let own = rules[rule]
    if own?.scopes.contains(where: { model.frameworkKey($0.framework) == framework }) == true {
      return "scope"
    }
    let editions = (own?.mappings ?? []).map(\.edition) + stated(of: rule).map(\.edition)
    return editions.contains { model.framework(ofEdition: $0) == framework }
      ? "mapping" : "equivalence"
  }
}
