import EvidenceModel
import Reports

@testable import EvidenceStore

/// A history of a small environment, made of a seed: two tools and up to three accounts; partial
/// and complete scans, out of order, at the same instant and in one file; resources that vanish and return;
/// mutes, changing details, records told twice; rules that change; a catalog; what was accepted,
/// set and revoked; and in the end questions about it.
struct RandomStory {
  private var random: SeededGenerator
  private let seed: UInt64
  private var story = Story()
  /// What has been told so far.
  private var model = HistoryModel()
  private var clock = Self.beginning

  /// Few findings over many scans that look at all of them, or many over a few that look at some.
  private let isLong: Bool
  private let tools: [String]
  private let accounts: [AccountName]
  private let regions: [String]
  private let resources: [String]
  /// Few, so that scans meet.
  private let moments: [Timestamp]

  /// The first moment at which something can be told.
  private static let beginning = moment(day: 0)
  /// The last one has a name that another provider's account has, too.
  private static let someAccounts = [
    AccountName(provider: "aws", account: "111111111111"),
    AccountName(provider: "aws", account: "222222222222"),
    AccountName(provider: "gcp", account: "111111111111"),
  ]

  /// How many days the history has.
  private static let length = 12

  private init(seed: UInt64) {
    self.seed = seed
    random = SeededGenerator(seed: seed)
    isLong = random.once(in: 3)
    let hasOneTool = random.once(in: 3)
    let hasOneRegion = random.once(in: 3)
    tools = isLong || hasOneTool ? ["prowler"] : ["prowler", "trivy"]
    accounts = Array(
      Self.someAccounts.prefix(isLong ? 1 : Int.random(in: 1...3, using: &random)))
    regions = isLong || hasOneRegion ? ["eu-west-1"] : ["eu-west-1", "us-east-1"]
    resources = Array(
      ["r1", "r2", "r3"].prefix(isLong ? 2 : Int.random(in: 1...3, using: &random)))
    let count = isLong ? 12 : Int.random(in: 2...7, using: &random)
    var moments: [Timestamp] = []
    for _ in 0..<count {
      moments.append(
        moment(
          day: Int.random(in: 1..<Self.length - 1, using: &random),
          second: random.one(of: [0, 7200, 43_200])))
    }
    self.moments = moments
  }

  /// The story of a seed.
  static func story(seed: UInt64, reports: Int) -> Story {
    var maker = Self(seed: seed)
    maker.tellHistory()
    maker.ask(reports)
    return maker.story
  }

  private mutating func tell(_ step: Story.Step) {
    story.steps.append(step)
    model.tell(step)
  }

  /// When the next step is told: later than any before.
  private mutating func nextMoment() -> Timestamp {
    let hours = Int64.random(in: 1...30, using: &random)
    clock = Timestamp(microseconds: clock.microseconds + hours * 3_600_000_000)
    return clock
  }

  private mutating func anyMoment() -> Timestamp {
    random.once(in: 2)
      ? random.one(of: moments)
      : moment(
        day: Int.random(in: 0...Self.length, using: &random),
        second: random.one(of: [0, 7200, 43_200]))
  }

  // MARK: History

  private mutating func tellHistory() {
    let scanCount =
      isLong ? Int.random(in: 6...14, using: &random) : Int.random(in: 1...8, using: &random)
    for number in 0..<scanCount {
      if random.once(in: 5) { tellCatalog() }
      tellScan(number)
      if random.once(in: 12) { askViews() }
      for _ in 0..<Int.random(in: 0...2, using: &random) where random.once(in: 2) { tellPolicy() }
    }
  }

  private mutating func tellScan(_ number: Int) {
    if random.once(in: 12), let known = story.steps.last(where: \.isScan) {
      tell(known)
      return
    }
    let tool = random.one(of: tools)
    for key in rules(of: tool) where random.once(in: 3) {
      tell(.rule(rule(key, of: tool), tool: tool))
    }
    var scan = Story.Scan(
      artifact: "scan-\(seed)-\(number)", tool: tool, scannedAt: random.one(of: moments),
      basis: random.once(in: isLong ? 2 : 4) ? .complete : .declared, recordedAt: nil)
    scan.observations = observations(tool: tool, at: scan.scannedAt)
    if random.once(in: 6) { scan.declarations = declarations(of: tool, at: scan.scannedAt) }
    if random.once(in: 6) {
      scan.observations += observations(tool: tool, at: random.one(of: moments))
      scan.observations.shuffle(using: &random)
    }
    for index in scan.observations.indices {
      scan.observations[index].bytes = ByteRange(offset: index, count: 1)
    }
    guard !scan.observations.isEmpty || !scan.declarations.isEmpty else { return }
    if random.once(in: 8) { scan.rejections = ["no resource"] }
    scan.recordedAt = nextMoment()
    tell(.scan(scan))
  }

