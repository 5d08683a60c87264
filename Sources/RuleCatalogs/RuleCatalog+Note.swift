import EvidenceModel

extension RuleCatalog {
  /// Adds something doubtful that is about no rule.
  mutating func note(_ code: String, _ line: Int, _ message: String) {
    anomalies.append(CatalogAnomaly(code: code, rule: nil, line: line, message: message))
  }

  /// Adds how many items of what should be a list of objects are none, if there are any.
  mutating func noteMisfits(_ name: String, of object: JSONObject, _ line: Int) {
    let misfits = object.misfits(name)
    guard misfits > 0 else { return }
    note("wrong-type", line, "\(misfits) of '\(name)' are not objects of a list")
  }
}
