import EvidenceModel

/// Findings in OCSF 1.x: Security, Vulnerability, Compliance, Detection and Data Security Findings
/// (2001, 2002, 2003, 2004, 2007), of AWS Security Hub and others, in one file in any mixture.
///
/// Takes arrays, single objects, objects one after the other, and the pages and events of Security
/// Hub, of which the latter are no whole scans, as a warning says. Account and region are in each record where the producer writes them. Whether passes are
/// there is the producer's decision, and nothing tells what was evaluated.
///
/// The verdict is in `compliance`. A record without it is a problem that was found, and failing. One
/// that is resolved, closed or deleted is rejected: it is no longer true, and no pass. What is
/// suppressed or archived is muted. Security Hub rates passes as informational, which is no severity.
///
/// The times are those of changes. All records of a product count for the last time in the file, but
/// for Prowler's, which are those of its runs, in seconds where OCSF has milliseconds.
///
/// Prowler's Compliance Findings tell how a requirement stands, which can differ from the check's own
/// result: they are results of requirements.
///
/// Source: schema.ocsf.io; AWS Security Hub user guide, "OCSF findings"; Prowler 3.11,
/// `lib/outputs/models.py`, and 5.25, `lib/outputs/compliance/universal/ocsf_compliance.py`.
struct OCSF: ScanFormat {
  let key = "ocsf"
  let traits = FormatTraits(
    "OCSF findings of any product, classes 2001 to 2004 and 2007", passes: .partly, coverage: .no,
    account: .partly, region: .partly, time: .yes)

  func recognises(_ sample: FileSample) -> Bool {
    guard let object = sample.firstObject else { return false }
    return FindingContainer.firstFinding(of: object)?["class_uid"]?.int != nil
  }

  func read(
    _ file: ScanFile, context: ReadingContext, emit: (ScanItem) throws -> Void
  ) throws {
    let survey = try survey(file, context: context)
    var writer = FindingWriter(file: file, context: context)
    var tags = ProwlerTags()
    var keys = TextMeanings<String>()
    let reader = try FindingContainer.reader(of: file)
    if try FindingContainer.holdsEvents(file) {
      try writer.warn(FindingContainer.eventWarning, emit: emit)
    }
    while let match = try reader.next() {
      let record = OCSFRecord(match.record, keys: &keys)
      guard let rule = record.rule, record.foreignKind == nil else {
        try writer.reject(
          match.record.bytes, reason: record.foreignKind ?? "names no rule",
          excerpt: reader.text(of: match.record), emit: emit)
        continue
      }
      try writer.setTool(record.tool, version: record.version, emit: emit)
      if record.isOfRequirement {
        guard let requirement = record.mappings.first else {
          try writer.reject(
            match.record.bytes, reason: "names no requirement",
            excerpt: reader.text(of: match.record), emit: emit)
          continue
        }
        for finding in try record.findings(rule: rule, writer: &writer, tags: &tags, emit: emit) {
          try writer.write(finding, of: requirement, emit: emit)
        }
        continue
      }
      let findings = try record.findings(rule: rule, writer: &writer, tags: &tags, emit: emit)
      let isOfProwler = record.isOfProwler
      for var finding in findings {
        if !isOfProwler { finding.scannedAt = survey.latest }
        try writer.write(finding, emit: emit) { record.definition(rule: rule, survey: survey) }
      }
    }
  }

  private func survey(_ file: ScanFile, context: ReadingContext) throws -> FindingSurvey {
    var survey = FindingSurvey()
    var keys = TextMeanings<String>()
    var writer = FindingWriter(file: file, context: context)
    let reader = try FindingContainer.reader(of: file)
    while let match = try reader.next() {
      let record = OCSFRecord(match.record, keys: &keys)
      guard record.foreignKind == nil, let rule = record.rule else { continue }
      if !record.isOfProwler { survey.note(time: record.time(clock: &writer.clock)) }
      survey.note(
        rule: FindingSurvey.Rule(tool: record.tool, key: rule),
        severity: try record.severity(writer: &writer) { _ in },
        mappings: record.mappings, hash: record.hashMappings)
    }
    return survey
  }
}
