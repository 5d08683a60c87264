import EvidenceModel

/// Hands on what a reader finds in the order that ``ScanItem`` asks for, in the same way for every
/// format: the tool first, each rule before its first finding at a time, and what the file does not
/// say from the ``ReadingContext``.
///
/// ```swift
/// var writer = FindingWriter(file: file, context: context)
/// try writer.setTool("kube-bench", version: nil, emit: emit)
/// try writer.write(finding, emit: emit) { RuleDefinition(key: finding.rule, title: title) }
/// ```
///
/// Account and time are never invented: where neither file nor user tells them, reading ends with an
/// error that names the option.
struct FindingWriter {
  /// Reads times, with the user's zone for those that name none.
  var clock: RecordClock
  private let file: ScanFile
  private let context: ReadingContext
  private var tool: (key: String, version: String?)?
  /// The tool and time of the last finding, and the rules that were described of these; `nil` before
  /// the first finding of a tool.
  private var current: (occasion: Occasion, rules: Set<ExactText>)?
  /// The same of other tools and times.
  private var others: [Occasion: Set<ExactText>] = [:]
  private var warnings: Set<String> = []
  private var hasToldZone = false

  private struct Occasion: Hashable {
    var tool: ExactText
    var scannedAt: Timestamp
  }

  /// A writer of what one file holds.
  init(file: ScanFile, context: ReadingContext) {
    self.file = file
    self.context = context
    clock = RecordClock(context: context)
  }

  /// What follows is of this tool.
  mutating func setTool(
    _ key: String, version: String?, emit: (ScanItem) throws -> Void
  ) throws {
    if let tool, tool.key == key, tool.version == version { return }
    if let current { others[current.occasion] = current.rules }
    current = nil
    tool = (key, version)
    try emit(.tool(key: key, version: version))
  }

  /// Hands on a finding, before it its rule where that is new at its time.
  ///
  /// - Parameters:
  ///   - finding: What the record says.
  ///   - emit: Takes the items.
  ///   - definition: Makes the rule's definition, which is asked for only where it is new.
  /// - Throws: `ImportError` where nobody tells the account or the time; what `emit` throws.
  mutating func write(
    _ finding: Finding, emit: (ScanItem) throws -> Void, definition: () -> RuleDefinition
  ) throws {
    let account = try account(of: finding)
    let scannedAt = try scannedAt(finding.scannedAt, at: finding.bytes.offset)
    try tellZone(emit: emit)
    if isNew(finding.rule, at: scannedAt) { try emit(.rule(definition())) }
    let uid = finding.resource ?? finding.resourceName
    try emit(
      .observation(
        Observation(
          rule: finding.rule,
          resource: Resource(
            provider: finding.provider, account: account,
            region: finding.region ?? context.region ?? "", uid: uid ?? account,
            name: finding.resourceName ?? "", type: finding.resourceType, tags: finding.tags),
          discriminator: finding.discriminator, status: finding.status,
          severity: finding.severity, isMuted: finding.isMuted, detail: finding.detail,
          alias: finding.alias, scannedAt: scannedAt, bytes: finding.bytes)))
  }

  /// Hands on how a requirement stands.
  ///
  /// - Parameters:
  ///   - finding: What the record says; its rule is empty for a requirement without a check, which
  ///     need not have an account.
  ///   - requirement: The requirement.
  ///   - emit: Takes the items.
  /// - Throws: `ImportError` where nobody tells the account or the time; what `emit` throws.
  mutating func write(
    _ finding: Finding, of requirement: RequirementReference, emit: (ScanItem) throws -> Void
  ) throws {
    let hasCheck = !finding.rule.isEmpty
    let account = hasCheck ? try account(of: finding) : finding.account ?? context.account
    let scannedAt = try scannedAt(finding.scannedAt, at: finding.bytes.offset)
    try tellZone(emit: emit)
    try emit(
      .requirementResult(
        RequirementResult(
          requirement: requirement, rule: hasCheck ? finding.rule : nil,
          provider: finding.provider, account: account,
          region: finding.region ?? context.region ?? "",
          resource: hasCheck ? finding.resource ?? finding.resourceName ?? account ?? "" : "",
          status: finding.status, isMuted: finding.isMuted, detail: finding.detail,
          scannedAt: scannedAt, bytes: finding.bytes)))
  }

