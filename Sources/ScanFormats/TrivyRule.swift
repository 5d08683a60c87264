import EvidenceModel

/// Rules in Trivy's reports.
enum TrivyRule {
  /// The one key of a misconfiguration check, which versions have written as `DS002`, `AVD-DS-0002`
  /// and `DS-0002`: the last.
  static func key(_ id: String) -> String {
    let id = id.hasPrefix("AVD-") ? id.dropFirst(4) : id[...]
    let digits = String(id.reversed().prefix { $0.isASCII && $0.isNumber }.reversed())
    var letters = id.dropLast(digits.count)
    if letters.last == "-" { letters.removeLast() }
    let isCheck =
      !letters.isEmpty && digits.count >= 3 && letters.allSatisfy { $0.isASCII && $0.isLetter }
    guard isCheck else { return String(id) }
    return letters + "-" + String(repeating: "0", count: max(0, 4 - digits.count)) + digits
  }

  /// What a record says of its misconfiguration check.
  static func misconfiguration(
    _ value: JSONValue, key: String, severity: Severity
  ) -> RuleDefinition {
    var rule = RuleDefinition(key: key, title: value.string("Title") ?? "")
    rule.severity = severity
    rule.description = value.string("Description") ?? ""
    rule.recommendation = value.string("Resolution") ?? ""
    rule.referenceURL = value.string("PrimaryURL")
    rule.service = value["CauseMetadata"]?.string("Service") ?? ""
    return rule
  }

  /// What a record says of its vulnerability.
  static func vulnerability(
    _ value: JSONValue, key: String, severity: Severity
  ) -> RuleDefinition {
    var rule = RuleDefinition(key: key, title: value.string("Title") ?? "")
    rule.severity = severity
    rule.description = value.string("Description") ?? ""
    rule.referenceURL = value.string("PrimaryURL")
    rule.cwe =
      value.elements("CweIDs").lazy.compactMap(\.string).compactMap(CWENumber.number(in:)).first
    return rule
  }
}
