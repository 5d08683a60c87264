import EvidenceModel

@testable import EvidenceStore

/// A scan as the model keeps it: whole.
struct ModelScan {
  let artifact: String
  let tool: String
  let scannedAt: Timestamp
  /// All records that could be read, in the order of the file.
  let records: [Observation]
  let rejections: [String]
  /// One observation for each finding that it reports.
  let observations: [FindingName: ModelObservation]
  /// What it says of the rules that it reports, by key.
  let definitions: [String: RuleDefinition]
  /// What it covers in each account.
  let coverage: [AccountName: Coverage]
  /// By time, then by the artifact's digest, whatever the order in which scans arrive.
  let order: Order

  /// Each of the rules in each of the regions; `nil` for every one.
  struct Coverage {
    var basis = CoverageBasis.inferred
    var rules: Set<String>? = []
    var regions: Set<String>? = []

    func covers(rule: String) -> Bool { rules?.contains(rule) ?? true }

    func covers(region: String) -> Bool { regions?.contains(region) ?? true }
  }

  struct Order: Hashable, Comparable {
    var scannedAt: Timestamp
    var digest: [UInt8]

    static func < (lhs: Self, rhs: Self) -> Bool {
      if lhs.scannedAt != rhs.scannedAt { return lhs.scannedAt < rhs.scannedAt }
      return lhs.digest.lexicographicallyPrecedes(rhs.digest)
    }
  }

  /// A scan of a story, under what the story has said of rules.
  init(_ scan: Story.Scan, rules: [String: RuleDefinition]) {
    artifact = scan.artifact
    tool = scan.tool
    scannedAt = scan.scannedAt
    records = scan.observations
    rejections = scan.rejections
    order = Order(scannedAt: scan.scannedAt, digest: Story.digest(of: scan.artifact))
    var observations: [FindingName: ModelObservation] = [:]
    var definitions: [String: RuleDefinition] = [:]
    var coverage: [AccountName: Coverage] = [:]
    for (offset, record) in scan.observations.enumerated() {
      let name = FindingName(record, tool: scan.tool)
      let observation = ModelObservation(state: ModelState(record), offset: offset)
      if observations[name].map({ observation.state.isPreferred(to: $0.state) }) ?? true {
        observations[name] = observation
      }
      definitions[record.rule] =
        rules[record.rule] ?? RuleDefinition(key: record.rule, title: "Rule \(record.rule)")
      coverage[name.accountName, default: Coverage()].rules?.insert(record.rule)
      coverage[name.accountName, default: Coverage()].regions?.insert(name.region)
    }
    self.observations = observations
    self.definitions = definitions
    for declared in scan.declarations where scan.basis == .declared {
      let account = AccountName(provider: declared.provider, account: declared.account)
      let known = coverage[account] ?? Coverage()
      coverage[account] = Coverage(
        basis: .declared,
        rules: declared.rules.flatMap { known.rules?.union($0) },
        regions: declared.regions.flatMap { known.regions?.union($0) })
    }
    if scan.basis == .complete {
      coverage = coverage.mapValues { _ in Coverage(basis: .complete, rules: nil, regions: nil) }
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
