import EvidenceModel

/// Prowler's own JSON, of versions 2 and 3: objects in an array, or one after the other.
///
/// Passes are there; what was evaluated is not told. Account and region are in each record.
///
/// Version 3 writes one time for the whole run, without a zone. Version 2 writes the moment of each
/// record; all of them count for the last, as one run. Its check is the word in brackets that begins
/// the title: `[check11]`. Both say INFO for what a person has to decide, and WARNING, which hides
/// the verdict, for what the allow list suppresses. Neither names the version of Prowler.
///
/// Source: Prowler 3.11, `lib/outputs/json.py`; Prowler 2.12, `include/outputs`.
struct ProwlerJSON: ScanFormat {
  let key = "prowler-json"
  let traits = FormatTraits(
    "Prowler's own JSON, versions 2 and 3", passes: .yes, coverage: .no, account: .yes,
    region: .yes, time: .yes, fidelity: .full)

  private enum Version {
    case two
    case three
  }

  func recognises(_ sample: FileSample) -> Bool {
    sample.firstObject.map { Self.version(of: $0) != nil } ?? false
  }

  func read(
    _ file: ScanFile, context: ReadingContext, emit: (ScanItem) throws -> Void
  ) throws {
    let latest = try latestTime(in: file, context: context)
    let reader = try JSONRecordReader(file: file)
    var scan = ProwlerScan(file: file, context: context)
    while let json = try reader.next() {
      let reason: String?
      switch Self.version(of: json.value) {
      case .three:
        reason = try scan.take(
          Self.record3(json, clock: &scan.clock), emit: emit,
          definition: { Self.definition3(json.value, key: $0, severity: $1) })
      case .two:
        reason = try scan.take(
          Self.record2(json, scannedAt: latest), emit: emit,
          definition: { Self.definition2(json.value, key: $0, severity: $1) })
      case nil: reason = "is not a finding of Prowler 2 or 3"
      }
      guard let reason else { continue }
      try emit(
        .rejected(
          RejectedRecord(
            bytes: json.bytes, reason: reason, excerpt: reader.text(of: json).excerpt())))
    }
  }

  private static func version(of value: JSONValue) -> Version? {
    if value["CheckID"] != nil, value["StatusExtended"] != nil, value["Status"] != nil {
      return .three
    }
    return value["Control"] != nil && value["Control ID"] != nil && value["Status"] != nil
      ? .two : nil
  }

  private func latestTime(in file: ScanFile, context: ReadingContext) throws -> Timestamp? {
    var survey = FindingSurvey()
    var clock = RecordClock(context: context)
    let reader = try JSONRecordReader(file: file)
    while let json = try reader.next() {
      if Self.version(of: json.value) == .two {
        survey.note(time: clock.time(json.value["Timestamp"]))
      }
    }
    return survey.latest
  }

  /// The word of later versions for a status, and whether it says that the record is suppressed.
  private static func status(_ value: JSONValue?) -> (word: TextSlice?, isMuted: Bool) {
    guard let text = value?.text?.ifPresent else { return (nil, false) }
    switch text.string.lowercased() {
    case "pass": return (TextSlice("PASS"), false)
    case "fail": return (TextSlice("FAIL"), false)
    case "info", "manual": return (TextSlice("MANUAL"), false)
    case "warning": return (TextSlice("MUTED"), true)
    default: return (text, false)
    }
  }

  // MARK: Version 3