  private func rules(of tool: String) -> [String] {
    if isLong { return ["rule_a", "rule_b"] }
    return tool == "prowler" ? ["rule_a", "rule_b", "rule_c"] : ["rule_c", "rule_d"]
  }

  private mutating func observations(tool: String, at moment: Timestamp) -> [Observation] {
    var observations: [Observation] = []
    for account in accounts where !random.once(in: 4) {
      let isWhole = random.once(in: 2)
      for region in regions where isWhole || random.once(in: 2) {
        for rule in rules(of: tool) where isWhole || random.once(in: 2) {
          for resource in resources where !random.once(in: 3) {
            let parts = rule == "rule_b" && random.once(in: 3) ? ["x", "y"] : [""]
            for part in parts {
              observations.append(
                observation(rule, account, region, resource, part: part, at: moment))
              if random.once(in: 14) {
                observations.append(
                  observation(rule, account, region, resource, part: part, at: moment))
              }
            }
          }
        }
      }
    }
    observations.shuffle(using: &random)
    return observations
  }

  private mutating func declarations(
    of tool: String, at moment: Timestamp
  ) -> [DeclaredCoverage] {
    (0..<Int.random(in: 1...2, using: &random)).map { _ in
      let account = random.one(of: accounts)
      return DeclaredCoverage(
        provider: account.provider, account: account.account,
        rules: random.once(in: 3)
          ? nil : Set(random.some(of: rules(of: tool) + ["rule_silent"], onceIn: 2)),
        regions: random.once(in: 2) ? nil : Set(random.some(of: regions, onceIn: 2)),
        scannedAt: moment)
    }
  }

  private mutating func observation(
    _ rule: String, _ account: AccountName, _ region: String, _ resource: String, part: String,
    at moment: Timestamp
  ) -> Observation {
    let usual: [Status] = [.fail, .fail, .fail, .pass, .pass]
    let statuses = random.once(in: 4) ? [.manual, .error, .unknown, .notApplicable] : usual
    let name = random.once(in: 10) ? "\(resource)-renamed" : resource
    return Observation(
      rule: rule,
      resource: Resource(
        provider: account.provider, account: account.account, region: region, uid: resource,
        name: name, type: "Bucket", tags: TagSet(random.some(of: Self.tags, onceIn: 6))),
      discriminator: part, status: random.one(of: statuses),
      severity: random.once(in: 6) ? random.one(of: [.critical, .low]) : .high,
      isMuted: random.once(in: 8),
      detail: random.once(in: 4)
        ? random.one(of: ["", "other", "\(resource) is open", "\(name) and \(name)"]) : "usual",
      scannedAt: moment, bytes: ByteRange(offset: 0, count: 1))
  }

  private mutating func rule(_ key: String, of tool: String) -> RuleDefinition {
    var rule = RuleDefinition(key: key, title: random.once(in: 2) ? "Rule \(key)" : "New \(key)")
    rule.severity = random.once(in: 3) ? .critical : .high
    rule.cwe = random.one(of: [nil, 79, 311])
    rule.threats = random.some(of: [.tampering, .spoofing], onceIn: 3)
    rule.scopes = random.some(of: ["GDPR", "PCI"], onceIn: 4).map(
      RuleDefinition.Scope.init(framework:))
    rule.mappings = random.some(of: Self.requirements, onceIn: 3)
    rule.service = random.one(of: ["", "s3", "kms"])
    if random.once(in: 3) { rule.recommendation = "close it" }
    return rule
  }

  private static let tags = [
    ResourceTag(key: "env", value: "prod"), ResourceTag(key: "env", value: "play"),
    ResourceTag(key: "team", value: "core"),
  ]

  private static let requirements = [
    RequirementReference(edition: "PCI-4.0", requirement: "1.3"),
    RequirementReference(edition: "PCI-4.0", requirement: "3.5"),
    RequirementReference(edition: "PCI-3.2.1", requirement: "1.3"),
    RequirementReference(edition: "HIPAA", requirement: "164"),
  ]

