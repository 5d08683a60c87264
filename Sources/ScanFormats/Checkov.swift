import EvidenceModel

/// Checkov's JSON output, of versions 1 to 3: a report for each framework that was scanned.
///
/// One framework gives an object, several an array, early versions objects one after the other, and
/// a scan that found nothing to check a summary alone.
///
/// - Passes: yes, but not with `--quiet`, and some frameworks, such as `secrets`, never list them.
/// - Coverage, account, region and time: never.
///
/// The bucket and the result's word have to agree on the outcome; where they do not, it is unknown.
/// Checkov does not evaluate what a comment skips: the outcome is unknown, and muted. Severities
/// are `null` without its makers' platform, and stay unknown. The resource is its address within
/// its file, as addresses are not unique across files; it is told apart by the framework too. Files
/// that Checkov could not parse are rejected records.
struct Checkov: ScanFormat {
  let key = "checkov"
  let traits = FormatTraits(
    "Checkov's JSON output", passes: .yes, coverage: .no, account: .no, region: .no, time: .no,
    fidelity: .full)

  func recognises(_ sample: FileSample) -> Bool {
    sample.hasMembers("check_type", "results")
      || sample.hasMembers("checkov_version", "passed", "failed")
  }

  private struct Report {
    var framework = ""
    var version: String?
  }

  private static let statuses: [String: Status] = [
    "passed": .pass, "failed": .fail, "skipped": .unknown, "unknown": .unknown,
  ]

  func read(
    _ file: ScanFile, context: ReadingContext, emit: (ScanItem) throws -> Void
  ) throws {
    let reports = try Self.reports(of: file)
    let reader = try JSONPathReader(
      file: file,
      paths: [
        "results.passed_checks[]", "results.failed_checks[]", "results.skipped_checks[]",
        "results.parsing_errors[]",
      ])
    let buckets: [Status] = [.pass, .fail, .unknown]
    var writer = FindingWriter(file: file, context: context)
    if let version = reports[0]?.version {
      try writer.setTool("checkov", version: version, emit: emit)
    }
    while let match = try reader.next() {
      let report = reports[match.indexes[0]] ?? Report()
      try writer.setTool("checkov", version: report.version, emit: emit)
      let value = match.record.value
      let reason: String?
      if match.path == buckets.count {
        reason = "is a file that Checkov could not parse"
      } else if let rule = value.string("check_id") {
        reason = nil
        var finding = Self.finding(value, rule: rule, report: report, bytes: match.record.bytes)
        finding.isMuted = match.path == 2
        finding.status = try status(
          of: value, in: buckets[match.path], writer: &writer, emit: emit)
        finding.severity = try writer.severity(value.string("severity"), emit: emit)
        try writer.write(finding, emit: emit) {
          Self.definition(value, key: rule, severity: finding.severity)
        }
      } else {
        reason = "names no check"
      }
      if let reason {
        try writer.reject(
          match.record.bytes, reason: reason, excerpt: reader.text(of: match.record), emit: emit)
      }
    }
  }

  /// What each report says of itself, mostly after its records, by the number of the report.
  private static func reports(of file: ScanFile) throws -> [Int: Report] {
    var reports: [Int: Report] = [:]
    let reader = try JSONPathReader(
      file: file, paths: ["check_type", "summary.checkov_version", "checkov_version"])
    while let match = try reader.next() {
      guard let text = match.record.value.string else { continue }
      var report = reports[match.indexes[0]] ?? Report()
      if match.path == 0 { report.framework = text } else { report.version = text }
      reports[match.indexes[0]] = report
    }
    return reports
  }

  private func status(
    of value: JSONValue, in bucket: Status, writer: inout FindingWriter,
    emit: (ScanItem) throws -> Void
  ) throws -> Status {
    guard let word = value["check_result"]?.string("result") else { return bucket }
    let status = try writer.status(word, among: Self.statuses, emit: emit)
    if status == bucket || status == .unknown { return status }
    try writer.warn(
      "a record says '\(word)' among those of another result; it is kept as 'unknown'",
      emit: emit)
    return .unknown
  }

  private static func finding(
    _ value: JSONValue, rule: String, report: Report, bytes: ByteRange
  ) -> Finding {
    var finding = Finding(rule: rule, status: .unknown, bytes: bytes)
    let path = value.string("repo_file_path") ?? value.string("file_path")
    let address = value.string("resource_address") ?? value.string("resource")
    finding.resource = CheckovResource.uid(path: path, address: address)
    finding.resourceName = address
    finding.resourceType = CheckovResource.type(of: address ?? "", framework: report.framework)
    finding.tags = TagSet(
      value.members("entity_tags").compactMap { tag in
        tag.value.string.map { ResourceTag(key: tag.key.string, value: $0) }
      })
    finding.discriminator = report.framework
    let details = value.elements("details").compactMap(\.string)
    finding.detail =
      value["check_result"]?.string("suppress_comment") ?? details.joined(separator: "\n")
    return finding
  }

  private static func definition(
    _ value: JSONValue, key: String, severity: Severity
  ) -> RuleDefinition {
    var rule = RuleDefinition(key: key, title: value.string("check_name") ?? "")
    rule.severity = severity
    rule.description = value.string("description") ?? value.string("short_description") ?? ""
    rule.referenceURL = value.string("guideline")
    var mappings: Set<RequirementReference> = []
    for (edition, requirements) in value.members("benchmarks") {
      for requirement in requirements.elements {
        guard let name = requirement.string("name") else { continue }
        mappings.insert(RequirementReference.named(edition: edition.string, requirement: name))
      }
    }
    rule.mappings = mappings.sorted()
    return rule
  }
}