  private func account(of finding: Finding) throws -> String {
    guard let account = finding.account ?? context.account else {
      throw try file.error(
        .missingContext, at: finding.bytes.offset,
        reason: "the record that begins here does not name its account",
        hint: "name what was scanned with --account")
    }
    return account
  }

  /// True where the rule was not described at this time, for which it counts as described now.
  private mutating func isNew(_ rule: String, at scannedAt: Timestamp) -> Bool {
    if current?.occasion.scannedAt != scannedAt {
      if let current { others[current.occasion] = current.rules }
      let occasion = Occasion(tool: ExactText(tool?.key ?? ""), scannedAt: scannedAt)
      current = (occasion, others.removeValue(forKey: occasion) ?? [])
    }
    return current?.rules.insert(ExactText(rule)).inserted ?? false
  }

  /// Hands on what the file says that was evaluated, in the user's account where it names none.
  ///
  /// - Throws: `ImportError` where nobody tells the account or the time; what `emit` throws.
  mutating func declare(
    provider: String, account: String?, rules: Set<String>?, regions: Set<String>?,
    scannedAt: Timestamp?, at offset: Int, emit: (ScanItem) throws -> Void
  ) throws {
    guard let account = account ?? context.account else {
      throw try file.error(
        .missingContext, at: offset, reason: "the file does not name what was scanned",
        hint: "name it with --account")
    }
    try emit(
      .coverage(
        DeclaredCoverage(
          provider: provider, account: account, rules: rules, regions: regions,
          scannedAt: self.scannedAt(scannedAt, at: offset))))
  }

  /// Hands on a record that cannot be used.
  ///
  /// - Parameters:
  ///   - bytes: Where it stands.
  ///   - reason: Why, in lower case and without a final period.
  ///   - excerpt: Its text, of which the beginning is kept.
  ///   - emit: Takes the item.
  /// - Throws: What `emit` throws.
  func reject(
    _ bytes: ByteRange, reason: String, excerpt: TextSlice, emit: (ScanItem) throws -> Void
  ) throws {
    try emit(
      .rejected(RejectedRecord(bytes: bytes, reason: reason, excerpt: excerpt.excerpt())))
  }

  /// Warns, once for each text.
  mutating func warn(_ text: String, emit: (ScanItem) throws -> Void) throws {
    if warnings.insert(text).inserted { try emit(.warning(text)) }
  }

  /// The severity that a word stands for. A word of no tool is `unknown`, with a warning.
  mutating func severity(
    _ word: String?, emit: (ScanItem) throws -> Void
  ) throws -> Severity {
    guard let word else { return .unknown }
    if let severity = Severity(word: word) { return severity }
    try warn("the severity '\(word.prefix(40))' is unknown; it is kept as 'unknown'", emit: emit)
    return .unknown
  }

  /// The status that a word stands for. A word that is not in the table is `unknown`, with a
  /// warning, never a pass; so is no word at all.
  ///
  /// - Parameters:
  ///   - word: What the file says, in any case.
  ///   - words: The format's words, in lower case.
  ///   - emit: Takes the warning.
  /// - Returns: The status.
  /// - Throws: What `emit` throws.
  mutating func status(
    _ word: String?, among words: [String: Status], emit: (ScanItem) throws -> Void
  ) throws -> Status {
    guard let word else {
      try warn("a record has no status; it is kept as 'unknown'", emit: emit)
      return .unknown
    }
    if let status = words[word.lowercased()] { return status }
    try warn("the status '\(word.prefix(40))' is unknown; it is kept as 'unknown'", emit: emit)
    return .unknown
  }

  private func scannedAt(_ own: Timestamp?, at offset: Int) throws -> Timestamp {
    guard let time = context.scannedAt ?? own else {
      throw try file.error(
        .missingContext, at: offset, reason: "the file does not say when the scan ran",
        hint: "give the time with --scanned-at")
    }
    return time
  }

  private mutating func tellZone(emit: (ScanItem) throws -> Void) throws {
    guard clock.hasGuessedZone, !hasToldZone else { return }
    hasToldZone = true
    try emit(.guessedZone)
  }
}
