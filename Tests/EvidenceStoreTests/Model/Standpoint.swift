import EvidenceModel

@testable import EvidenceStore

/// A moment that is asked about, with what was known when it was asked.
struct Standpoint {
  /// What was known.
  let model: HistoryModel
  /// The moment; `nil` for now.
  let asOf: Timestamp?
  /// The time of asking.
  let now: Timestamp
  /// What was worked out about the moment.
  let memory: ModelMemory

  /// The known scans up to the moment, in order.
  let scans: [ModelScan]
  /// The events of each known finding up to the moment.
  let events: [FindingName: [ModelEvent]]
  /// Each described rule as it is at the moment.
  let rules: [RuleName: RuleDefinition]
  /// When documents are asked what is evidence for what.
  private(set) var mappingMoment: Timestamp
  /// The requirements that each rule is evidence for.
  let requirementsOfRule: [RuleName: Set<RequirementReference>]
  /// The frameworks that each rule belongs to.
  let frameworksOfRule: [RuleName: Set<String>]

  init(model: HistoryModel, asOf: Timestamp?, now: Timestamp) {
    self.model = model
    self.asOf = asOf
    self.now = now
    let memory = model.memory.once(of: [asOf, now], "standpoint") { ModelMemory() }
    self.memory = memory
    let moment = asOf ?? .endOfTime
    let scans = memory.once("scans") { model.scans.filter { $0.scannedAt <= moment } }
    self.scans = scans
    events = memory.once("events") {
      var events: [FindingName: [ModelEvent]] = [:]
      for finding in model.findings {
        let told = model.events(of: finding).prefix { $0.since <= moment }
        if !told.isEmpty { events[finding] = Array(told) }
      }
      return events
    }
    let rules = memory.once("rules") { model.rules(at: moment) }
    self.rules = rules
    mappingMoment = moment
    requirementsOfRule = memory.once("requirements") { model.requirements(of: rules, at: moment) }
    frameworksOfRule = memory.once("frameworks") { model.frameworks(of: rules, at: moment) }
  }

  /// A standpoint from which rules are evidence for what they were at another moment.
  init(_ other: Standpoint, mappedAsAt former: Standpoint) {
    model = other.model
    asOf = other.asOf
    now = other.now
    memory = ModelMemory()
    scans = other.scans
    events = other.events
    rules = other.rules
    mappingMoment = former.moment
    requirementsOfRule = former.requirementsOfRule
    frameworksOfRule = former.frameworksOfRule
  }

  /// What is to be told from the log: everything, where the question is about now.
  var moment: Timestamp { asOf ?? .endOfTime }

  /// What documents say at the moment that a rule is evidence for.
  func stated(of rule: RuleName) -> Set<RequirementReference> {
    model.stated(of: rule, at: moment)
  }

  /// What clocks run to.
  var clock: Timestamp { asOf ?? now }
}

extension Standpoint {
  /// What holds of a finding; `nil` where it was not known by then.
  func holding(_ finding: FindingName) -> ModelEvent? { events[finding]?.last }

  /// The findings that are known and not gone, with what holds of them.
  var present: [(name: FindingName, event: ModelEvent)] {
    memory.once {
      events.compactMap { name, told in
        guard let event = told.last, event.state.status != .gone else { return nil }
        return (name, event)
      }
    }
  }

  /// The newest scan that looked at a finding's rule, account and region.
  func lastConfirmed(_ finding: FindingName) -> Timestamp? {
    memory.once(of: finding) { scans.last { $0.covers(finding) }?.scannedAt }
  }

  /// When the failing episode began that is open; `nil` where it does not fail.
  func failingSince(_ finding: FindingName) -> Timestamp? {
    guard holding(finding)?.isFailing == true else { return nil }
    return episodes(of: finding).last?.openedAt
  }

  /// A scan by its name.
  func scan(_ name: ModelScan.Name) -> ModelScan? { scans.first { $0.name == name } }
}
