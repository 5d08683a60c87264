import EvidenceModel

/// tfsec's JSON output, of versions 0 and 1.
///
/// - Passes: only with `--include-passed`. Coverage, version, account, region and time: never.
///
/// `status` is a word or the number behind it, before version 0.40 a boolean `passed`. What a
/// comment ignores is muted, its outcome unknown. The rule is the long id, which stays when the
/// short one becomes another; the resource is the address within its file, of early versions the
/// file alone, and results that are the same in both are told apart by their order.
struct Tfsec: ScanFormat {
  let key = "tfsec"
  let traits = FormatTraits(
    "tfsec's JSON output", passes: .partly, coverage: .no, account: .no, region: .no, time: .no)

  func recognises(_ sample: FileSample) -> Bool {
    guard let object = sample.firstObject, let results = object["results"] else { return false }
    // A clean scan is all of the report.
    guard results.kind != "null", let first = results.firstElement else {
      return (results.kind == "null" || results.kind == "an array")
        && Array(object.members).count == 1
    }
    return first["rule_id"] != nil && first["location"]?["filename"] != nil
  }

  private static let statuses: [String: Status] = [
    "failed": .fail, "0": .fail, "passed": .pass, "1": .pass, "ignored": .unknown, "2": .unknown,
  ]

  func read(
    _ file: ScanFile, context: ReadingContext, emit: (ScanItem) throws -> Void
  ) throws {
    let reader = try JSONPathReader(file: file, paths: ["results[]"])
    var writer = FindingWriter(file: file, context: context)
    var occurrences = Occurrences()
    try writer.setTool("tfsec", version: nil, emit: emit)
    while let match = try reader.next() {
      let value = match.record.value
      guard let rule = value.string("long_id") ?? value.string("rule_id") else {
        try writer.reject(
          match.record.bytes, reason: "names no rule", excerpt: reader.text(of: match.record),
          emit: emit)
        continue
      }
      var finding = Finding(rule: rule, status: .unknown, bytes: match.record.bytes)
      let word = Self.word(value)
      finding.status = try writer.status(word, among: Self.statuses, emit: emit)
      finding.isMuted = word == "ignored" || word == "2"
      finding.severity = try severity(value.string("severity"), writer: &writer, emit: emit)
      finding.detail = value.string("description") ?? ""
      let location = value["location"]
      finding.resourceName = value.string("resource")
      finding.resource = [location?.string("filename"), finding.resourceName]
        .compactMap(\.self).joined(separator: ":")
      let lines = [location?["start_line"], location?["end_line"]]
        .map { $0?.int.map(String.init) ?? "" }
      finding.discriminator = occurrences.discriminator(
        "", ofRule: rule, on: finding.resource,
        mark: lines.joined(separator: "-") + " " + finding.detail)
      try writer.write(finding, emit: emit) {
        Self.definition(value, key: rule, severity: finding.severity)
      }
    }
  }

  private static func word(_ value: JSONValue) -> String? {
    if let isPassed = value["passed"]?.bool { return isPassed ? "passed" : "failed" }
    return value["status"]?.int.map(String.init) ?? value.string("status")
  }

  private func severity(
    _ word: String?, writer: inout FindingWriter, emit: (ScanItem) throws -> Void
  ) throws -> Severity {
    switch word {
    case "ERROR": .high
    case "WARNING": .medium
    default: try writer.severity(word, emit: emit)
    }
  }

  private static func definition(
    _ value: JSONValue, key: String, severity: Severity
  ) -> RuleDefinition {
    var rule = RuleDefinition(key: key, title: value.string("rule_description") ?? "")
    rule.severity = severity
    rule.service = value.string("rule_service") ?? ""
    rule.risk = value.string("impact") ?? ""
    rule.recommendation = value.string("resolution") ?? ""
    rule.referenceURL = value["links"]?.firstElement?.string
    return rule
  }
}
