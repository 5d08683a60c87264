import EvidenceModel

@testable import EvidenceStore

/// Makes a story smaller for as long as it shows the same difference.
struct StoryShrinker {
  /// The difference that a story shows; throws where it cannot be told.
  let difference: (Story) throws -> Difference?

  /// The smallest story that was found, with its difference.
  func shrink(_ story: Story, showing found: Difference) -> (story: Story, difference: Difference) {
    var best = (story: story, difference: found)
    var isSmaller = true
    while isSmaller {
      isSmaller = false
      for simplify in Self.simplifications {
        var place = 0
        // What was tried at a place is tried again there, because something else has moved up.
        while let candidate = simplify(best.story, place) {
          if candidate != best.story, let same = shows(candidate, best.difference.subject) {
            best = (candidate, same)
            isSmaller = true
          } else {
            place += 1
          }
        }
      }
    }
    return best
  }

  private func shows(_ story: Story, _ subject: String) -> Difference? {
    guard let found = try? difference(story), found.subject == subject else { return nil }
    return found
  }

  /// Each gives the story with one thing less at a place; `nil` where there is no such place.
  private static let simplifications: [@Sendable (Story, Int) -> Story?] = [
    halves, steps, details, attributes, parameters,
  ]

  /// Without a run of steps: first a half of them, then quarters, then eighths.
  private static func halves(_ story: Story, _ place: Int) -> Story? {
    let runs = [2, 4, 8].flatMap { parts in
      (0..<parts).map { part in
        story.steps.count * part / parts..<story.steps.count * (part + 1) / parts
      }
    }
    guard place < runs.count else { return nil }
    return runs[place].reversed().reduce(story) { $0.removingStep($1) }
  }

  private static func steps(_ story: Story, _ place: Int) -> Story? {
    // From the end, so that what others rest on goes last.
    place < story.steps.count ? story.removingStep(story.steps.count - 1 - place) : nil
  }

  /// Without a line below a scan or catalog.
  private static func details(_ story: Story, _ place: Int) -> Story? {
    var rest = place
    for (index, step) in story.steps.enumerated() {
      let count = step.detailCount
      if rest < count { return story.replacingStep(index, by: step.removingDetail(rest)) }
      rest -= count
    }
    return nil
  }

  /// With something plainer than what it has.
  private static func attributes(_ story: Story, _ place: Int) -> Story? {
    var rest = place
    for (index, step) in story.steps.enumerated() {
      let plainer = step.plainer
      if rest < plainer.count { return story.replacingStep(index, by: plainer[rest]) }
      rest -= plainer.count
    }
    return nil
  }

  private static func parameters(_ story: Story, _ place: Int) -> Story? {
    var rest = place
    for (index, step) in story.steps.enumerated() {
      guard case .query(var query) = step else { continue }
      let names = query.parameters.keys.sorted()
      if rest < names.count {
        query.parameters[names[rest]] = nil
        return story.replacingStep(index, by: .query(query))
      }
      rest -= names.count
    }
    return nil
  }
}

extension Story {
  fileprivate func replacingStep(_ index: Int, by step: Step) -> Story {
    var story = self
    story.steps[index] = step
    return story
  }

  /// Without a step. A waiver or an attestation takes its end with it, and those after it move up.
  fileprivate func removingStep(_ index: Int) -> Story {
    var story = self
    let removed = story.steps.remove(at: index)
    if case .attest = removed {
      let number = Int64(
        steps[...index].count { if case .attest = $0 { true } else { false } })
      story.steps = story.steps.compactMap { step in
        guard case .withdraw(let attestation, let moment) = step else { return step }
        if attestation == number { return nil }
        return attestation > number ? .withdraw(attestation - 1, at: moment) : step
      }
      return story
    }
    guard case .waive = removed else { return story }
    let number = Int64(
      steps[...index].count { if case .waive = $0 { true } else { false } })
    story.steps = story.steps.compactMap { step in
      guard case .revoke(let waiver, let moment) = step else { return step }
      if waiver == number { return nil }
      return waiver > number ? .revoke(waiver - 1, at: moment) : step
    }
    return story
  }
}

extension Story.Step {
  /// How many lines are below it that can go.
  fileprivate var detailCount: Int {
    switch self {
    case .scan(let scan): scan.observations.count + scan.rejections.count
    case .catalog(let document):
      document.catalog.rules.count + document.catalog.frameworks.count
        + document.catalog.anomalies.count + document.catalog.evidence.count
        + (document.catalog.editions.first?.requirements.count ?? 0)
    default: 0
    }
  }