  private mutating func tellCatalog() {
    var catalog = RuleCatalog(key: "ours", title: "Ours")
    catalog.frameworks = [
      FrameworkDefinition(key: "HIPAA", title: "Health", aliases: ["HIPPA"])
    ]
    catalog.cwes = [311: "Missing Encryption"]
    for key in ["open", "plain"] where !random.once(in: 4) {
      var rule = rule(key, of: "ours")
      if random.once(in: 2) { rule.scopes.append(.init(framework: "HIPPA")) }
      for tool in ["prowler", "trivy"] where random.once(in: 2) {
        rule.equivalents.append(
          random.once(in: 5)
            ? .none(catalog: tool, reason: "unsupported")
            : .same(catalog: tool, rule: random.one(of: rules(of: tool))))
      }
      catalog.rules.append(rule)
    }
    if random.once(in: 2) { tellEvidence(of: &catalog) }
    guard !catalog.rules.isEmpty || !catalog.evidence.isEmpty else { return }
    if !catalog.rules.isEmpty, random.once(in: 3) {
      catalog.anomalies = [
        CatalogAnomaly(
          code: "misspelt-scope", rule: catalog.rules[0].key, line: 3, message: "HIPPA is HIPAA")
      ]
    }
    if random.once(in: 2) { catalog.editions = [edition()] }
    // The same document may come again.
    let documents = story.steps.compactMap { step in
      if case .catalog(let document) = step { document } else { nil }
    }
    var document = Story.Catalog(
      artifact: "ours-\(seed)-\(documents.count)", recordedAt: nil, catalog: catalog)
    if random.once(in: 3), let known = documents.first { document = known }
    document.recordedAt = nextMoment()
    tell(.catalog(document))
  }

  /// Lists requirements, with rules that are evidence for them and without.
  private mutating func tellEvidence(of catalog: inout RuleCatalog) {
    for reference in random.some(of: Self.requirements + Self.listed, onceIn: 3) {
      let rules = tools.flatMap { tool in
        self.rules(of: tool).map { RuleReference(catalog: tool, rule: $0) }
      }
      let named = random.some(
        of: rules + [RuleReference(catalog: "ours", rule: "open")], onceIn: 4)
      catalog.evidence += named.map {
        RequirementEvidence(
          requirement: reference, rule: $0, reason: random.once(in: 3) ? "because" : "")
      }
      if named.isEmpty {
        catalog.evidence.append(RequirementEvidence(requirement: reference, rule: nil))
      }
    }
  }

  /// Requirements that only documents name.
  private static let listed = [
    RequirementReference(edition: "PCI-4.0", requirement: "12.1"),
    RequirementReference(edition: "GDPR", requirement: "32"),
  ]

  /// An edition as a tree that may be broken: parents that nobody describes, or that are their own.
  private mutating func edition() -> EditionDefinition {
    var edition = EditionDefinition(key: "PCI-4.0")
    let places = [("1", nil), ("1.3", "1"), ("3", nil), ("3.5", "3"), ("3.5.1", "3.5")]
    for (key, parent) in places where !random.once(in: 5) {
      edition.requirements.append(
        RequirementDefinition(
          key: key, title: random.one(of: ["", "Title", "New title"]),
          parent: random.once(in: 6) ? random.one(of: ["1", "3.5", "3.5.1", "9"]) : parent,
          isAssessable: parent == nil ? random.once(in: 4) : !random.once(in: 8)))
    }
    return edition
  }

  // MARK: Policy

  private mutating func tellPolicy() {
    switch Int.random(in: 0..<14, using: &random) {
    case 0...3: tellWaiver()
    case 10...12: tellAttestation()
    case 13:
      let known = model.attestations.filter { $0.revokedAt == nil }
      if let attestation = known.randomElement(using: &random) {
        let moment = nextMoment()
        if moment < attestation.attestation.expiresAt {
          tell(.withdraw(Int64(attestation.number), at: moment))
        }
      }
    case 4:
      if let waiver = model.waivers.filter({ $0.revokedAt == nil }).randomElement(using: &random) {
        let moment = nextMoment()
        if moment < waiver.waiver.expiresAt { tell(.revoke(Int64(waiver.number), at: moment)) }
      }
    case 5:
      tell(
        .set(
          Setting(key: "freshness_days", value: random.one(of: ["1", "3", "30", "3650"])),
          recordedAt: nextMoment()))
    case 6:
      tell(
        .set(
          Setting(
            key: "sla_clock_restarts_after", value: random.one(of: ["resolved", "closed"])),
          recordedAt: nextMoment()))
    case 7:
      tell(
        .set(
          Setting(key: "scan_interval_days", value: random.one(of: ["1", "2", "7"])),
          recordedAt: nextMoment()))
    default:
      let frameworks = model.knownFrameworks.sorted()
      tell(
        .target(
          RemediationTarget(
            framework: random.once(in: 2) ? frameworks.randomElement(using: &random) : nil,
            severity: random.one(of: [.critical, .high, .high, .low]),
            days: random.one(of: [nil, 1, 3, 7])), recordedAt: nextMoment()))
    }
  }

