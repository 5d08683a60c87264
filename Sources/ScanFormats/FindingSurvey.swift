import EvidenceModel

/// What has to be known of all findings of a file before the first is handed on.
///
/// A service that keeps findings up to date writes beside each when it last changed. These are no
/// times of scans: what the file says as a whole is true from the last of them on. In the same way
/// one record knows the severity of a rule, and another one of the standards that it belongs to.
struct FindingSurvey {
  /// A rule of a tool.
  struct Rule: Hashable {
    var tool: ExactText
    var key: ExactText

    /// A rule by the keys of both.
    init(tool: String, key: String) {
      self.tool = ExactText(tool)
      self.key = ExactText(key)
    }
  }

  /// The last time at which anything changed.
  private(set) var latest: Timestamp?
  private var severities: [Rule: Severity] = [:]
  private var mappings: [Rule: Set<RequirementReference>] = [:]
  private var active: Set<Int> = []

  /// Takes note of when a finding last changed.
  mutating func note(time: Timestamp?) {
    if let time { latest = max(latest ?? time, time) }
  }

  /// Takes note of what a record says of its rule.
  mutating func note(rule: Rule, severity: Severity, mappings: [RequirementReference]) {
    severities[rule] = min(severities[rule] ?? .unknown, severity)
    if !mappings.isEmpty { self.mappings[rule, default: []].formUnion(mappings) }
  }

  /// Takes note of a result that stands.
  mutating func noteActive(_ finding: Finding, tool: String) {
    active.insert(Self.identity(finding, tool: tool))
  }

  /// True where another record of the file tells how the finding stands.
  func hasActive(_ finding: Finding, tool: String) -> Bool {
    active.contains(Self.identity(finding, tool: tool))
  }

  /// The most severe rating of a rule.
  func severity(of rule: Rule) -> Severity { severities[rule] ?? .unknown }

  /// All requirements of a rule, sorted.
  func mappings(of rule: Rule) -> [RequirementReference] { (mappings[rule] ?? []).sorted() }

  /// Eight bytes in place of all the names, for a file can have millions of findings.
  private static func identity(_ finding: Finding, tool: String) -> Int {
    var hasher = Hasher()
    hasher.combine(tool)
    hasher.combine(finding.rule)
    hasher.combine(finding.account)
    hasher.combine(finding.region)
    hasher.combine(finding.resource)
    hasher.combine(finding.discriminator)
    return hasher.finalize()
  }
}