  fileprivate func removingDetail(_ index: Int) -> Self {
    switch self {
    case .scan(var scan):
      let count = scan.observations.count
      if index < count {
        scan.observations.remove(at: index)
        for place in scan.observations.indices {
          scan.observations[place].bytes = ByteRange(offset: place, count: 1)
        }
      } else {
        scan.rejections.remove(at: index - count)
      }
      return .scan(scan)
    case .catalog(var document):
      let rules = document.catalog.rules.count
      let frameworks = document.catalog.frameworks.count
      let anomalies = document.catalog.anomalies.count
      let evidence = document.catalog.evidence.count
      if index < rules {
        document.catalog.rules.remove(at: index)
      } else if index < rules + frameworks {
        document.catalog.frameworks.remove(at: index - rules)
      } else if index < rules + frameworks + anomalies {
        document.catalog.anomalies.remove(at: index - rules - frameworks)
      } else if index < rules + frameworks + anomalies + evidence {
        document.catalog.evidence.remove(at: index - rules - frameworks - anomalies)
      } else {
        document.catalog.editions[0].requirements.remove(
          at: index - rules - frameworks - anomalies - evidence)
        if document.catalog.editions[0].requirements.isEmpty {
          document.catalog.editions.removeFirst()
        }
      }
      return .catalog(document)
    default: return self
    }
  }

  /// The step with one thing plainer each.
  fileprivate var plainer: [Self] {
    switch self {
    case .rule(let rule, let tool): rule.plainer.map { .rule($0, tool: tool) }
    case .catalog(let document):
      document.catalog.rules.indices.flatMap { index in
        document.catalog.rules[index].plainer.map { rule in
          var plain = document
          plain.catalog.rules[index] = rule
          return .catalog(plain)
        }
      }
    case .scan(let scan): scan.plainer.map(Self.scan)
    case .waive(let acceptance): acceptance.plainer.map(Self.waive)
    case .attest(let testimony): testimony.plainer.map(Self.attest)
    case .revoke, .withdraw, .set, .target, .query: []
    }
  }
}

/// Copies of a value with one property each set to something plainer.
private func plainer<Value: Equatable>(_ value: Value, _ changes: [(inout Value) -> Void])
  -> [Value]
{
  changes.compactMap { change in
    var copy = value
    change(&copy)
    return copy == value ? nil : copy
  }
}

extension RuleDefinition {
  fileprivate var plainer: [RuleDefinition] {
    EvidenceStoreTests.plainer(
      self,
      [
        { $0.title = "Rule \($0.key)" }, { $0.severity = .high }, { $0.cwe = nil },
        { $0.cvss = nil }, { $0.threats = [] }, { $0.description = "" },
        { $0.recommendation = "" }, { $0.service = "" }, { $0.referenceURL = nil },
      ] + scopes.indices.map { index in { $0.scopes.remove(at: index) } }
        + mappings.indices.map { index in { $0.mappings.remove(at: index) } }
        + equivalents.indices.map { index in { $0.equivalents.remove(at: index) } })
  }
}

extension Story.Scan {
  fileprivate var plainer: [Story.Scan] {
    EvidenceStoreTests.plainer(self, [{ $0.basis = .declared }, { $0.declarations = [] }])
      + observations.indices.flatMap { index in
        EvidenceStoreTests.plainer(
          observations[index],
          [
            { $0.scannedAt = scannedAt }, { $0.isMuted = false }, { $0.severity = .high },
            { $0.resource.tags = TagSet() },
            { $0.detail = "" },
            {
              $0.resource.name = ""; $0.resource.type = ""
            }, { $0.discriminator = "" },
          ]
        ).map { observation in
          var scan = self
          scan.observations[index] = observation
          return scan
        }
      }
  }
}

extension Story.Testimony {
  fileprivate var plainer: [Story.Testimony] {
    EvidenceStoreTests.plainer(
      self,
      [
        { $0.attestation.account = nil }, { $0.attestation.isMet = true }, { $0.evidence = [] },
        { $0.attestation.note = nil }, { $0.attestation.attestedBy = "officer" },
      ])
  }
}

extension Story.Acceptance {
  fileprivate var plainer: [Story.Acceptance] {
    EvidenceStoreTests.plainer(
      self,
      [
        { $0.waiver.selection.limit = nil }, { $0.waiver.selection.account = nil },
        { $0.waiver.selection.resource = nil }, { $0.waiver.selection.rule = nil },
        { $0.finding = nil },
      ])
  }
}
