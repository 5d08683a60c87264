import EvidenceModel

@testable import EvidenceStore

/// A scan as the model keeps it: whole.
struct ModelScan {
  let artifact: String
  let tool: String
  let scannedAt: Timestamp
  /// All of its records that could be read, in the order of the file.
  let records: [Observation]
  let rejections: [Rejection]
  /// One observation for each finding that it reports.
  let observations: [FindingName: ModelObservation]
  /// What it says of the rules that it reports, by key.
  let definitions: [String: RuleDefinition]
  /// What it covers in each account.
  let coverage: [AccountName: [Coverage]]
  /// By time, then by the artifact's digest, whatever the order in which scans arrive.
  let order: Order

  /// Each of the rules in each of the regions; `nil` for every one.
  struct Coverage: Hashable {
    var basis: CoverageBasis
    var rules: Set<String>?
    var regions: Set<String>?

    func covers(rule: String) -> Bool { rules?.contains(rule) ?? true }

    func covers(region: String) -> Bool { regions?.contains(region) ?? true }
  }

  /// Each area with its account.
  var areas: [(account: AccountName, coverage: Coverage)] {
    coverage.flatMap { account, areas in areas.map { (account, $0) } }
  }

  /// A record that could not be used.
  struct Rejection {
    var offset: Int
    var reason: String
  }

  /// What tells it from other scans: a file may hold several, of different times.
  struct Name: Hashable {
    var artifact: String
    var scannedAt: Timestamp
  }

  var name: Name { Name(artifact: artifact, scannedAt: scannedAt) }

  struct Order: Hashable, Comparable {
    var scannedAt: Timestamp
    var digest: [UInt8]

    static func < (lhs: Self, rhs: Self) -> Bool {
      if lhs.scannedAt != rhs.scannedAt { return lhs.scannedAt < rhs.scannedAt }
      return lhs.digest.lexicographicallyPrecedes(rhs.digest)
    }
  }

  /// The scans in a file of a story, in the order of their times.
  static func scans(in file: Story.Scan, rules: [String: RuleDefinition]) -> [ModelScan] {
    let moments = file.observations.map(\.scannedAt) + file.validDeclarations.map(\.scannedAt)
    return Set(moments).sorted().map { moment in
      ModelScan(file, at: moment, rules: rules)
    }
  }

  /// A scan in a file of a story, under what the story has said of rules.
  private init(_ scan: Story.Scan, at moment: Timestamp, rules: [String: RuleDefinition]) {
    artifact = scan.artifact
    tool = scan.tool
    scannedAt = moment
    records = scan.observations.filter { $0.scannedAt == moment }
    // They stand at the end, and count with the record before them.
    rejections =
      (scan.observations.last?.scannedAt ?? scan.scannedAt) != moment
      ? []
      : scan.rejections.enumerated().map { index, reason in
        Rejection(offset: scan.observations.count + index, reason: reason)
      }
    order = Order(scannedAt: moment, digest: Story.digest(of: scan.artifact))
    var observations: [FindingName: ModelObservation] = [:]
    var definitions: [String: RuleDefinition] = [:]
    var coverage: [AccountName: [Coverage]] = [:]
    for record in records {
      let name = FindingName(record, tool: scan.tool)
      let observation = ModelObservation(
        state: ModelState(record), offset: Int(record.bytes.offset))
      if observations[name].map({ observation.state.isPreferred(to: $0.state) }) ?? true {
        observations[name] = observation
      }
      definitions[record.rule] =
        rules[record.rule] ?? RuleDefinition(key: record.rule, title: "Rule \(record.rule)")
    }
    self.observations = observations
    self.definitions = definitions
    for declared in scan.validDeclarations where declared.scannedAt == moment {
      let account = AccountName(provider: declared.provider, account: declared.account)
      let area = Coverage(basis: .declared, rules: declared.rules, regions: declared.regions)
      if coverage[account]?.contains(area) != true { coverage[account, default: []].append(area) }
    }
    // What is reported besides what is declared.
    for (account, names) in Dictionary(grouping: observations.keys, by: \.accountName) {
      let declared = coverage[account] ?? []
      let others = names.filter { name in
        !declared.contains { $0.covers(rule: name.rule) && $0.covers(region: name.region) }
      }
      guard !others.isEmpty else { continue }
      coverage[account, default: []].append(
        Coverage(
          basis: .inferred, rules: Set(others.map(\.rule)), regions: Set(others.map(\.region))))
    }
    if scan.basis == .complete {
      coverage = coverage.mapValues { _ in [Coverage(basis: .complete)] }
    }
    self.coverage = coverage
  }
}

/// What a scan reports of one finding.
struct ModelObservation {
  var state: ModelState
  /// Bytes of the file before the record.
  var offset: Int
}

typealias FindingName = Story.FindingName

/// An account of a provider.
struct AccountName: Hashable {
  var provider: String
  var account: String
}

/// A rule of a catalog; a tool's checks are the catalog of that name.
struct RuleName: Hashable {
  var catalog: String
  var key: String
}

extension FindingName {
  var accountName: AccountName { AccountName(provider: provider, account: account) }
  var ruleName: RuleName { RuleName(catalog: tool, key: rule) }
}

extension Story.Scan {
  /// What it declares, unless the user's word overrules it.
  fileprivate var validDeclarations: [DeclaredCoverage] { basis == .declared ? declarations : [] }
}
