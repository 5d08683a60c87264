import EvidenceModel

/// Kubescape's JSON, version 2 of its format.
///
/// It tells passes and which controls were evaluated, and the cluster and the time only where it
/// was told: the time may be that of the year 1. Where the results of a control have no status, as
/// in early versions, its rules have. `skipped` means that Kubescape could not decide. A pass of
/// the kind `irrelevant` had nothing to look at, and one with exceptions is a failure that an
/// exception suppresses. Severities follow from the control's score factor, 1 to 10. The controls
/// of the summary are declared as evaluated, skipped ones aside.
struct Kubescape: ScanFormat {
  let key = "kubescape"
  let traits = FormatTraits(
    "Kubescape JSON results, version 2", passes: .yes, coverage: .partly, account: .partly,
    region: .no,
    time: .partly)

  private static let statuses: [String: Status] = [
    "passed": .pass, "failed": .fail, "skipped": .manual, "excluded": .fail, "error": .error,
    "irrelevant": .notApplicable,
  ]

  func recognises(_ sample: FileSample) -> Bool {
    sample.firstObject?["summaryDetails"]?["controls"] != nil
  }

  func read(
    _ file: ScanFile, context: ReadingContext, emit: (ScanItem) throws -> Void
  ) throws {
    var writer = FindingWriter(file: file, context: context)
    let summary = try Summary(of: file, clock: &writer.clock)
    let reader = try JSONPathReader(file: file, paths: ["results[].controls[]"])
    try writer.setTool("kubescape", version: summary.version, emit: emit)
    if !summary.evaluated.isEmpty {
      try writer.declare(
        provider: "kubernetes", account: summary.cluster, rules: summary.evaluated, regions: nil,
        scannedAt: summary.scannedAt, at: 0, emit: emit)
    }
    // The controls of a resource stand together.
    var place: ArraySlice<Int> = []
    var resource: ReportedResource?
    while let match = try reader.next() {
      let value = match.record.value
      if match.indexes.prefix(2) != place {
        place = match.indexes.prefix(2)
        resource = summary.resources[Array(place)].map(ReportedResource.init)
      }
      guard let control = value["controlID"]?.text?.ifPresent?.string, let resource else {
        try writer.reject(
          match.record.bytes, reason: "names no control or no resource",
          excerpt: reader.text(of: match.record), emit: emit)
        continue
      }
      let (word, detail) = Self.verdict(of: value)
      var finding = Finding(
        rule: control, status: try writer.status(word, among: Self.statuses, emit: emit),
        bytes: match.record.bytes)
      if finding.status == .pass, detail == "irrelevant" { finding.status = .notApplicable }
      if word == "excluded" || detail == "w/exceptions" {
        finding.isMuted = true
        if finding.status == .pass { finding.status = .fail }
      }
      finding.detail = detail
      finding.severity = summary.rules[control]?.severity ?? .unknown
      finding.provider = "kubernetes"
      finding.account = summary.cluster
      finding.resource = resource.id
      finding.resourceName = resource.name
      finding.resourceType = resource.kind
      finding.scannedAt = summary.scannedAt
      try writer.write(finding, emit: emit) {
        summary.rules[control]
          ?? RuleDefinition(key: control, title: value["name"]?.string ?? "")
      }
    }
  }

  /// The status of a control for a resource, and its kind; that of its rules where it has none.
  private static func verdict(of value: JSONValue) -> (word: String?, detail: String) {
    if let status = value["status"] {
      let word = status["status"]?.text?.ifPresent?.string ?? status.text?.ifPresent?.string
      if let word { return (word.lowercased(), status["subStatus"]?.string ?? "") }
    }
    let words = value["rules"]?.elements.compactMap { $0["status"]?.string?.lowercased() } ?? []
    for word in ["failed", "error", "skipped", "excluded"] where words.contains(word) {
      return (word, "")
    }
    return (words.first, "")
  }

  /// A resource by its id, such as `apps/v1/default/Deployment/web`.
  private struct ReportedResource {
    let id: String
    let name: String?
    let kind: String

    init(id: String) {
      self.id = id
      let parts = id.split(separator: "/", omittingEmptySubsequences: false)
      name = parts.last { !$0.isEmpty }.map(String.init)
      kind = parts.count > 1 ? String(parts[parts.count - 2]) : ""
    }
  }

  /// What the report says beside its results, wherever it stands in the file.
  private struct Summary {
    var cluster: String?
    var version: String?
    var scannedAt: Timestamp?
    var rules: [String: RuleDefinition] = [:]
    var evaluated: Set<String> = []
    /// The ids of resources, by document and index of the result.
    var resources: [[Int]: String] = [:]

    init(of file: ScanFile, clock: inout RecordClock) throws {
      let reader = try JSONPathReader(
        file: file,
        paths: [
          "clusterName", "generationTime", "metadata", "summaryDetails.controls",
          "summaryDetails.frameworks[]", "results[].resourceID",
        ])
      var frameworks: [String: Set<RequirementReference>] = [:]
      while let match = try reader.next() {
        let value = match.record.value
        switch match.path {
        case 0: cluster = value.text?.ifPresent?.string ?? cluster
        case 1:
          let isTold = value.text.map { !$0.hasPrefix("0001-") } ?? false
          if isTold { scannedAt = clock.time(value) }
        case 2: takeMetadata(value)
        case 3: takeControls(value)
        case 4:
          guard let name = value["name"]?.text?.ifPresent?.string,
            let controls = value["controls"]
          else { continue }
          for (control, _) in controls.members {
            frameworks[control.string, default: []].insert(
              RequirementReference.named(edition: name, requirement: control.string))
          }
        default: resources[match.indexes] = value.text?.ifPresent?.string
        }
      }
      for (control, mappings) in frameworks { rules[control]?.mappings = mappings.sorted() }
    }

    private mutating func takeMetadata(_ value: JSONValue) {
      let scan = value["scanMetadata"]
      version = scan?["kubescapeVersion"]?.text?.ifPresent?.string
      let target = value["targetMetadata"]?["clusterContextMetadata"]
      cluster = cluster ?? target?["contextName"]?.text?.ifPresent?.string
    }

    private mutating func takeControls(_ value: JSONValue) {
      for (name, control) in value.members {
        let key = name.string
        var rule = RuleDefinition(key: key, title: control["name"]?.string ?? "")
        rule.service = control["category"]?["name"]?.string ?? ""
        rule.severity = Self.severity(of: control["scoreFactor"]?.double)
        rules[key] = rule
        let status = control["statusInfo"]?["status"] ?? control["status"]
        if let status = status?.text, status == "passed" || status == "failed" {
          evaluated.insert(key)
        }
      }
    }

    private static func severity(of scoreFactor: Double?) -> Severity {
      switch scoreFactor ?? 0 {
      case 9...: .critical
      case 7..<9: .high
      case 4..<7: .medium
      case 1..<4: .low
      default: .unknown
      }
    }
  }
}
