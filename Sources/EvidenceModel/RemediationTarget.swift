/// Days in which a failure of a severity has to be remediated.
public struct RemediationTarget: Hashable, Sendable {
  /// The framework whose findings it is for, by key or alias; `nil` for all findings.
  public var framework: String?
  /// The severity at which a finding began to fail.
  public var severity: Severity
  /// How many days, each of 24 hours; `nil` takes the target away.
  public var days: Int?

  /// A target for a severity.
  public init(framework: String? = nil, severity: Severity, days: Int?) {
    self.framework = framework
    self.severity = severity
    self.days = days
  }

  /// A target as a setting is written: `sla.critical` or `sla.PCI.critical`, and a number of days or
  /// `none`.
  ///
  /// - Throws: A ``PolicyError`` where the key has no such form, or the value is neither.
  package init(key: String, value: String) throws(PolicyError) {
    // A framework's name may have dots in it.
    let parts = key.split(separator: ".", omittingEmptySubsequences: false)
    let framework = parts.dropFirst().dropLast().joined(separator: ".")
    guard parts.count >= 2, parts[0] == "sla", parts.count == 2 || !framework.isEmpty else {
      throw PolicyError(
        .unknownSetting, "'\(key)' is not a remediation target",
        hint: "write \(Self.keyForms)")
    }
    self.init(
      framework: parts.count == 2 ? nil : framework,
      severity: try Self.severity(String(parts[parts.count - 1])),
      days: value.lowercased() == "none" ? nil : try Policy.days(value, of: key, orNone: true))
  }

  /// The key by which it is set: `sla.critical`, `sla.PCI.critical`.
  package var key: String {
    ["sla", framework, severity.key].compactMap(\.self).joined(separator: ".")
  }

  /// How keys of targets are written.
  package static let keyForms = "sla.SEVERITY or sla.FRAMEWORK.SEVERITY"

  /// The severity that a word names.
  ///
  /// - Throws: A ``PolicyError`` where no severity has the name.
  package static func severity(_ word: String) throws(PolicyError) -> Severity {
    guard !word.isEmpty, let severity = Severity(word: word) else {
      throw PolicyError(
        .badValue, "there is no severity '\(word)'",
        hint: "there are \(Severity.allCases.map(\.key).joined(separator: ", "))")
    }
    return severity
  }
}
