import EvidenceModel

/// Assessment results of NIST's OSCAL, in JSON: what an assessment found of controls' objectives.
///
/// The rule is the target of a finding, a control objective or a statement such as `ac-6.1_obj`. The
/// resource is the one subject of the finding's observations, by its title where the file has it,
/// since ids are made anew by each run; a finding with several subjects, or with none, is about the
/// whole system. The time is the end of the result. The document does not name the system: the user
/// gives the account.
///
/// Satisfied objectives are listed where the assessor writes findings for them, which many tools do
/// not. `reviewed-controls` names controls, not objectives, and which of them has a finding is up to
/// the tool, so it is not declared as coverage. There is no severity, and no edition of the controls.
/// Observations that state the result of a rule for their subjects, as Compliance-to-Policy writes
/// them, are findings too: see ``OSCALRuleResult``. Others on which no finding rests have no verdict; a
/// warning counts them.
///
/// Names and words: the OSCAL assessment results model, pages.nist.gov/OSCAL-Reference.
public struct OSCALAssessmentResults: ScanFormat {
  /// A reader of OSCAL assessment results.
  public init() {}

  /// `oscal-assessment-results`.
  public let key = "oscal-assessment-results"
  /// What its files can tell.
  public let traits = FormatTraits(
    "OSCAL assessment results, JSON", passes: .partly, coverage: .no, account: .no, region: .no,
    time: .yes)

  /// True for a document of assessment results.
  public func recognises(_ sample: FileSample) -> Bool { sample.hasMembers("assessment-results") }

  /// Hands on each finding.
  public func read(
    _ file: ScanFile, context: ReadingContext, emit: (ScanItem) throws -> Void
  ) throws {
    var writer = FindingWriter(file: file, context: context)
    var assessment = try Self.assessment(in: file, clock: &writer.clock)
    try writer.setTool(assessment.tool, version: nil, emit: emit)
    let reader = try JSONPathReader(
      file: file,
      paths: [
        "assessment-results.results[].findings[]", "assessment-results.results[].observations[]",
      ])
    while let match = try reader.next() {
      let result = Array(match.indexes.prefix(2))
      guard match.path == 0 else {
        if let record = OSCALRuleResult(match.record.value) {
          try assessment.write(
            record, at: match.record.bytes, of: result, writer: &writer, emit: emit)
        }
        continue
      }
      guard let finding = OSCALFinding(match.record.value) else {
        try writer.reject(
          match.record.bytes, reason: "names no control objective",
          excerpt: reader.text(of: match.record), emit: emit)
        continue
      }
      try assessment.write(
        finding, at: match.record.bytes, of: result, writer: &writer, emit: emit)
    }
    try assessment.warnOfIdle(writer: &writer, emit: emit)
  }

  private static func assessment(
    in file: ScanFile, clock: inout RecordClock
  ) throws -> OSCALAssessment {
    let reader = try JSONPathReader(
      file: file,
      paths: [
        "assessment-results.results[].end", "assessment-results.results[].start",
        "assessment-results.results[].observations[]",
        "assessment-results.results[].local-definitions",
        "assessment-results.local-definitions",
      ])
    var assessment = OSCALAssessment()
    while let match = try reader.next() {
      let value = match.record.value
      switch match.path {
      case 0: assessment.end(match.indexes, at: clock.time(value))
      case 1: assessment.begin(match.indexes, at: clock.time(value))
      case 2:
        let actors = value.elements("origins").flatMap { Array($0.elements("actors")) }
        assessment.observe(
          value["uuid"]?.string ?? "", subjects: value.elements("subjects").compactMap(subject),
          tools: actors.filter { $0["type"]?.string == "tool" }
            .compactMap { $0["actor-uuid"]?.string })
      default:
        let lists = [
          value.elements("components"), value.elements("inventory-items"), value.elements("users"),
        ]
        let assets = value["assessment-assets"].map { Array($0.elements("components")) } ?? []
        for item in lists.flatMap(Array.init) + assets {
          assessment.define(item["uuid"]?.string, title: item["title"]?.string)
        }
      }
    }
    return assessment
  }

  /// What an observation is about; `nil` where it has no id.
  static func subject(_ value: JSONValue) -> OSCALAssessment.Subject? {
    guard let id = value["subject-uuid"]?.string else { return nil }
    return OSCALAssessment.Subject(
      id: id, type: value["type"]?.string ?? "", title: value["title"]?.string)
  }
}
