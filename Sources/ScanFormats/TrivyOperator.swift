import EvidenceModel

/// Reports of the Trivy operator about resources of a cluster, as `kubectl get … -o json` prints
/// them: one object, or a list of `items`.
///
/// Vulnerability, configuration audit, exposed secret, RBAC and infrastructure assessment reports
/// are read, of namespaces and of the cluster. Compliance reports among them are not, and a warning
/// says so: in a file of their own they are.
///
/// - Passes: of configuration checks, where the operator is told to keep them. Coverage: never.
/// - Account: never, a report does not name its cluster. Time: `updateTimestamp`.
///
/// What was scanned is in labels of the report, or in its name; the container, which a label tells,
/// and the package tell findings apart.
struct TrivyOperator: ScanFormat {
  let key = "trivy-operator"
  let traits = FormatTraits(
    "Reports of the Trivy operator", passes: .partly, coverage: .no, account: .no, region: .no,
    time: .partly)

  func recognises(_ sample: FileSample) -> Bool {
    guard let object = sample.firstObject else { return false }
    return Self.isReport(object) || object["items"]?.firstElement.map(Self.isReport) ?? false
  }

  private static func isReport(_ object: JSONValue) -> Bool {
    object.string("apiVersion")?.hasPrefix("aquasecurity.github.io/") == true
      && object["report"] != nil
  }

  private struct Report {
    var name: String?
    var namespace: String?
    var kind: String?
    var resource: String?
    var container: String?
    var version: String?
    var updatedAt: Timestamp?
    /// True for a report about a specification, and not about a resource.
    var isCompliance = false
  }

  private static let prefixes = ["", "items[]."]
  private static let lists = ["report.checks[]", "report.vulnerabilities[]", "report.secrets[]"]

  func read(
    _ file: ScanFile, context: ReadingContext, emit: (ScanItem) throws -> Void
  ) throws {
    var writer = FindingWriter(file: file, context: context)
    let reports = try Self.reports(of: file, clock: &writer.clock)
    if reports.values.contains(where: \.isCompliance) {
      try writer.warn(
        "compliance reports are not read among other reports; ingest them from a file of their own",
        emit: emit)
    }
    let reader = try JSONPathReader(
      file: file,
      paths: Self.prefixes.flatMap { prefix in
        Self.lists.map { JSONPath(stringLiteral: prefix + $0) }
      })
    var occurrences = Occurrences()
    while let match = try reader.next() {
      let value = match.record.value
      let report = reports[Array(match.indexes.dropLast())] ?? Report()
      let list = match.path % Self.lists.count
      try writer.setTool("trivy", version: report.version, emit: emit)
      guard let rule = Self.rule(of: value, list: list) else {
        try writer.reject(
          match.record.bytes, reason: "names no check", excerpt: reader.text(of: match.record),
          emit: emit)
        continue
      }
      var finding = Finding(rule: rule, status: .fail, bytes: match.record.bytes)
      if list == 0 {
        let isSuccess = value["success"]?.bool
        finding.status = isSuccess == true ? .pass : isSuccess == false ? .fail : .unknown
      }
      finding.provider = "kubernetes"
      finding.scannedAt = report.updatedAt
      let names = [report.namespace, report.kind, report.resource ?? report.name]
      finding.resource = names.compactMap(\.self).joined(separator: "/")
      finding.resourceName = report.resource ?? report.name
      finding.resourceType = report.kind ?? ""
      finding.severity = try writer.severity(value.string("severity"), emit: emit)
      finding.detail =
        value["messages"]?.firstElement?.string
        ?? [value.string("resource"), value.string("installedVersion")]
        .compactMap(\.self).joined(separator: " ")
      let text = [report.container, value.string("resource"), value.string("target")]
        .compactMap(\.self).joined(separator: " ")
      finding.discriminator =
        list == 2
        ? occurrences.discriminator(
          text, ofRule: rule, on: finding.resource, mark: value.string("match") ?? "") : text
      try writer.write(finding, emit: emit) {
        Self.definition(value, key: rule, severity: finding.severity)
      }
    }
  }

  private static func rule(of value: JSONValue, list: Int) -> String? {
    switch list {
    case 0: value.string("checkID").map(TrivyRule.key)
    case 1: value.string("vulnerabilityID")
    default: value.string("ruleID")
    }
  }

  private static func definition(
    _ value: JSONValue, key: String, severity: Severity
  ) -> RuleDefinition {
    var rule = RuleDefinition(key: key, title: value.string("title") ?? "")
    rule.severity = severity
    rule.description = value.string("description") ?? ""
    rule.recommendation = value.string("remediation") ?? ""
    rule.referenceURL = value.string("primaryLink")
    return rule
  }

  /// What each report says around its records, by the numbers of the document and the item.
  private static func reports(
    of file: ScanFile, clock: inout RecordClock
  ) throws -> [[Int]: Report] {
    let members = [
      "metadata.name", "metadata.namespace", "metadata.labels", "report.scanner.version",
      "report.updateTimestamp", "kind",
    ]
    let reader = try JSONPathReader(
      file: file,
      paths: prefixes.flatMap { prefix in
        members.map { JSONPath(stringLiteral: prefix + $0) }
      })
    var reports: [[Int]: Report] = [:]
    while let match = try reader.next() {
      let value = match.record.value
      var report = reports[match.indexes] ?? Report()
      switch match.path % members.count {
      case 0: report.name = value.string
      case 1: report.namespace = value.string
      case 2:
        report.kind = value.string("trivy-operator.resource.kind")
        report.resource = value.string("trivy-operator.resource.name")
        report.container = value.string("trivy-operator.container.name")
      case 3: report.version = value.string
      case 4: report.updatedAt = clock.time(value)
      default: report.isCompliance = value.string?.hasSuffix("ComplianceReport") == true
      }
      reports[match.indexes] = report
    }
    return reports
  }
}