  private static func record3(_ json: JSONRecord, clock: inout RecordClock) -> ProwlerRecord {
    let value = json.value
    var record = ProwlerRecord(bytes: json.bytes)
    record.rule = value["CheckID"]?.text?.ifPresent
    (record.status, record.isMuted) = status(value["Status"])
    record.severity = value["Severity"]?.text?.ifPresent
    record.detail = value["StatusExtended"]?.text?.ifPresent
    record.findingUID = value["FindingUniqueId"]?.text?.ifPresent
    record.provider = value["Provider"]?.text?.ifPresent
    record.account =
      value["AccountId"]?.text?.ifPresent ?? value["Subscription"]?.text?.ifPresent
      ?? value["ProjectId"]?.text?.ifPresent
    record.region = value["Region"]?.text?.ifPresent ?? value["Location"]?.text?.ifPresent
    record.resourceUID =
      value["ResourceArn"]?.text?.ifPresent ?? value["ResourceId"]?.text?.ifPresent
    record.resourceName =
      value["ResourceName"]?.text?.ifPresent ?? value["ResourceId"]?.text?.ifPresent
    record.resourceType = value["ResourceType"]?.text?.ifPresent
    if let tags = value["ResourceTags"] {
      record.tags = TagSet(
        tags.members.map { ResourceTag(key: $0.key.string, value: $0.value.string ?? "") })
    }
    record.scannedAt = clock.time(value["AssessmentStartTime"])
    return record
  }

  private static func definition3(
    _ value: JSONValue, key: String, severity: Severity
  ) -> RuleDefinition {
    let recommendation = value["Remediation"]?["Recommendation"]
    var rule = RuleDefinition(key: key, title: value["CheckTitle"]?.string ?? "")
    rule.service = value["ServiceName"]?.string ?? ""
    rule.severity = severity
    rule.description = value["Description"]?.string ?? ""
    rule.risk = value["Risk"]?.string ?? ""
    rule.recommendation = recommendation?["Text"]?.string ?? ""
    rule.referenceURL = webAddress(recommendation?["Url"])
    var mappings: Set<RequirementReference> = []
    if let compliance = value["Compliance"] {
      for (edition, requirements) in compliance.members {
        for requirement in requirements.elements {
          guard let text = requirement.text?.ifPresent else { continue }
          mappings.insert(
            RequirementReference.prowler(edition: edition.string, requirement: text.string))
        }
      }
    }
    rule.mappings = mappings.sorted()
    return rule
  }

  // MARK: Version 2

  private static func record2(_ json: JSONRecord, scannedAt: Timestamp?) -> ProwlerRecord {
    let value = json.value
    var record = ProwlerRecord(bytes: json.bytes)
    record.rule = value["Control"]?.text.flatMap(check)
    (record.status, record.isMuted) = status(value["Status"])
    record.severity = value["Severity"]?.text?.ifPresent
    record.detail = value["Message"]?.text?.ifPresent
    record.provider = TextSlice("aws")
    record.account = value["Account Number"]?.text?.ifPresent
    record.region = value["Region"]?.text?.ifPresent
    record.resourceUID = value["Resource ID"]?.text?.ifPresent
    record.scannedAt = scannedAt
    return record
  }

  /// The check in `[check11] Avoid the root account`.
  private static func check(_ control: TextSlice) -> TextSlice? {
    guard control.hasPrefix("["), let end = control.firstIndex(of: "]") else { return nil }
    return control.prefix(end).dropFirst(1).ifPresent
  }

  private static func definition2(
    _ value: JSONValue, key: String, severity: Severity
  ) -> RuleDefinition {
    let control = value["Control"]?.string ?? ""
    let title = control.hasPrefix("[\(key)] ") ? control.dropFirst(key.count + 3) : control[...]
    var rule = RuleDefinition(key: key, title: String(title))
    rule.service = value["Service"]?.string ?? ""
    rule.severity = severity
    rule.risk = value["Risk"]?.string ?? ""
    rule.recommendation = value["Remediation"]?.string ?? ""
    rule.referenceURL = webAddress(value["Doc link"])
    return rule
  }

  private static func webAddress(_ value: JSONValue?) -> String? {
    value?.text.flatMap { $0.isWebAddress ? $0.string : nil }
  }
}

extension TextSlice {
  /// A word of the program's own.
  fileprivate init(_ word: StaticString) {
    self.init(start: word.utf8Start, count: word.utf8CodeUnitCount)
  }
}
