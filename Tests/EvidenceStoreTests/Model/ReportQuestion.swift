import EvidenceModel
import Reports

/// A canned report's question, as the model understands it.
struct ReportQuestion {
  /// The moment, and what was known.
  let standpoint: Standpoint
  /// What was asked for, as it was written.
  private let parameters: [String: String]
  /// All that was ever told, by which names are understood. Titles have no history.
  let whole: HistoryModel

  /// Reads a query's parameters.
  ///
  /// - Parameters:
  ///   - query: The query.
  ///   - whole: All that was told.
  ///   - now: The time of asking.
  /// - Throws: Where a parameter is no time, or names a scan that does not exist.
  init(_ query: Story.Query, whole: HistoryModel, now: Timestamp) throws {
    parameters = query.parameters
    self.whole = whole
    let known = try parameters["known_at"].map { try whole.ingest(knownAt: $0) }
    standpoint = Standpoint(
      model: known.map(whole.knowing(first:)) ?? whole,
      asOf: try parameters["as_of"].map { try whole.moment($0, \.end) }, now: now)
  }

  /// The exclusive beginning of the period; `nil` where it has none.
  func fromAt() throws -> Timestamp? {
    try parameters["from_at"].map { text in
      try whole.moment(text) { Timestamp(microseconds: $0.timestamp.microseconds - 1) }
    }
  }

  /// A parameter that is a text.
  subscript(name: String) -> String? { parameters[name] }

  /// A parameter that is a number.
  func number(_ name: String) -> Int? { parameters[name].flatMap { Int($0) } }

  /// The scan whose number a parameter is, known or not.
  func scan(_ parameter: String) throws -> ModelScan? {
    try number(parameter).map(whole.scan(number:))
  }

  var account: String? { parameters["account"] }

  /// The key of the framework that is asked for.
  var framework: String? {
    parameters["framework"].map(whole.knownFramework)
  }

  /// True where a framework is asked for.
  func wants(framework key: String) -> Bool {
    framework.map { $0 == key } ?? true
  }

  /// True where findings in an account are asked for.
  func wants(account key: String) -> Bool { account.map { $0 == key } ?? true }

  /// True where a severity is asked for.
  func wants(_ severity: Severity) -> Bool {
    parameters["severity"].map { $0.lowercased() == severity.key } ?? true
  }

  /// True where a requirement is asked for.
  func wants(requirement: RequirementReference) -> Bool {
    wants(requirement: requirement, in: standpoint.model)
  }

  /// True where a requirement is asked for, of the framework that a model knows it to be of.
  func wants(requirement: RequirementReference, in model: HistoryModel) -> Bool {
    wants(framework: model.framework(ofEdition: requirement.edition))
      && self["edition"].map { $0 == requirement.edition } ?? true
      && self["requirement"].map { $0 == requirement.requirement } ?? true
  }

  /// The known requirements that are asked for.
  var requirements: [RequirementReference] {
    standpoint.model.knownRequirements.filter(wants(requirement:))
  }

  /// True where a finding of a rule is asked for: it belongs to the framework, if one is named.
  func wants(frameworkOf rule: RuleName) -> Bool {
    framework.map { standpoint.belongs(rule, to: $0) } ?? true
  }
}

extension HistoryModel {
  /// A scan by its number: its place in the order in which scans were told, from 1.
  fileprivate func scan(number: Int) throws -> ModelScan {
    let scans = scansAsTold
    guard scans.indices.contains(number - 1) else {
      throw StoryReader.Failure(description: "there is no scan \(number)")
    }
    return scans[number - 1]
  }

  /// A moment as people name it: a scan's number, or a text.
  func moment(
    _ text: String, _ read: (TimestampText) -> Timestamp
  ) throws -> Timestamp {
    if let number = Int(text) { return try scan(number: number).scannedAt }
    guard let time = TimestampText(text) else {
      throw StoryReader.Failure(description: "\(text) is no time")
    }
    return read(time)
  }

  /// The number of the last ingest to believe: the one that told a scan, or the last one that was
  /// recorded by a time.
  fileprivate func ingest(knownAt text: String) throws -> Int {
    if let number = Int(text) {
      return ingest(ofScan: try scan(number: number).artifact) ?? 0
    }
    guard let time = TimestampText(text) else {
      throw StoryReader.Failure(description: "\(text) is no time")
    }
    return entries.prefix { $0.recordedAt <= time.end }.count
  }
}
