import EvidenceModel

/// The CSV of recommendations that Microsoft Defender for Cloud exports.
///
/// It tells passes (`Healthy`), subscriptions and severities. The time is that of the export, in
/// `exportedTimestamp`; without it the user tells it, for `statusChangeDate` is when a verdict
/// changed. A rule is a
/// recommendation's GUID. What was evaluated without a resource is not in the file. The secure
/// score's `controls` are no requirements of a framework, and not read.
struct DefenderCSV: ScanFormat {
  let key = "defender-csv"
  let traits = FormatTraits(
    "Microsoft Defender for Cloud, CSV export", passes: .yes, coverage: .no, account: .yes,
    region: .no, time: .no)

  private static let statuses: [String: Status] = [
    "healthy": .pass, "unhealthy": .fail, "notapplicable": .notApplicable,
    "not applicable": .notApplicable,
  ]

  func recognises(_ sample: FileSample) -> Bool {
    sample.hasColumns("recommendationId", "resourceId", "state")
  }

  func read(
    _ file: ScanFile, context: ReadingContext, emit: (ScanItem) throws -> Void
  ) throws {
    let reader = try CSVRecordReader(file: file)
    let columns = Columns(reader)
    var writer = FindingWriter(file: file, context: context)
    try writer.setTool("defender-for-cloud", version: nil, emit: emit)
    try reader.readRecords(emit: emit) { bytes in
      let recommendation = reader.string(at: columns.recommendation).split(separator: "/").last
      guard let rule = recommendation.map(String.init) else { return "names no recommendation" }
      guard let resource = reader.text(at: columns.resource)?.string else {
        return "names no resource"
      }
      var finding = Finding(
        rule: rule,
        status: try writer.status(
          reader.text(at: columns.state)?.string, among: Self.statuses, emit: emit),
        bytes: bytes)
      finding.severity = try writer.severity(
        reader.text(at: columns.severity)?.string, emit: emit)
      finding.provider = "azure"
      finding.account =
        reader.text(at: columns.subscription)?.string ?? Self.subscription(in: resource)
      finding.resource = resource
      finding.resourceName = reader.text(at: columns.resourceName)?.string
      finding.resourceType = reader.string(at: columns.resourceType)
      finding.detail = reader.string(at: columns.reason)
      finding.scannedAt = reader.text(at: columns.exportedAt).flatMap { writer.clock.time($0) }
      try writer.write(finding, emit: emit) {
        var definition = RuleDefinition(key: rule, title: reader.string(at: columns.title))
        definition.severity = finding.severity
        definition.description = reader.string(at: columns.description)
        definition.recommendation = reader.string(at: columns.remediation)
        return definition
      }
      return nil
    }
  }

  /// The subscription in `/subscriptions/{id}/…`.
  private static func subscription(in resource: String) -> String? {
    let parts = resource.split(separator: "/")
    guard parts.count > 1, parts[0].lowercased() == "subscriptions" else { return nil }
    return String(parts[1])
  }

  /// Where the columns stand in this file.
  private struct Columns {
    let recommendation, resource, state, severity, subscription, resourceName, resourceType: Int?
    let reason, title, description, remediation, exportedAt: Int?

    init(_ reader: CSVRecordReader) {
      recommendation = reader.column("recommendationId")
      resource = reader.column("resourceId")
      state = reader.column("state")
      severity = reader.column("severity")
      subscription = reader.column("subscriptionId")
      resourceName = reader.column("resourceName")
      resourceType = reader.column("resourceType")
      reason = reader.column("notApplicableReason")
      title = reader.column(anyOf: "recommendationDisplayName", "recommendationName")
      description = reader.column("description")
      remediation = reader.column("remediationSteps")
      exportedAt = reader.column("exportedTimestamp")
    }
  }
}
