import EvidenceModel

/// The AWS Security Finding Format: findings of AWS Security Hub, of the services that report to it,
/// and of other scanners that write it.
///
/// Takes what `get-findings` prints, events of EventBridge, arrays, and any of these one after the
/// other. Account and region are in each finding. Passes are there where the product writes them, as
/// Security Hub and Prowler do; which controls were evaluated the format does not tell.
///
/// A finding of Security Hub has the time of its last change, not of a scan. All of its findings
/// count for the last such time in the file, the first at which all that it says is true. Prowler
/// and Powerpipe write the time of their run.
///
/// Security Hub has a finding for each standard that a control is in, or one for all. Both are one
/// result of one control, and the standards are mappings of the rule. Findings of before 2023 may name
/// the control only by its id in a standard, such as `PCI.Config.1`: that is a rule of its own, since
/// the numbers are not those of the controls. It rates passes as
/// informational, which is no severity. A pass of an account where there was nothing to check is not
/// applicable. Each resource of a finding has a result of its own.
///
/// An event of EventBridge tells of one change: a warning says that its file is no whole scan.
///
/// What is archived is muted; but where another record of the file tells how the same finding
/// stands, the archived one is rejected. GuardDuty, Inspector, Macie and the like report problems, not
/// compliance: what they report is failing.
struct ASFF: ScanFormat {
  let key = "asff"
  let traits = FormatTraits(
    "AWS Security Hub's findings format, of Security Hub, GuardDuty, Inspector, Prowler and others",
    passes: .yes, coverage: .no, account: .yes, region: .partly, time: .yes, fidelity: .reduced)

  func recognises(_ sample: FileSample) -> Bool {
    guard let object = sample.firstObject else { return false }
    guard let finding = FindingContainer.firstFinding(of: object) else {
      // A page without findings. Inspector's own pages are in lower case.
      return object["Findings"] != nil
    }
    return ASFFRecord.isFinding(finding)
  }

  func read(
    _ file: ScanFile, context: ReadingContext, emit: (ScanItem) throws -> Void
  ) throws {
    let survey = try survey(file, context: context)
    var writer = FindingWriter(file: file, context: context)
    var keys = ASFFProduct.Keys()
    let reader = try FindingContainer.reader(of: file)
    if try FindingContainer.holdsEvents(file) {
      try writer.warn(FindingContainer.eventWarning, emit: emit)
    }
    while let match = try reader.next() {
      let json = match.record
      guard ASFFRecord.isFinding(json.value) else {
        try writer.reject(
          json.bytes, reason: "is not a finding in ASFF", excerpt: reader.text(of: json),
          emit: emit)
        continue
      }
      let record = ASFFRecord(json, keys: &keys)
      guard let rule = record.rule else {
        try writer.reject(
          json.bytes, reason: "names no rule", excerpt: reader.text(of: json), emit: emit)
        continue
      }
      let findings = try record.findings(rule: rule, writer: &writer, emit: emit)
      let isReplaced =
        record.isArchived
        && findings.allSatisfy { survey.isReplaced($0, tool: record.product.tool) }
      guard !isReplaced else {
        try writer.reject(
          json.bytes, reason: "is archived; another record tells how the finding stands",
          excerpt: reader.text(of: json), emit: emit)
        continue
      }
      try writer.setTool(
        record.product.tool, version: record.product.version, emit: emit)
      for var finding in findings {
        if !record.product.writesRunTime { finding.scannedAt = survey.latest }
        try writer.write(finding, emit: emit) { record.definition(rule: rule, survey: survey) }
      }
    }
  }

  private func survey(_ file: ScanFile, context: ReadingContext) throws -> FindingSurvey {
    var survey = FindingSurvey()
    var writer = FindingWriter(file: file, context: context)
    try eachRecord(of: file) { record, rule in
      let tool = record.product.tool
      if !record.product.writesRunTime { survey.note(time: record.time(clock: &writer.clock)) }
      survey.note(
        rule: FindingSurvey.Rule(tool: tool, key: rule),
        severity: try record.severity(writer: &writer) { _ in },
        mappings: record.mappings(rule: rule), hash: record.hashMappings)
      guard record.isArchived else { return }
      for finding in try record.findings(rule: rule, writer: &writer, emit: { _ in }) {
        survey.noteArchived(finding, tool: tool)
      }
    }
    // Few files have archived findings, and few findings of these are archived: to go through such a
    // file once more is better than to keep in mind the findings of every file.
    guard survey.hasArchived else { return survey }
    try eachRecord(of: file) { record, rule in
      guard !record.isArchived else { return }
      for finding in try record.findings(rule: rule, writer: &writer, emit: { _ in }) {
        survey.noteActive(finding, tool: record.product.tool)
      }
    }
    return survey
  }

  /// Goes through the records that name their rule.
  private func eachRecord(
    of file: ScanFile, do body: (_ record: ASFFRecord, _ rule: String) throws -> Void
  ) throws {
    var keys = ASFFProduct.Keys()
    let reader = try FindingContainer.reader(of: file)
    while let match = try reader.next() {
      guard ASFFRecord.isFinding(match.record.value) else { continue }
      let record = ASFFRecord(match.record, keys: &keys)
      if let rule = record.rule { try body(record, rule) }
    }
  }
}
