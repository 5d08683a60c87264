import EvidenceModel

/// What the findings of OSCAL assessment results refer to.
struct OSCALAssessment {
  /// What an observation is about.
  struct Subject: Hashable {
    var id: String
    var type: String
    var title: String?
  }

  /// When each result ended, or began where it has no end, by the numbers of the document and the
  /// result.
  private(set) var times: [[Int]: Timestamp] = [:]
  private var ended: Set<[Int]> = []
  private var subjects: [String: Set<Subject>] = [:]
  private var titles: [String: String] = [:]
  private var tools: [String] = []
  /// Observations that no finding has been seen to rest on.
  private var idle: Set<String> = []

  /// The name of the tool that observed, as a key.
  var tool: String {
    tools.lazy.compactMap { titles[$0] }.first.map(ToolKey.key) ?? "oscal"
  }

  /// Takes the beginning of a result.
  mutating func begin(_ result: [Int], at time: Timestamp?) {
    if !ended.contains(result) { times[result] = time }
  }

  /// Takes the end of a result.
  mutating func end(_ result: [Int], at time: Timestamp?) {
    guard let time else { return }
    times[result] = time
    ended.insert(result)
  }

  /// Takes an observation: what it is about, and the ids of the tools that made it.
  mutating func observe(_ id: String, subjects: [Subject], tools: [String]) {
    self.subjects[id, default: []].formUnion(subjects)
    self.tools += tools
    idle.insert(id)
  }

  /// Takes the title of something that is defined in the document.
  mutating func define(_ id: String?, title: String?) {
    guard let id, let title, !title.isEmpty else { return }
    titles[id] = title
  }

  /// Hands on a finding.
  ///
  /// - Parameters:
  ///   - record: What the document says of it.
  ///   - bytes: Where it stands.
  ///   - result: The numbers of the document and the result.
  ///   - writer: Makes it an observation.
  ///   - emit: Takes the items.
  /// - Throws: `ImportError` where nobody tells the account or the time; what `emit` throws.
  mutating func write(
    _ record: OSCALFinding, at bytes: ByteRange, of result: [Int], writer: inout FindingWriter,
    emit: (ScanItem) throws -> Void
  ) throws {
    let status = try writer.status(record.state, among: OSCALFinding.statuses, emit: emit)
    var finding = Finding(rule: record.target, status: status, bytes: bytes)
    finding.alias = record.id
    finding.detail = [record.title, record.description].compactMap(\.self)
      .filter { !$0.isEmpty }.joined(separator: "\n")
    finding.scannedAt = times[result]
    idle.subtract(record.observations)
    if let subject = onlySubject(of: record.observations) { name(subject, of: &finding) }
    try writer.write(finding, emit: emit) {
      var definition = RuleDefinition(key: record.target, title: record.targetTitle ?? "")
      definition.description = record.targetDescription ?? ""
      return definition
    }
  }

  /// Hands on what an observation says of a rule.
  ///
  /// - Parameters:
  ///   - record: What it says.
  ///   - bytes: Where it stands.
  ///   - result: The numbers of the document and the result.
  ///   - writer: Makes it observations.
  ///   - emit: Takes the items.
  /// - Throws: `ImportError` where nobody tells the account or the time; what `emit` throws.
  mutating func write(
    _ record: OSCALRuleResult, at bytes: ByteRange, of result: [Int], writer: inout FindingWriter,
    emit: (ScanItem) throws -> Void
  ) throws {
    if let id = record.id { idle.remove(id) }
    for verdict in record.verdicts {
      let status = try writer.status(verdict.word, among: OSCALRuleResult.statuses, emit: emit)
      var finding = Finding(rule: record.rule, status: status, bytes: bytes)
      finding.detail = verdict.reason ?? ""
      finding.scannedAt = times[result]
      if let subject = verdict.subject { name(subject, of: &finding) }
      try writer.write(finding, emit: emit) {
        var definition = RuleDefinition(key: record.rule, title: "")
        definition.description = record.description
        return definition
      }
    }
  }

  /// The subject of all of these observations; `nil` where they have several, or none.
  private func onlySubject(of observations: [String]) -> Subject? {
    var only: Subject?
    for id in observations {
      guard let subjects = subjects[id], let subject = subjects.first else { continue }
      guard subjects.count == 1, only == nil || only == subject else { return nil }
      only = subject
    }
    return only
  }

  private func name(_ subject: Subject, of finding: inout Finding) {
    finding.resource = titles[subject.id] ?? subject.title ?? subject.id
    finding.resourceName = titles[subject.id] ?? subject.title
    finding.resourceType = subject.type
  }

  /// Warns of what was observed and is in no finding.
  func warnOfIdle(writer: inout FindingWriter, emit: (ScanItem) throws -> Void) throws {
    guard !idle.isEmpty else { return }
    try writer.warn(
      "observations without a finding that rests on them, which are not read: \(idle.count)",
      emit: emit)
  }
}