  private mutating func tellWaiver() {
    guard let finding = anyFinding() else { return }
    var selection = Waiver.Selection()
    var named: FindingName?
    switch Int.random(in: 0..<9, using: &random) {
    case 0: named = finding
    case 1: selection.rule = "\(finding.tool)/\(finding.rule)"
    case 2: selection.resource = finding.resource
    case 3: selection.account = unmistakable(finding.account)
    case 4:
      selection.resource = finding.resource
      selection.account = unmistakable(finding.account)
    case 5:
      selection.rule = "\(finding.tool)/\(finding.rule)"
      selection.account = unmistakable(finding.account)
    case 6, 7:
      selection.tag = tagPattern()
      if random.once(in: 3) { selection.rule = "\(finding.tool)/\(finding.rule)" }
    default: break
    }
    let isNarrow = named != nil || selection != Waiver.Selection()
    if !isNarrow || random.once(in: 3) {
      let frameworks = model.knownFrameworks.sorted()
      let requirements = model.knownRequirements.sorted()
      if random.once(in: 2), let framework = frameworks.randomElement(using: &random) {
        selection.limit = .framework(framework)
      } else if let requirement = requirements.randomElement(using: &random) {
        selection.limit = .requirement(requirement)
      }
    }
    guard isNarrow || selection.limit != nil else { return }
    let starts = anyMoment()
    let ends = random.once(in: 6) ? moment(day: 40_000) : anyMoment()
    guard starts < ends else { return }
    tell(
      .waive(
        Story.Acceptance(
          waiver: Waiver(
            selection, startsAt: starts, expiresAt: ends, reason: "accepted", owner: "owner",
            approver: "approver", ticket: random.once(in: 3) ? "T-1" : nil),
          finding: named, recordedAt: nextMoment())))
  }

  private mutating func tellAttestation() {
    let requirements = model.knownRequirements.subtracting(model.headings).sorted()
    // Often one that was attested before, so that several meet.
    let again = model.attestations.map(\.attestation.requirement).filter(requirements.contains)
    guard
      let requirement = (again.isEmpty || random.once(in: 3) ? requirements : again)
        .randomElement(using: &random)
    else { return }
    let starts = anyMoment()
    let ends = random.once(in: 4) ? moment(day: 40_000) : anyMoment()
    guard starts < ends else { return }
    // One that can be named by its key, and that some scan has named.
    let named = Set(model.scans.flatMap(\.coverage.keys))
    let scanned = accounts.filter { account in
      named.contains(account) && accounts.count { $0.account == account.account } == 1
    }
    tell(
      .attest(
        Story.Testimony(
          attestation: Attestation(
            of: requirement,
            account: random.once(in: 3)
              ? scanned.randomElement(using: &random)?.account : nil,
            isMet: !random.once(in: 4), startsAt: starts, expiresAt: ends,
            attestedBy: random.one(of: ["officer", "auditor"]),
            note: random.once(in: 4) ? "seen" : nil),
          evidence: random.some(of: ["policy.pdf", "minutes.txt"], onceIn: 2),
          recordedAt: nextMoment())))
  }

  /// A pattern of a tag that some resource has carried.
  private mutating func tagPattern() -> Waiver.TagPattern? {
    let tags = Set(model.scans.flatMap { $0.observations.values.flatMap(\.state.tags) })
    guard let tag = tags.sorted().randomElement(using: &random) else { return nil }
    return Waiver.TagPattern(
      key: tag.key, pattern: random.one(of: [tag.value, "*", "\(tag.value.prefix(1))*"]))
  }

  /// An account that can be named by its key: no other provider has one of that key.
  private func unmistakable(_ account: String) -> String? {
    let providers = Set(model.findings.filter { $0.account == account }.map(\.provider))
    return providers.count == 1 ? account : nil
  }

  private mutating func anyFinding() -> FindingName? {
    model.findings.sorted().randomElement(using: &random)
  }

  // MARK: Questions

