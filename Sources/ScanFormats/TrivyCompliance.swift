import EvidenceModel

/// Trivy's compliance reports, of the command line (`--compliance`, full or summary) and of the
/// operator (`ClusterComplianceReport`, or a list of these): a verdict for each control of a specification.
///
/// - Passes: never. A report calls a control passed where nothing failed, and that is also where
///   nothing was checked: such controls are `unknown`. Controls without checks are for a person to
///   decide.
/// - Coverage, version, account and region: never. Time: `updateTimestamp` of the operator's.
///
/// The rule is the control, after the specification's id, and evidence for the requirement of that
/// name; the resource is the cluster as a whole. Which resources failed is in Trivy's other
/// reports.
struct TrivyCompliance: ScanFormat {
  let key = "trivy-compliance"
  let traits = FormatTraits(
    "Trivy's compliance reports", passes: .partly, coverage: .no, account: .partly, region: .no,
    time: .partly)

  func recognises(_ sample: FileSample) -> Bool {
    guard let object = sample.firstObject else { return false }
    if Self.isOfOperator(object) { return true }
    if let item = object["items"]?.firstElement, Self.isOfOperator(item) { return true }
    guard object["ID"] != nil, object["Title"] != nil else { return false }
    return object["SummaryControls"] != nil || object["Results"]?.firstElement?["ID"] != nil
  }

  private static func isOfOperator(_ object: JSONValue) -> Bool {
    object.string("kind")?.hasSuffix("ComplianceReport") == true
  }

  private struct Specification {
    var id = ""
    var updatedAt: Timestamp?
    /// True where the report has details, which repeat its summary.
    var hasDetails = false
  }

  func read(
    _ file: ScanFile, context: ReadingContext, emit: (ScanItem) throws -> Void
  ) throws {
    var writer = FindingWriter(file: file, context: context)
    let specifications = try Self.specifications(of: file, clock: &writer.clock)
    let reader = try JSONPathReader(
      file: file,
      paths: [
        "status.summaryReport.controlCheck[]", "status.controlCheck[]",
        "items[].status.summaryReport.controlCheck[]", "items[].status.controlCheck[]",
        "status.detailReport.results[]", "items[].status.detailReport.results[]",
        "SummaryControls[]", "Results[]",
      ])
    try writer.setTool("trivy", version: nil, emit: emit)
    while let match = try reader.next() {
      let value = match.record.value
      let specification = specifications[Array(match.indexes.dropLast())] ?? Specification()
      // The details say the same of each control, and more.
      if specification.hasDetails, match.path < 4 { continue }
      guard let control = value.string("id") ?? value.string("ID") else {
        try writer.reject(
          match.record.bytes, reason: "names no control", excerpt: reader.text(of: match.record),
          emit: emit)
        continue
      }
      let rule = specification.id.isEmpty ? control : specification.id + "/" + control
      var finding = Finding(
        rule: rule, status: Self.status(of: value), bytes: match.record.bytes)
      finding.provider = "kubernetes"
      finding.scannedAt = specification.updatedAt
      finding.severity = try writer.severity(
        value.string("severity") ?? value.string("Severity"), emit: emit)
      try writer.write(finding, emit: emit) {
        var definition = RuleDefinition(
          key: rule, title: value.string("name") ?? value.string("Name") ?? "")
        definition.severity = finding.severity
        definition.description = value.string("description") ?? value.string("Description") ?? ""
        if !specification.id.isEmpty {
          definition.mappings = [
            RequirementReference.named(edition: specification.id, requirement: control)
          ]
        }
        return definition
      }
    }
  }

  /// A failure where anything failed; never a pass.
  private static func status(of value: JSONValue) -> Status {
    for name in ["totalFail", "TotalFail", "failTotal"] {
      if let failures = value.member(named: name)?.int { return failures > 0 ? .fail : .unknown }
    }
    if value["checks"] != nil {
      return value.elements("checks").contains { $0["success"]?.bool == false } ? .fail : .unknown
    }
    guard value["Results"] != nil else { return .manual }
    let hasFailed = value.elements("Results").contains { result in
      result.elements("Misconfigurations").contains { $0.string("Status") == "FAIL" }
        || result["Vulnerabilities"]?.firstElement != nil
        || result["Secrets"]?.firstElement != nil
    }
    return hasFailed ? .fail : .unknown
  }

  /// What each report says of itself, by the numbers of the document and the item.
  private static func specifications(
    of file: ScanFile, clock: inout RecordClock
  ) throws -> [[Int]: Specification] {
    let members = [
      "ID", "spec.compliance.id", "spec.name", "metadata.name", "status.updateTimestamp",
      "status.detailReport.results[].id",
    ]
    let reader = try JSONPathReader(
      file: file,
      paths: ["", "items[]."].flatMap { prefix in
        members.map { JSONPath(stringLiteral: prefix + $0) }
      })
    var specifications: [[Int]: Specification] = [:]
    while let match = try reader.next() {
      let member = match.path % members.count
      let place = member == 5 ? match.indexes.dropLast() : match.indexes
      var specification = specifications[place] ?? Specification()
      switch member {
      case 0, 1: specification.id = match.record.value.string ?? ""
      case 2, 3:
        if specification.id.isEmpty { specification.id = match.record.value.string ?? "" }
      case 4: specification.updatedAt = clock.time(match.record.value)
      default: specification.hasDetails = true
      }
      specifications[place] = specification
    }
    return specifications
  }
}
