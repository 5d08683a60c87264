import EvidenceModel

/// Terrascan's JSON output, of version 1.
///
/// - Passes: rules, with `--show-passed`; they are about no resource, and kept for the account.
/// - Coverage: with `--show-passed`, the rules that passed and those that were violated. Account,
///   version and region: never. Time: `scanned_at` of the summary.
///
/// What a comment skips is muted, its outcome unknown. Errors of the scan are rejected records. The
/// resource is its name within its file; results that are the same in both are told apart by their
/// order.
struct Terrascan: ScanFormat {
  let key = "terrascan"
  let traits = FormatTraits(
    "Terrascan's JSON output", passes: .partly, coverage: .partly, account: .no, region: .no,
    time: .yes)

  func recognises(_ sample: FileSample) -> Bool {
    guard let results = sample.firstObject?["results"] else { return false }
    return results["scan_summary"] != nil || results["violations"] != nil
  }

  func read(
    _ file: ScanFile, context: ReadingContext, emit: (ScanItem) throws -> Void
  ) throws {
    var writer = FindingWriter(file: file, context: context)
    let scannedAt = try Self.scannedAt(file, clock: &writer.clock)
    let reader = try JSONPathReader(
      file: file,
      paths: [
        "results.violations[]", "results.skipped_violations[]", "results.passed_rules[]",
        "results.scan_errors[]",
      ])
    let statuses: [Status] = [.fail, .unknown, .pass]
    var occurrences = Occurrences()
    var rules: Set<String> = []
    var listsPasses = false
    try writer.setTool("terrascan", version: nil, emit: emit)
    while let match = try reader.next() {
      let value = match.record.value
      guard match.path < statuses.count, let rule = value.string("rule_id") else {
        try writer.reject(
          match.record.bytes,
          reason: match.path < statuses.count ? "names no rule" : "is an error of the scan",
          excerpt: reader.text(of: match.record), emit: emit)
        continue
      }
      var finding = Finding(rule: rule, status: statuses[match.path], bytes: match.record.bytes)
      finding.isMuted = match.path == 1
      finding.scannedAt = scannedAt
      finding.severity = try writer.severity(value.string("severity"), emit: emit)
      finding.detail = value.string("skip_comment") ?? ""
      finding.resourceName = value.string("resource_name")
      finding.resourceType = value.string("resource_type") ?? ""
      let parts = [
        value.string("file"), value.string("resource_type"), value.string("resource_name"),
      ].compactMap(\.self)
      finding.resource = parts.isEmpty ? nil : parts.joined(separator: ":")
      finding.discriminator = occurrences.discriminator(
        "", ofRule: rule, on: finding.resource, mark: "\(value["line"]?.int ?? 0)")
      rules.insert(rule)
      if match.path == 2 { listsPasses = true }
      try writer.write(finding, emit: emit) {
        var definition = RuleDefinition(key: rule, title: value.string("rule_name") ?? "")
        definition.severity = finding.severity
        definition.description = value.string("description") ?? ""
        definition.service = value.string("category") ?? ""
        return definition
      }
    }
    guard listsPasses else { return }
    try writer.declare(
      provider: "", account: nil, rules: rules, regions: nil, scannedAt: scannedAt, at: 0,
      emit: emit)
  }

  /// The time of the summary, as Go writes it: `2026-03-02 10:11:12.5 +0000 UTC`.
  private static func scannedAt(
    _ file: ScanFile, clock: inout RecordClock
  ) throws -> Timestamp? {
    let reader = try JSONPathReader(file: file, paths: ["results.scan_summary.scanned_at"])
    guard let value = try reader.next()?.record.value else { return nil }
    let zone = " +0000 UTC"
    if let text = value.string, text.hasSuffix(zone) {
      return TimestampText(text.dropLast(zone.count) + "Z")?.timestamp
    }
    return clock.time(value)
  }
}