  /// Asks every view, and so many of the reports.
  private mutating func ask(_ count: Int) {
    guard !model.scans.isEmpty else { return }
    askViews()
    for _ in 0..<count {
      let report = random.one(of: Self.reports)
      let values = parameters(of: report)
      guard report.parameters.allSatisfy({ !$0.isRequired || values[$0.name] != nil }) else {
        continue
      }
      story.steps.append(.query(Story.Query(name: report.name, parameters: values)))
    }
  }

  private mutating func askViews() {
    for view in ViewModel.all {
      story.steps.append(.query(Story.Query(name: view.name, isView: true)))
    }
  }

  private static let reports = CannedQuery.all.filter { ReportModel.byName[$0.name] != nil }

  private mutating func parameters(of report: CannedQuery) -> [String: String] {
    var values: [String: String] = [:]
    for parameter in report.parameters {
      let isGiven =
        parameter.isRequired || Self.isUsuallyGiven(parameter.name)
        ? !random.once(in: 5) : random.once(in: 4)
      if isGiven || parameter.isRequired, let value = value(of: parameter) {
        values[parameter.name] = value
      }
    }
    // A period has to begin before it ends.
    if let from = values["from_at"], let end = values["as_of"],
      let start = try? model.moment(from, \.timestamp), let end = try? model.moment(end, \.end),
      start > end
    {
      values["from_at"] = nil
    }
    return values
  }

  /// Without these, most reports say little.
  private static func isUsuallyGiven(_ parameter: String) -> Bool {
    ["as_of", "scan_a", "scan_b", "from_at", "turns"].contains(parameter)
  }

  /// A value that means something in this history.
  private mutating func value(of parameter: CannedQueryParameter) -> String? {
    let finding = anyFinding()
    switch parameter.name {
    case "as_of", "from_at": return anyBorder().exactText
    case "known_at":
      return random.once(in: 10)
        ? Self.beginning.exactText
        : model.entries.randomElement(using: &random)?.recordedAt.exactText
    case "framework", "other": return model.knownFrameworks.sorted().randomElement(using: &random)
    case "edition":
      return model.knownRequirements.sorted().randomElement(using: &random)?.edition
    case "requirement":
      return model.knownRequirements.sorted().randomElement(using: &random)?.requirement
    case "account": return finding?.account
    case "severity": return random.one(of: ["critical", "high", "low"])
    case "rule": return finding?.rule
    case "resource": return finding?.resource
    case "tool": return finding?.tool
    case "catalog":
      let keys = model.loadings.map(\.catalog.key) + model.scans.map(\.tool)
      return Set(keys).sorted().randomElement(using: &random)
    case "code": return "misspelt-scope"
    case "limit": return "\(Int.random(in: 1...3, using: &random))"
    case "by": return random.one(of: ["cwe", "stride"])
    case "is_waived", "unmoved": return random.one(of: ["0", "1"])
    case "scanner": return random.one(of: ["prowler", "trivy"])
    case "statement": return random.one(of: ["equivalent", "none", "unstated"])
    case "state":
      // Its header lists them: "One of closed, opened, open, all; NULL is all."
      let list = parameter.text.prefix { $0 != ";" }.dropFirst("One of ".count)
      return random.one(of: list.split { !$0.isLetter && $0 != "_" }).description
    case "waiver_id":
      return model.waivers.randomElement(using: &random).map { "\($0.number)" }
    case "bucket": return random.one(of: ["day", "week", "month"])
    case "turns": return "\(Int.random(in: 1...3, using: &random))"
    case "days": return "\(Int.random(in: 0...4, using: &random))"
    case "scan_id", "scan_a", "scan_b": return anyScanNumber()
    default: return nil
    }
  }

  private mutating func anyScanNumber() -> String {
    "\(Int.random(in: 1...model.scans.count, using: &random))"
  }

  /// A moment at which something begins or ends, or one between or outside.
  private mutating func anyBorder() -> Timestamp {
    let borders =
      model.waivers.flatMap { [$0.waiver.startsAt, $0.endsAt] }
      + model.attestations.flatMap { [$0.attestation.startsAt, $0.attestation.expiresAt] }
      + model.scans.map(\.scannedAt)
    let border = borders.filter { $0 < moment(day: 366) }.randomElement(using: &random)
    guard let border, !random.once(in: 4) else { return anyMoment() }
    return Timestamp(microseconds: border.microseconds - (random.once(in: 4) ? 1_000_000 : 0))
  }
}

extension Story.Step {
  fileprivate var isScan: Bool { if case .scan = self { true } else { false } }
}
