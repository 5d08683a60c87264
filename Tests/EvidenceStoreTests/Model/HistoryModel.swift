import EvidenceModel

@testable import EvidenceStore

/// The semantics of the database, written to be obvious: everything that was told is kept whole, in
/// the order in which it was told, and every answer is worked out from the beginning.
///
/// What was known at some time is a model that was told the first so many things, and no more:
/// ``knowing(first:)``. What was so at some moment is asked of a ``Standpoint``.
struct HistoryModel {
  /// What one ingest told; its number is its place, from 1.
  struct Entry {
    var recordedAt: Timestamp
    var fact: Fact
  }

  enum Fact {
    /// The scans in a file, in the order of their times.
    case scans([ModelScan])
    case catalog(Story.Catalog)
    /// With the provider of the account and the tool of the rule that it names, as they were known
    /// then.
    case waiver(Story.Acceptance, provider: String?, tool: String?)
    case revocation(waiver: Int64, at: Timestamp)
    /// With the provider of the account that it names.
    case attestation(Story.Testimony, provider: String?)
    case withdrawal(attestation: Int64, at: Timestamp)
    case setting(Setting)
    case target(RemediationTarget)
  }

  private(set) var entries: [Entry] = []

  /// The scans that were told, in the order of their times.
  private(set) var scans: [ModelScan] = []

  /// What the lines of a story say of rules, for the scans after them.
  private var rules: [String: [String: RuleDefinition]] = [:]

  /// What was worked out since something was told last.
  private(set) var memory = ModelMemory()

  init() {}

  /// The model of a whole story.
  init(_ story: Story) {
    for step in story.steps { tell(step) }
  }

  /// The model of a database to which nothing but the first ingests was told.
  func knowing(first count: Int) -> HistoryModel {
    memory.once(of: count) {
      var model = HistoryModel()
      for entry in entries.prefix(max(0, count)) { model.add(entry) }
      return model
    }
  }

  /// Takes one step of a story. What changes nothing is no ingest.
  mutating func tell(_ step: Story.Step) {
    switch step {
    case .rule(let rule, let tool): rules[tool, default: [:]][rule.key] = rule
    case .catalog(let document):
      guard !changesNothing(document) else { return }
      tell(.catalog(document), at: document.recordedAt)
    case .scan(let scan):
      let declares = scan.basis == .declared && !scan.declarations.isEmpty
      guard !scans.contains(where: { $0.artifact == scan.artifact }),
        declares || !scan.observations.isEmpty
      else { return }
      tell(.scans(ModelScan.scans(in: scan, rules: rules[scan.tool] ?? [:])), at: scan.recordedAt)
    case .waive(let acceptance):
      let selection = acceptance.waiver.selection
      let provider = findings.first { $0.account == selection.account }?.provider
      let rule = findings.first { finding in
        finding.rule == selection.rule || "\(finding.tool)/\(finding.rule)" == selection.rule
      }
      tell(
        .waiver(acceptance, provider: provider, tool: rule?.tool), at: acceptance.recordedAt)
    case .revoke(let waiver, let moment): tell(.revocation(waiver: waiver, at: moment), at: moment)
    case .attest(let testimony):
      let provider = scans.flatMap(\.coverage.keys).first {
        $0.account == testimony.attestation.account
      }?.provider
      tell(.attestation(testimony, provider: provider), at: testimony.recordedAt)
    case .withdraw(let attestation, let moment):
      tell(.withdrawal(attestation: attestation, at: moment), at: moment)
    case .set(let setting, let recordedAt):
      let setting = Setting(key: setting.key, value: setting.value.lowercased())
      guard told(setting.key) != setting.value else { return }
      tell(.setting(setting), at: recordedAt)
    case .target(let target, let recordedAt):
      guard targetDays(of: target.severity, framework: target.framework) != target.days else {
        return
      }
      tell(.target(target), at: recordedAt)
    case .query: break
    }
  }

  /// An ingest is recorded after every earlier one, whatever the clock says.
  private mutating func tell(_ fact: Fact, at moment: Timestamp?) {
    let next = entries.last.map { $0.recordedAt.microseconds + 1 } ?? .min
    add(
      Entry(recordedAt: Timestamp(microseconds: max(moment?.microseconds ?? 0, next)), fact: fact))
  }

  private mutating func add(_ entry: Entry) {
    memory = ModelMemory()
    entries.append(entry)
    if case .scans(let told) = entry.fact {
      scans += told
      scans.sort { $0.order < $1.order }
    }
  }
}
