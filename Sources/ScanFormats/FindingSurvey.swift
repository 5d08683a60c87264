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
  /// Texts that mappings were made of, each with its rule.
  private var mapped: Set<Int> = []
  /// Results that were archived.
  private var archived: Set<Int> = []
  /// Those of them that another record of the file tells of.
  private var replaced: Set<Int> = []

  /// True where there are archived results.
  var hasArchived: Bool { !archived.isEmpty }

  /// Takes note of when a finding last changed.
  mutating func note(time: Timestamp?) {
    if let time { latest = max(latest ?? time, time) }
  }

  /// Takes note of what a record says of its rule.
  ///
  /// - Parameters:
  ///   - rule: The rule.
  ///   - severity: Its severity.
  ///   - mappings: The requirements of the rule; asked for only where they may be new.
  ///   - hash: Combines the texts that the mappings are made of.
  mutating func note(
    rule: Rule, severity: Severity, mappings: @autoclosure () -> [RequirementReference],
    hash: (inout Hasher) -> Void
  ) {
    if severity < severities[rule] ?? .unknown { severities[rule] = severity }
    var hasher = Hasher()
    hasher.combine(rule)
    hash(&hasher)
    guard mapped.insert(hasher.finalize()).inserted else { return }
    let mappings = mappings()
    if !mappings.isEmpty { self.mappings[rule, default: []].formUnion(mappings) }
  }

  /// Takes note of a result that is archived.
  mutating func noteArchived(_ finding: Finding, tool: String) {
    archived.insert(Self.identity(finding, tool: tool))
  }

  /// Takes note of a result that stands, when all that are archived are known.
  mutating func noteActive(_ finding: Finding, tool: String) {
    let identity = Self.identity(finding, tool: tool)
    if archived.contains(identity) { replaced.insert(identity) }
  }

  /// True where another record of the file tells how the archived finding stands.
  func isReplaced(_ finding: Finding, tool: String) -> Bool {
    replaced.contains(Self.identity(finding, tool: tool))
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
