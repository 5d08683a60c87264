import Reports

/// A rule that is evidence for a requirement, and why it is.
struct RequirementRule: Encodable {
  /// Its catalog, or its scanner.
  let catalog: String
  /// Its key.
  let rule: String
  /// Its title; `nil` where nobody described it.
  let title: String?
  /// Its rating; `nil` where nobody described it.
  let severity: String?
  /// How many findings have each status.
  let results: [String: Int]
  /// The rules that check the same thing, each with its catalog.
  let equivalents: [String]
  /// What makes it evidence: columns of `requirement_rules`.
  let why: [NamedRow]

  /// The rules that rows of `requirement_rules` are about, with their findings.
  static func rules(_ rows: [NamedRow], findings: [NamedRow]) -> [RequirementRule] {
    var results: [[String?]: [String: Int]] = [:]
    for finding in findings {
      let status = finding.text("status") ?? ""
      results[[finding.text("tool"), finding.text("rule")], default: [:]][status, default: 0] += 1
    }
    var rules: [RequirementRule] = []
    var start = 0
    while start < rows.count {
      let first = rows[start]
      let name = [first.text("catalog"), first.text("rule")]
      let count = rows[start...].prefix { [$0.text("catalog"), $0.text("rule")] == name }.count
      rules.append(
        RequirementRule(
          first, why: Array(rows[start..<start + count]), results: results[name] ?? [:]))
      start += count
    }
    return rules
  }

  private init(_ row: NamedRow, why: [NamedRow], results: [String: Int]) {
    catalog = row.text("catalog") ?? ""
    rule = row.text("rule") ?? ""
    title = row.text("title")
    severity = row.text("severity")
    self.results = results
    equivalents = row.text("equivalents")?.split(separator: ", ").map(String.init) ?? []
    self.why = why.map {
      $0.without([
        "framework", "edition", "requirement", "catalog", "rule", "title", "severity",
        "equivalents",
      ])
    }
  }

  private enum CodingKeys: CodingKey {
    case catalog, rule, title, severity, results, equivalents, why
  }

  /// Writes every key, with null where there is no value.
  func encode(to encoder: any Encoder) throws {
    var keys = encoder.container(keyedBy: CodingKeys.self)
    try keys.encode(catalog, forKey: .catalog)
    try keys.encode(rule, forKey: .rule)
    try keys.encode(title, forKey: .title)
    try keys.encode(severity, forKey: .severity)
    try keys.encode(results, forKey: .results)
    try keys.encode(equivalents, forKey: .equivalents)
    try keys.encode(why, forKey: .why)
  }
}
