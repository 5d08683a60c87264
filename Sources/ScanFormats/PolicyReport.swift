import EvidenceModel

/// Policy reports of Kubernetes, of `wgpolicyk8s.io` and `openreports.io`, as JSON: one report, or
/// the `List` of them that `kubectl get -o json` writes, whose other objects are passed over.
///
/// They tell passes, but not the cluster, which is the user's to name. Each result is of the tool
/// in its `source`, so that a report can hold several. Results have times of their own, when each
/// was last evaluated; all together they are the state at the newest of them, which is the time of
/// the scan. The policy and its rule are the rule. `warn` is a failure that does not count for a
/// score, and `skip` is what a policy does not apply to. A result for several resources is a
/// finding for each; one without is of the report's scope.
struct PolicyReport: ScanFormat {
  let key = "policy-report"
  let traits = FormatTraits(
    "Kubernetes policy reports (wgpolicyk8s, OpenReports)", passes: .yes, coverage: .no,
    account: .partly, region: .partly, time: .partly)

  private static let statuses: [String: Status] = [
    "pass": .pass, "fail": .fail, "warn": .fail, "error": .error, "skip": .notApplicable,
  ]

  func recognises(_ sample: FileSample) -> Bool {
    guard let object = sample.firstObject else { return false }
    return Self.isReport(object) || object["items"]?.firstElement.map(Self.isReport) ?? false
  }

  private static func isReport(_ object: JSONValue) -> Bool {
    guard let version = object["apiVersion"]?.text else { return false }
    return version.hasPrefix("wgpolicyk8s.io/") || version.hasPrefix("openreports.io/")
  }

  func read(
    _ file: ScanFile, context: ReadingContext, emit: (ScanItem) throws -> Void
  ) throws {
    var writer = FindingWriter(file: file, context: context)
    var tools = TextMeanings<String>()
    let reports = try Reports(of: file)
    let reader = try JSONPathReader(file: file, paths: ["items[].results[]", "results[]"])
    while let match = try reader.next() {
      let value = match.record.value
      let tool = value["source"]?.text?.ifPresent.map {
        tools.meaning(of: $0) { $0.lowercased().replacing(" ", with: "-") }
      }
      try writer.setTool(tool ?? key, version: nil, emit: emit)
      guard let policy = value["policy"]?.text?.ifPresent?.string else {
        try writer.reject(
          match.record.bytes, reason: "names no policy", excerpt: reader.text(of: match.record),
          emit: emit)
        continue
      }
      let name = value["rule"]?.text?.ifPresent?.string
      var finding = Finding(
        rule: name.map { policy + "/" + $0 } ?? policy,
        status: try writer.status(
          (value["result"] ?? value["status"])?.string, among: Self.statuses, emit: emit),
        bytes: match.record.bytes)
      finding.severity = try writer.severity(value["severity"]?.string, emit: emit)
      finding.provider = "kubernetes"
      finding.detail = value["message"]?.string ?? value["description"]?.string ?? ""
      finding.scannedAt = reports.newest
      var objects: [ReportedObject?] =
        value["resources"]?.elements.compactMap(ReportedObject.init) ?? []
      if objects.isEmpty { objects = [reports.scopes[Array(match.indexes.dropLast())]] }
      for object in objects {
        finding.resource = object?.id
        finding.resourceName = object?.name
        finding.resourceType = object?.kind ?? ""
        try writer.write(finding, emit: emit) {
          var rule = RuleDefinition(key: finding.rule, title: name ?? policy)
          rule.service = value["category"]?.string ?? ""
          // A tool may leave out the severity of what passed, or lower it.
          if finding.status == .fail { rule.severity = finding.severity }
          return rule
        }
      }
    }
  }

  /// The object that a result is about.
  private struct ReportedObject {
    /// As in `apps/v1/default/Deployment/web`: an object that is made again keeps it.
    let id: String
    let name: String
    let kind: String

    init?(_ value: JSONValue) {
      guard let name = value["name"]?.text?.ifPresent?.string,
        let kind = value["kind"]?.text?.ifPresent?.string
      else { return nil }
      (self.name, self.kind) = (name, kind)
      id =
        [
          value["apiVersion"]?.string ?? "", value["namespace"]?.string ?? "", kind, name,
        ].joined(separator: "/")
    }
  }

  /// What is said of whole reports, before or after their results.
  private struct Reports {
    /// By document and, in a list, index.
    var scopes: [[Int]: ReportedObject] = [:]
    var newest: Timestamp?

    init(of file: ScanFile) throws {
      let reader = try JSONPathReader(
        file: file,
        paths: [
          "items[].scope", "scope", "items[].results[].timestamp.seconds",
          "results[].timestamp.seconds",
        ])
      while let match = try reader.next() {
        if match.path < 2 {
          scopes[match.indexes] = ReportedObject(match.record.value)
        } else if let seconds = match.record.value.int, seconds > 0,
          let time = Timestamp(epoch: seconds)
        {
          newest = max(newest ?? time, time)
        }
      }
    }
  }
}
