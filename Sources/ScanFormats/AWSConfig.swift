import EvidenceModel

/// Evaluation results of AWS Config, as `aws configservice get-compliance-details-by-config-rule` and
/// `-by-resource` print them, or `get-aggregate-compliance-details-by-config-rule`, several of these
/// one after the other too.
///
/// A result names the kind and the id of its resource, but only those of an aggregator name account
/// and region: for the others `--account` and `--region` tell them. Passes are there. Rules without a result are not, so that the file does not
/// tell what was evaluated; nor does it tell the severity of a rule, or what it is about.
///
/// A result has the time when it was recorded, not that of a scan. All results count for the last
/// such time in the file, the first at which all that it says is true.
///
/// Source: AWS Config API reference, `EvaluationResult`, `AggregateEvaluationResult` and
/// `ComplianceType`.
struct AWSConfig: ScanFormat {
  let key = "aws-config"
  let traits = FormatTraits(
    "AWS Config evaluation results", passes: .yes, coverage: .no, account: .partly,
    region: .partly, time: .yes)

  private static let paths: [JSONPath] = ["EvaluationResults[]", "AggregateEvaluationResults[]"]

  private static let words: [String: Status] = [
    "compliant": .pass, "non_compliant": .fail, "not_applicable": .notApplicable,
    "insufficient_data": .unknown,
  ]

  func recognises(_ sample: FileSample) -> Bool {
    sample.hasMembers("EvaluationResults") || sample.hasMembers("AggregateEvaluationResults")
  }

  func read(
    _ file: ScanFile, context: ReadingContext, emit: (ScanItem) throws -> Void
  ) throws {
    var writer = FindingWriter(file: file, context: context)
    let latest = try latestTime(in: file, context: context)
    let reader = try JSONPathReader(file: file, paths: Self.paths)
    try writer.setTool(key, version: nil, emit: emit)
    while let match = try reader.next() {
      let value = match.record.value
      let qualifier = value["EvaluationResultIdentifier"]?["EvaluationResultQualifier"]
      guard let rule = qualifier?["ConfigRuleName"]?.text?.ifPresent else {
        try writer.reject(
          match.record.bytes, reason: "names no rule", excerpt: reader.text(of: match.record),
          emit: emit)
        continue
      }
      let status = try writer.status(
        value["ComplianceType"]?.string, among: Self.words, emit: emit)
      var finding = Finding(rule: rule.string, status: status, bytes: match.record.bytes)
      finding.provider = "aws"
      finding.account = value.string("AccountId")
      finding.region = value.string("AwsRegion")
      finding.resource = qualifier?["ResourceId"]?.text?.ifPresent?.string
      finding.resourceType = qualifier?["ResourceType"]?.string ?? ""
      finding.detail = value["Annotation"]?.string ?? ""
      finding.scannedAt = latest
      // A resource that is not there yet is no proof of one that is.
      if let mode = qualifier?["EvaluationMode"]?.text, mode == "PROACTIVE" {
        finding.discriminator = "proactive"
      }
      try writer.write(finding, emit: emit) { RuleDefinition(key: finding.rule, title: "") }
    }
  }

  private func latestTime(in file: ScanFile, context: ReadingContext) throws -> Timestamp? {
    var survey = FindingSurvey()
    var clock = RecordClock(context: context)
    let reader = try JSONPathReader(file: file, paths: Self.paths)
    while let match = try reader.next() {
      survey.note(time: clock.time(match.record.value["ResultRecordedTime"]))
    }
    return survey.latest
  }
}
