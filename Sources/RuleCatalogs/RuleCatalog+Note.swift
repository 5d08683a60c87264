import EvidenceModel

extension RuleCatalog {
  /// Adds something doubtful that is about no rule.
  mutating func note(_ code: String, _ line: Int, _ message: String) {
    anomalies.append(CatalogAnomaly(code: code, rule: nil, line: line, message: message))
  }
}
