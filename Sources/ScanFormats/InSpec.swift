import EvidenceModel

/// Reports of Chef InSpec and of what MITRE's converters make of others (HDF): profiles with controls,
/// each with its results.
///
/// The rule is the control's id. A control has several results, one for each thing that it looked at;
/// the finding's status is the worst of them, and its detail has the description and message of each
/// result of that status. Passes are listed. The account is the target (`platform.target_id`), which
/// few reports have: else the user names it. The time is the earliest `start_time` of a control's
/// report, so that all controls of a report have one.
///
/// - `skipped` is for a person to decide. A control whose `impact` is 0 does not apply, whether it is
///   skipped or passes; where it fails, it fails.
/// - A control without results, such as one that a wrapping profile only selects, was not run: where
///   another profile of the report has results for it, those are taken; else it is manual.
/// - `waiver_data` that skips the test mutes the finding.
/// - `backtrace` or an exception in a result means that the check failed, not the host: `error`.
///
/// Reports come as one object, or one per line.
///
/// Meaning of results and of the impact: the documentation of InSpec's JSON reporter, and of HDF's
/// status in mitre.github.io/hdf-libs.
public struct InSpec: ScanFormat {
  /// A reader of InSpec's JSON and of HDF.
  public init() {}

  /// `inspec`.
  public let key = "inspec"
  /// What its files can tell.
  public let traits = FormatTraits(
    "InSpec JSON reports and HDF", passes: .yes, coverage: .no, account: .partly, region: .no,
    time: .partly)

  /// True for a report with profiles that have controls.
  public func recognises(_ sample: FileSample) -> Bool {
    sample.firstObject?["profiles"]?.firstElement?["controls"] != nil
  }

  private static let statuses: [String: Status] = [
    "passed": .pass, "failed": .fail, "skipped": .manual, "error": .error,
  ]

  /// What holds for all the controls of a report.
  private struct Report {
    var version: String?
    var target: String?
    var platform = ""
    var startedAt: Timestamp?
    /// Controls that have results in some profile.
    var run: Set<String> = []
  }

  /// Hands on each control, in the worst status of its results.
  public func read(
    _ file: ScanFile, context: ReadingContext, emit: (ScanItem) throws -> Void
  ) throws {
    var writer = FindingWriter(file: file, context: context)
    let reports = try Self.reports(in: file, clock: &writer.clock)
    let reader = try JSONPathReader(file: file, paths: ["profiles[].controls[]"])
    while let match = try reader.next() {
      let report = reports[match.indexes[0]] ?? Report()
      try writer.setTool("inspec", version: report.version, emit: emit)
      let control = match.record.value
      guard let id = control["id"]?.string, !id.isEmpty else {
        try writer.reject(
          match.record.bytes, reason: "names no control", excerpt: reader.text(of: match.record),
          emit: emit)
        continue
      }
      let hasResults = control["results"]?.firstElement != nil
      if !hasResults, report.run.contains(id) {
        // A profile that wraps another repeats its controls without results.
        try writer.reject(
          match.record.bytes, reason: "has its results in another profile of the report",
          excerpt: reader.text(of: match.record), emit: emit)
        continue
      }
      try take(control, id: id, at: match.record.bytes, of: report, writer: &writer, emit: emit)
    }
  }

  private func take(
    _ control: JSONValue, id: String, at bytes: ByteRange, of report: Report,
    writer: inout FindingWriter, emit: (ScanItem) throws -> Void
  ) throws {
    var results: [(status: Status, text: String)] = []
    for result in control.elements("results") {
      var status = try writer.status(result["status"]?.string, among: Self.statuses, emit: emit)
      let hasFailed = result["backtrace"]?.firstElement != nil || result["exception"]?.text != nil
      if hasFailed { status = .error }
      results.append((status, Self.text(of: result)))
    }
    let impact = control["impact"]?.double
    var worst = results.map(\.status).min() ?? .manual
    if worst == .manual || worst == .pass, impact == 0 { worst = .notApplicable }
    var finding = Finding(rule: id, status: worst, bytes: bytes)
    let kept = results.filter { $0.status == worst || worst == .notApplicable }
    finding.detail = kept.map(\.text).filter { !$0.isEmpty }.joined(separator: "\n")
    finding.severity = Self.severity(impact: impact, word: control["tags"]?["severity"]?.string)
    finding.isMuted = Self.isWaived(control["waiver_data"])
    finding.account = report.target
    finding.resourceName = report.target
    finding.resourceType = report.platform
    finding.scannedAt = report.startedAt
    try writer.write(finding, emit: emit) {
      Self.definition(control, id: id, severity: finding.severity)
    }
  }

  /// The header of each report in the file, by its number, and when its first control began.
  private static func reports(
    in file: ScanFile, clock: inout RecordClock
  ) throws -> [Int: Report] {
    let reader = try JSONPathReader(
      file: file, paths: ["version", "platform", "profiles[].controls[]"])
    var reports: [Int: Report] = [:]
    while let match = try reader.next() {
      let value = match.record.value
      var report = reports[match.indexes[0]] ?? Report()
      switch match.path {
      case 0: report.version = value.string
      case 1:
        report.target = value["target_id"]?.string.flatMap { $0.isEmpty ? nil : $0 }
        report.platform = value["name"]?.string ?? ""
      default:
        let results = value.elements("results")
        if results.contains(where: { _ in true }) { report.run.insert(value["id"]?.string ?? "") }
        for result in results {
          guard let time = clock.time(result["start_time"]) else { continue }
          report.startedAt = min(time, report.startedAt ?? time)
        }
      }
      reports[match.indexes[0]] = report
    }
    return reports
  }

  private static func text(of result: JSONValue) -> String {
    let parts = ["code_desc", "message", "skip_message"].compactMap { name -> String? in
      guard let text = result.member(named: name)?.string, !text.isEmpty else { return nil }
      return text
    }
    return parts.joined(separator: ": ")
  }

  /// InSpec's own bands of the impact; a word in the tags is what the profile's author wrote.
  private static func severity(impact: Double?, word: String?) -> Severity {
    if let severity = word.flatMap(Severity.init(word:)), severity != .unknown { return severity }
    guard let impact else { return .unknown }
    return switch impact {
    case ..<0.01: .informational
    case ..<0.4: .low
    case ..<0.7: .medium
    case ..<0.9: .high
    default: .critical
    }
  }

  private static func isWaived(_ waiver: JSONValue?) -> Bool {
    waiver?["skipped_due_to_waiver"]?.bool == true
  }

  private static func definition(
    _ control: JSONValue, id: String, severity: Severity
  ) -> RuleDefinition {
    var rule = RuleDefinition(key: id, title: control["title"]?.string ?? "")
    let tags = control["tags"]
    rule.severity = severity
    rule.description = control["desc"]?.string ?? ""
    rule.risk = tags?["rationale"]?.string ?? ""
    rule.recommendation = tags?["fix"]?.string ?? ""
    var mappings: Set<RequirementReference> = []
    // Converters put the revision, `Rev_4`, among the requirements.
    for text in (tags.map { Array($0.elements("nist")) } ?? []).compactMap(\.string)
    where !text.isEmpty && !text.hasPrefix("Rev_") {
      mappings.insert(RequirementReference.named(edition: "NIST-800-53", requirement: text))
    }
    for text in (tags.map { Array($0.elements("cci")) } ?? []).compactMap(\.string)
    where !text.isEmpty {
      mappings.insert(RequirementReference(edition: "CCI", requirement: text))
    }
    rule.mappings = mappings.sorted()
    return rule
  }
}
