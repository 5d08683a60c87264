import EvidenceModel

/// Prowler's OCSF output, of versions 4 and 5: Detection Findings in JSON.
///
/// Prowler fills OCSF in its own way. The verdict is in `status_code`, and `status` only says whether it
/// is suppressed; `status_id` is wrong in some versions. `time` has seconds where OCSF wants milliseconds,
/// and `time_dt` is the local time of the scanning host, so that `time` alone can be trusted.
struct ProwlerOCSF: ScanFormat {
  let key = "prowler-ocsf"
  let traits = FormatTraits(
    "Prowler's OCSF output, versions 4 and 5", passes: .yes, coverage: .no, account: .yes,
    region: .yes, time: .yes, fidelity: .full)

  func recognises(_ sample: FileSample) -> Bool {
    sample.firstObject.map { Self.foreignKind(of: $0) == nil } ?? false
  }

  func read(
    _ file: ScanFile, context: ReadingContext, emit: (ScanItem) throws -> Void
  ) throws {
    let reader = try JSONRecordReader(file: file)
    var scan = ProwlerScan(file: file, context: context)
    var unmapped: String?
    var hasWarned = false
    while let json = try reader.next() {
      let reason =
        if let kind = Self.foreignKind(of: json.value) {
          kind
        } else {
          try scan.take(
            Self.record(json, clock: &scan.clock, tags: &scan.tags), emit: emit,
            definition: { key, severity in
              if !Self.hasCompliance(json.value) { unmapped = key }
              return Self.definition(json.value, key: key, severity: severity)
            })
        }
      if let unmapped, !hasWarned {
        hasWarned = true
        try emit(
          .warning(
            "a record of the check '\(unmapped.prefix(80))' has no object unmapped.compliance: "
              + "the check, and any other of that kind, is evidence for no requirement"))
      }
      guard let reason else { continue }
      try emit(
        .rejected(
          RejectedRecord(
            bytes: json.bytes, reason: reason, excerpt: reader.text(of: json).excerpt())))
    }
  }

  /// What an object is that is no finding of Prowler's; `nil` where it is one.
  private static func foreignKind(of value: JSONValue) -> String? {
    guard let classUID = value["class_uid"]?.int else { return "is not an OCSF record" }
    guard classUID == 2004 else {
      return "is an OCSF record of class \(classUID), not a Detection Finding (2004)"
    }
    let product = value["metadata"]?["product"]?["name"]?.text
    guard let product, product == "Prowler" else {
      return "is a finding of \(product.map { "'" + $0.excerpt() + "'" } ?? "no product"), "
        + "not of Prowler"
    }
    return nil
  }

  /// True where a record says of which requirements its check is evidence, even if of none.
  private static func hasCompliance(_ value: JSONValue) -> Bool {
    value["unmapped"]?["compliance"]?.kind == "an object"
  }

  /// The verdict, or `nil` where there is none, or two: readers disagree on which of two members
  /// with one name counts, and none of them should make a pass of it.
  private static func verdict(of value: JSONValue) -> TextSlice? {
    var verdict: TextSlice?
    var count = 0
    for member in value.members where member.key == "status_code" {
      verdict = member.value.present
      count += 1
    }
    return count == 1 ? verdict : nil
  }

  private static func record(
    _ json: JSONRecord, clock: inout RecordClock, tags: inout ProwlerTags
  ) -> ProwlerRecord {
    let value = json.value
    let metadata = value["metadata"]
    let finding = value["finding_info"]
    let cloud = value["cloud"]
    let unmapped = value["unmapped"]
    let resource = value["resources"]?.firstElement
    var record = ProwlerRecord(bytes: json.bytes)
    record.version = metadata?["product"]?["version"]?.present
    record.findingUID = finding?["uid"]?.present
    record.rule = metadata?["event_code"]?.present ?? finding?["analytic"]?["uid"]?.present
    record.status = verdict(of: value)
    record.isMuted = value["status"]?.text.map { $0 == "Suppressed" } ?? false
    record.severity = value["severity"]?.present
    record.detail = value["status_detail"]?.present ?? value["message"]?.present
    record.provider = cloud?["provider"]?.present ?? unmapped?["provider"]?.present
    record.account = cloud?["account"]?["uid"]?.present ?? unmapped?["provider_uid"]?.present
    record.region = cloud?["region"]?.present ?? resource?["region"]?.present
    record.namespace = resource?["namespace"]?.present
    record.resourceUID = resource?["uid"]?.present
    record.resourceName = resource?["name"]?.present
    record.resourceType = resource?["type"]?.present
    record.tags = tags.tags(in: resource?["labels"])
    record.scannedAt =
      clock.time(value["time"]) ?? clock.time(value["event_time"])
      ?? clock.time(finding?["created_time"])
    if record.scannedAt == nil, value["time"] == nil {
      record.scannedAt = clock.time(value["time_dt"])
    }
    return record
  }

  private static func definition(
    _ value: JSONValue, key: String, severity: Severity
  ) -> RuleDefinition {
    let finding = value["finding_info"]
    let remediation = value["remediation"]
    var rule = RuleDefinition(key: key, title: finding?["title"]?.present?.string ?? "")
    rule.service = value["resources"]?.firstElement?["group"]?["name"]?.present?.string ?? ""
    rule.severity = severity
    rule.description = finding?["desc"]?.present?.string ?? ""
    rule.risk = value["risk_details"]?.present?.string ?? ""
    rule.recommendation = remediation?["desc"]?.present?.string ?? ""
    rule.referenceURL =
      remediation?["references"]?.elements.lazy.compactMap(\.text)
      .first(where: \.isWebAddress)?.string
    var mappings: Set<RequirementReference> = []
    if let compliance = value["unmapped"]?["compliance"] {
      for (edition, requirements) in compliance.members {
        for requirement in requirements.elements {
          guard let text = requirement.present else { continue }
          mappings.insert(
            RequirementReference.prowler(edition: edition.string, requirement: text.string))
        }
      }
    }
    rule.mappings = mappings.sorted()
    return rule
  }
}

extension JSONValue {
  /// The text of a string that says something.
  fileprivate var present: TextSlice? { text?.ifPresent }
}
