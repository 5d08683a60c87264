import EvidenceModel

/// Results of ScoutSuite (`scoutsuite_results_*.js`): a script that gives one object to a variable.
///
/// The account is `account_id`, the time `last_run.time`, which has a zone. Only what is flagged is
/// listed, by its path in the tree of the account's resources; passes are only counted. Each flagged
/// item is a finding, at the place of its rule.
///
/// A rule that checked something is declared as covered, in the regions of the run's parameters or
/// everywhere. A rule with `checked_items` 0 is not: ScoutSuite cannot tell that there is nothing
/// from that it was not let in. Nor is anything where regions were excluded, since those left are
/// not listed.
///
/// - Ids in paths are often hashes of names. The resource is known by its ARN, else by its id where
///   that is no hash, else by its name, else by its path; names are looked up in the same document.
/// - What a path has after the resource, such as the network that a database admits, tells results
///   of one rule apart.
/// - `danger` and `warning` are the only levels: they are kept as high and medium.
///
/// Members: the results of ScoutSuite 5, github.com/nccgroup/ScoutSuite.
public struct ScoutSuite: ScanFormat {
  /// A reader of ScoutSuite's results.
  public init() {}

  /// `scoutsuite`.
  public let key = "scoutsuite"
  /// What its files can tell.
  public let traits = FormatTraits(
    "ScoutSuite's results (.js)", passes: .no, coverage: .yes, account: .yes, region: .partly,
    time: .yes)

  /// True for the script, and for its object alone.
  public func recognises(_ sample: FileSample) -> Bool {
    sample.hasFirstLine("scoutsuite_results =")
      || sample.hasMembers("account_id", "provider_code", "last_run")
  }

  private static let levels: [String: Severity] = [
    "danger": .high, "warning": .medium, "good": .informational,
  ]

  /// Hands on each flagged item.
  public func read(
    _ file: ScanFile, context: ReadingContext, emit: (ScanItem) throws -> Void
  ) throws {
    let start = try Self.start(of: file)
    var writer = FindingWriter(file: file, context: context)
    let run = try Run(file, startingAt: start, clock: &writer.clock)
    let names = try ScoutSuiteNames(file, startingAt: start, patterns: run.patterns)
    try writer.setTool("scoutsuite", version: run.version, emit: emit)
    let reader = try JSONPathReader(
      file: file, paths: ["services.*.findings.*"], startingAt: start)
    while let match = try reader.next() {
      let value = match.record.value
      let rule = match.names[1]
      let severity = try severity(value["level"]?.string, writer: &writer, emit: emit)
      let pattern = Run.pattern(of: value)
      let suffix = value["id_suffix"]?.string
      for item in value.elements("items") {
        guard let path = item.string, !path.isEmpty else {
          try writer.reject(
            match.record.bytes, reason: "has an item without a path",
            excerpt: reader.text(of: match.record), emit: emit)
          continue
        }
        let resource = names.resource(at: path, pattern: pattern, suffix: suffix)
        var finding = Finding(rule: rule, status: .fail, bytes: match.record.bytes)
        finding.severity = severity
        finding.provider = run.provider
        finding.account = run.account
        finding.region = resource.region
        finding.resource = resource.uid
        finding.resourceName = resource.name
        finding.resourceType = resource.type
        finding.discriminator = resource.part
        finding.scannedAt = run.time
        try writer.write(finding, emit: emit) {
          Self.definition(value, key: rule, severity: severity)
        }
      }
    }
    guard !run.evaluated.isEmpty, !run.hasExcludedRegions else { return }
    try writer.declare(
      provider: run.provider, account: run.account, rules: run.evaluated, regions: run.regions,
      scannedAt: run.time, at: start, emit: emit)
  }

  private func severity(
    _ level: String?, writer: inout FindingWriter, emit: (ScanItem) throws -> Void
  ) throws -> Severity {
    if let severity = level.flatMap({ Self.levels[$0] }) { return severity }
    return try writer.severity(level, emit: emit)
  }

  /// Bytes before the object: the variable's name and `=`.
  private static func start(of file: ScanFile) throws -> Int {
    try withUnsafeTemporaryAllocation(byteCount: 1 << 16, alignment: 16) { buffer in
      let count = try file.read(at: 0, into: buffer)
      return buffer[..<count].firstIndex(of: UInt8(ascii: "{")) ?? 0
    }
  }

  private static func definition(
    _ value: JSONValue, key: String, severity: Severity
  ) -> RuleDefinition {
    var rule = RuleDefinition(key: key, title: value["description"]?.string ?? "")
    rule.service = value["service"]?.string ?? ""
    rule.severity = severity
    rule.description = value["description"]?.string ?? ""
    rule.risk = value["rationale"]?.string ?? ""
    rule.recommendation = value["remediation"]?.string ?? ""
    rule.referenceURL =
      value.elements("references").compactMap(\.text).first(where: \.isWebAddress)?.string
    let mappings = value.elements("compliance").compactMap { item -> RequirementReference? in
      guard let name = item["name"]?.string, let reference = item["reference"]?.string else {
        return nil
      }
      let version = item["version"]?.string.map { " " + $0 } ?? ""
      return RequirementReference.named(edition: name + version, requirement: reference)
    }
    rule.mappings = Set(mappings).sorted()
    return rule
  }
}

extension ScoutSuite {
  /// What holds for all findings of a file, and what their rules checked.
  private struct Run {
    private(set) var account: String?
    private(set) var provider = ""
    private(set) var version: String?
    private(set) var time: Timestamp?
    /// The regions that were asked for, and the account itself; `nil` for all.
    private(set) var regions: Set<String>?
    private(set) var hasExcludedRegions = false
    /// Rules that checked something.
    private(set) var evaluated: Set<String> = []
    /// Where the resources stand that rules flag: `s3.buckets.id`.
    private(set) var patterns: Set<String> = []

    init(_ file: ScanFile, startingAt start: Int, clock: inout RecordClock) throws {
      let reader = try JSONPathReader(
        file: file, paths: ["account_id", "provider_code", "last_run", "services.*.findings.*"],
        startingAt: start)
      while let match = try reader.next() {
        let value = match.record.value
        switch match.path {
        case 0: account = value.string.flatMap { $0.isEmpty ? nil : $0 }
        case 1: provider = value.string ?? ""
        case 2:
          version = value["version"]?.string
          time = clock.time(value["time"])
          let parameters = value["run_parameters"]
          let asked = parameters?.elements("regions").compactMap(\.string) ?? []
          // What belongs to no region is checked whatever the regions are.
          if !asked.isEmpty { regions = Set(asked + ["", "global"]) }
          hasExcludedRegions = parameters?["excluded_regions"]?.firstElement != nil
        default:
          if let checked = value["checked_items"]?.int, checked > 0 {
            evaluated.insert(match.names[1])
          }
          if value["items"]?.firstElement != nil { patterns.insert(Self.pattern(of: value)) }
        }
      }
    }

    /// Where the resource stands that a rule is about.
    static func pattern(of rule: JSONValue) -> String {
      (rule["display_path"]?.string ?? rule["path"]?.string) ?? ""
    }
  }
}
