import EvidenceModel

/// Turns Prowler's records into items, in the same way whichever format they came in.
struct ProwlerScan {
  static let tool = "prowler"

  private struct Sight: Hashable {
    var rule: ExactText
    var scannedAt: Timestamp
  }

  /// The times of the records.
  var clock: RecordClock
  /// The tags of the records' resources.
  var tags = ProwlerTags()
  private let file: ScanFile
  private let context: ReadingContext
  private var texts = RepeatedText()
  private var version: String?
  private var hasNamedTool = false
  private var seen: Set<Sight> = []
  private var severities: [String: Severity] = [:]
  private var oddStatuses: Set<String> = []
  private var hasToldZone = false
  private var hasWarnedOfLabels = false

  init(file: ScanFile, context: ReadingContext) {
    self.file = file
    self.context = context
    clock = RecordClock(context: context)
  }

  /// Hands on what a record says.
  ///
  /// - Parameters:
  ///   - record: The record.
  ///   - emit: Takes the items.
  ///   - definition: Makes the rule's definition, which is asked for only where it is new.
  /// - Returns: Why the record was not taken; `nil` where it was.
  /// - Throws: `ImportError` where nothing names the account; what `emit` throws.
  mutating func take(
    _ record: ProwlerRecord, emit: (ScanItem) throws -> Void,
    definition: (_ key: String, _ severity: Severity) -> RuleDefinition
  ) throws -> String? {
    let provider = record.provider ?? record.providerInUID
    guard let ownAccount = record.account.map({ texts.string($0) }) ?? context.account else {
      throw try file.error(
        .missingContext, at: record.bytes.offset,
        reason: "the record that begins here does not name its account",
        hint: "name it with --account")
    }
    guard let ruleText = record.rule ?? record.ruleInUID(account: ownAccount) else {
      return "names no check"
    }
    guard let scannedAt = record.scannedAt else { return "has no time that can be read" }

    let rule = texts.string(ruleText)
    let providerName = provider.map { texts.string($0) } ?? ""
    guard let account = Self.whole(ownAccount, provider: providerName) else {
      return "has the account '\(ownAccount)', which a spreadsheet has shortened"
    }
    let (status, isMutedByStatus) = try status(record.status, emit: emit)
    let severity = try severity(record.severity, emit: emit)
    try nameTool(record.version, emit: emit)
    try tellZone(emit: emit)
    try warnOfLabels(emit: emit)
    if seen.insert(Sight(rule: ExactText(rule), scannedAt: scannedAt)).inserted {
      try emit(.rule(definition(rule, severity)))
    }
    let name = record.resourceName.map { texts.string($0) } ?? ""
    let resource = Resource(
      provider: providerName, account: account,
      region: region(of: record) ?? context.region ?? "",
      uid: record.resourceUID?.string ?? (name.isEmpty ? account : name),
      name: name,
      type: record.resourceType.map { texts.string($0) } ?? "", tags: record.tags)
    try emit(
      .observation(
        Observation(
          rule: rule, resource: resource, status: status, severity: severity,
          isMuted: record.isMuted || isMutedByStatus, detail: record.detail?.string ?? "",
          alias: record.findingUID?.string, scannedAt: scannedAt, bytes: record.bytes)))
    return nil
  }

  /// The region, or what the CSV has in its place for Kubernetes, whose records have none.
  private mutating func region(of record: ProwlerRecord) -> String? {
    if let region = record.region {
      return region == "namespace: " ? nil : texts.string(region)
    }
    return record.namespace.map {
      $0.hasPrefix("namespace: ") ? texts.string($0) : "namespace: " + $0.string
    }
  }

  private mutating func nameTool(
    _ text: TextSlice?, emit: (ScanItem) throws -> Void
  ) throws {
    if hasNamedTool {
      guard let text, version.map({ text == $0 }) != true else { return }
    }
    version = text?.string
    hasNamedTool = true
    try emit(.tool(key: Self.tool, version: version))
  }

  private mutating func tellZone(emit: (ScanItem) throws -> Void) throws {
    guard clock.hasGuessedZone, !hasToldZone else { return }
    hasToldZone = true
    try emit(.guessedZone)
  }

  private mutating func warnOfLabels(emit: (ScanItem) throws -> Void) throws {
    guard tags.hasLeftOutLabels, !hasWarnedOfLabels else { return }
    hasWarnedOfLabels = true
    try emit(.warning("a resource's labels are no list of texts: what is none is left out"))
  }

  private mutating func status(
    _ text: TextSlice?, emit: (ScanItem) throws -> Void
  ) throws -> (Status, isMuted: Bool) {
    // Rejected, the record would be absent, and what is absent may be taken for gone.
    guard let text else {
      if oddStatuses.insert("").inserted {
        try emit(.warning("a record has no status, or two; it is kept as 'unknown'"))
      }
      return (.unknown, false)
    }
    if text == "PASS" { return (.pass, false) }
    if text == "FAIL" { return (.fail, false) }
    if text == "MANUAL" { return (.manual, false) }
    // Before version 4 this is the word for what a person has to check.
    if text == "INFO" { return (.manual, false) }
    // Prowler's mute list puts these words in the place of the verdict, which is lost; the second
    // is that of the allow list before version 4.
    if text == "MUTED" || text == "WARNING" { return (.unknown, true) }
    if oddStatuses.insert(text.string).inserted {
      try emit(.warning("the status '\(text.excerpt())' is unknown; it is kept as 'unknown'"))
    }
    return (.unknown, false)
  }

  private mutating func severity(
    _ text: TextSlice?, emit: (ScanItem) throws -> Void
  ) throws -> Severity {
    guard let text else { return .unknown }
    let word = text.string
    if let known = severities[word] { return known }
    let severity = Severity(word: word)
    if severity == nil {
      try emit(.warning("the severity '\(text.excerpt())' is unknown; it is kept as 'unknown'"))
    }
    severities[word] = severity ?? .unknown
    return severity ?? .unknown
  }

  /// AWS account ids have 12 digits; a program that took one for a number dropped its zeros, or
  /// made `1.23457E+11` of it, which is no account any more.
  static func whole(_ account: String, provider: String) -> String? {
    let count = account.utf8.count
    guard provider == "aws", count < 12 else { return account }
    if Double(account) == nil { return account }
    guard account.utf8.allSatisfy({ $0 >= UInt8(ascii: "0") && $0 <= UInt8(ascii: "9") }) else {
      return nil
    }
    return String(repeating: "0", count: 12 - count) + account
  }
}

extension ProwlerRecord {
  /// The provider in `prowler-{provider}-{check}-{account}-{region}-{name}`.
  fileprivate var providerInUID: TextSlice? {
    guard let rest = restOfUID else { return nil }
    return rest.firstIndex(of: "-").map { rest.prefix($0) }
  }

  /// The check in the same place. Checks of Prowler have no hyphen, others may have.
  fileprivate func ruleInUID(account: String) -> TextSlice? {
    guard let rest = restOfUID, let hyphen = rest.firstIndex(of: "-") else { return nil }
    let tail = rest.dropFirst(hyphen + 1)
    let end = tail.firstIndex(ofText: "-" + account + "-") ?? tail.firstIndex(of: "-")
    return end.flatMap { tail.prefix($0).ifPresent }
  }

  private var restOfUID: TextSlice? {
    guard let uid = findingUID, uid.hasPrefix("prowler-") else { return nil }
    return uid.dropFirst(8)
  }
}
