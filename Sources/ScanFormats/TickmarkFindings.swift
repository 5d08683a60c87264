import EvidenceModel

/// tickmark's own form of findings, for programs that are written for it: one JSON object per
/// finding, commonly one per line. `Schema/findings.schema.json` describes it.
///
/// ```json
/// {"tickmark_finding": 1, "tool": "access-review", "rule": "mfa", "status": "fail",
///  "provider": "aws", "account": "111111111111", "resource": "arn:aws:iam::111111111111:user/a",
///  "scanned_at": "2026-06-30T12:00:00Z"}
/// ```
///
/// A record `{"tickmark_coverage": 1, …}` says what was evaluated, whether or not there was anything
/// to report.
struct TickmarkFindings: ScanFormat {
  let key = "tickmark-findings"
  let traits = FormatTraits(
    "tickmark's own findings, one JSON object each", passes: .yes, coverage: .partly,
    account: .yes, region: .yes, time: .yes)

  /// The version that is read.
  private static let version: Int64 = 1

  func recognises(_ sample: FileSample) -> Bool {
    sample.hasMembers("tickmark_finding") || sample.hasMembers("tickmark_coverage")
  }

  func read(
    _ file: ScanFile, context: ReadingContext, emit: (ScanItem) throws -> Void
  ) throws {
    let reader = try JSONRecordReader(file: file)
    var writer = FindingWriter(file: file, context: context)
    while let json = try reader.next() {
      let reason =
        if json.value["tickmark_coverage"] != nil {
          try declare(json, file: file, with: &writer, emit: emit)
        } else {
          try write(json, with: &writer, emit: emit)
        }
      if let reason {
        try writer.reject(json.bytes, reason: reason, excerpt: reader.text(of: json), emit: emit)
      }
    }
  }

  /// Hands on a finding.
  ///
  /// - Returns: Why it was not taken; `nil` where it was.
  private func write(
    _ json: JSONRecord, with writer: inout FindingWriter, emit: (ScanItem) throws -> Void
  ) throws -> String? {
    let value = json.value
    guard value["tickmark_finding"]?.int == Self.version else {
      return "is not of version \(Self.version) of tickmark's findings"
    }
    guard let tool = value["tool"]?.string, !tool.isEmpty else { return "names no tool" }
    guard let rule = value["rule"]?.string, !rule.isEmpty else { return "names no rule" }
    try writer.setTool(tool, version: value["tool_version"]?.string, emit: emit)
    var finding = Finding(
      rule: rule,
      status: try writer.status(value["status"]?.string, among: Status.reported, emit: emit),
      bytes: json.bytes)
    finding.severity = try writer.severity(value["severity"]?.string, emit: emit)
    finding.isMuted = value["muted"]?.bool ?? false
    finding.detail = value["detail"]?.string ?? ""
    finding.alias = value["id"]?.string
    finding.provider = value["provider"]?.string ?? ""
    finding.account = value["account"]?.string
    finding.region = value["region"]?.string
    finding.resource = value["resource"]?.string
    finding.resourceName = value["resource_name"]?.string
    finding.resourceType = value["resource_type"]?.string ?? ""
    finding.discriminator = value["discriminator"]?.string ?? ""
    finding.tags = TagSet(
      value["tags"]?.members.compactMap { key, value in
        value.string.map { ResourceTag(key: key.string, value: $0) }
      } ?? [])
    if let time = value["scanned_at"] {
      guard let moment = writer.clock.time(time) else { return "has a time that cannot be read" }
      finding.scannedAt = moment
    }
    let severity = finding.severity
    try writer.write(finding, emit: emit) {
      var definition = RuleDefinition(key: rule, title: value["title"]?.string ?? "")
      definition.severity = severity
      definition.description = value["description"]?.string ?? ""
      definition.recommendation = value["recommendation"]?.string ?? ""
      definition.referenceURL = value["url"]?.string
      let requirements = value["requirements"]?.elements.compactMap(\.string) ?? []
      definition.mappings = RequirementReference.list(requirements.joined(separator: ","))
      return definition
    }
    return nil
  }

  private func declare(
    _ json: JSONRecord, file: ScanFile, with writer: inout FindingWriter,
    emit: (ScanItem) throws -> Void
  ) throws -> String? {
    let value = json.value
    guard value["tickmark_coverage"]?.int == Self.version else {
      return "is not of version \(Self.version) of tickmark's coverage"
    }
    guard let tool = value["tool"]?.string, !tool.isEmpty else { return "names no tool" }
    try writer.setTool(tool, version: value["tool_version"]?.string, emit: emit)
    try writer.declare(
      provider: value["provider"]?.string ?? "", account: value["account"]?.string,
      rules: (value["rules"]?.elements).map { Set($0.compactMap(\.string)) },
      regions: (value["regions"]?.elements).map { Set($0.compactMap(\.string)) },
      scannedAt: writer.clock.time(value["scanned_at"]), at: json.bytes.offset, emit: emit)
    return nil
  }
}
