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
/// its file, or within the folder of a Terraform module: see ``CheckovResource``. Files are named
/// from the scanned folder on, as in the CSV output, for the path within the repository depends on
/// where Checkov was run; but where several folders that were scanned have a file of the same name,
/// that path tells them apart. Files that Checkov could not parse are rejected records.
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

  /// What has to be known before the first record.
  private struct Outline {
    /// The reports by their numbers.
    var reports: [Int: Report] = [:]
    /// Paths that mean several files.
    var ambiguousPaths: Set<String> = []
  }

  private static let statuses: [String: Status] = [
    "passed": .pass, "failed": .fail, "skipped": .unknown, "unknown": .unknown,
  ]

  func read(
    _ file: ScanFile, context: ReadingContext, emit: (ScanItem) throws -> Void
  ) throws {
    let outline = try Self.outline(of: file)
    let reports = outline.reports
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
        var finding = Self.finding(
          value, rule: rule, report: report, ambiguousPaths: outline.ambiguousPaths,
          bytes: match.record.bytes)
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

  /// What each report says of itself, mostly after its records, and which paths are ambiguous.
  private static func outline(of file: ScanFile) throws -> Outline {
    var outline = Outline()
    var wholePaths: [String: String] = [:]
    var path = ""
    let lists = ["passed_checks", "failed_checks", "skipped_checks"]
    let reader = try JSONPathReader(
      file: file,
      paths: ["check_type", "summary.checkov_version", "checkov_version"]
        + lists.map { JSONPath(stringLiteral: "results.\($0)[].file_path") }
        + lists.map { JSONPath(stringLiteral: "results.\($0)[].repo_file_path") })
    while let match = try reader.next() {
      guard let text = match.record.value.string else { continue }
      switch match.path {
      case 0: outline.reports[match.indexes[0], default: Report()].framework = text
      case 1, 2: outline.reports[match.indexes[0], default: Report()].version = text
      case 3...5: path = text
      default:
        // Checkov writes it after the other one.
        if let other = wholePaths[path], other != text { outline.ambiguousPaths.insert(path) }
        wholePaths[path] = text
      }
    }
    return outline
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
    _ value: JSONValue, rule: String, report: Report, ambiguousPaths: Set<String>,
    bytes: ByteRange
  ) -> Finding {
    var finding = Finding(rule: rule, status: .unknown, bytes: bytes)
    var path = value.string("file_path") ?? value.string("repo_file_path")
    if let short = path, ambiguousPaths.contains(short) {
      path = value.string("repo_file_path") ?? short
    }
    let address = value.string("resource_address") ?? value.string("resource")
    finding.resource = CheckovResource.uid(path: path, address: address)
    finding.resourceName = address
    finding.resourceType = CheckovResource.type(of: address ?? "", framework: report.framework)
    finding.tags = TagSet(
      value.members("entity_tags").compactMap { tag in
        tag.value.string.map { ResourceTag(key: tag.key.string, value: $0) }
      })
    let comment = value["check_result"]?.string("suppress_comment")
    let details = comment.map { [$0] } ?? value.elements("details").compactMap(\.string)
    finding.detail =
      ([CheckovResource.place(path: path, address: address)].compactMap(\.self)
      + details).joined(separator: "\n")
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
