import EvidenceModel

/// Assessment results of NIST's OSCAL, in XML: the same model, and the same findings, as in JSON. See
/// ``OSCALAssessmentResults``.
///
/// Early documents have the state of a target as the text of its `status`, later ones as an attribute.
///
/// Names: the XML format of the OSCAL assessment results model, pages.nist.gov/OSCAL-Reference.
struct OSCALAssessmentResultsXML: ScanFormat {
  let key = "oscal-assessment-results-xml"
  let traits = FormatTraits(
    "OSCAL assessment results, XML", passes: .partly, coverage: .no, account: .no, region: .no,
    time: .yes)

  func recognises(_ sample: FileSample) -> Bool {
    sample.hasRoot("assessment-results", namespace: "http://csrc.nist.gov/ns/oscal/")
  }

  func read(
    _ file: ScanFile, context: ReadingContext, emit: (ScanItem) throws -> Void
  ) throws {
    var writer = FindingWriter(file: file, context: context)
    var assessment = try Self.assessment(in: file, clock: &writer.clock)
    try writer.setTool(assessment.tool, version: nil, emit: emit)
    let reader = try XMLReader(file: file, whole: ["finding", "observation"], tags: ["result"])
    var result = -1
    while let event = try reader.next() {
      switch event {
      case .start: result += 1
      case .element(let element) where element.name == "observation":
        if let record = OSCALRuleResult(element) {
          try assessment.write(
            record, at: element.bytes, of: [0, result], writer: &writer, emit: emit)
        }
      case .element(let element):
        guard let finding = OSCALFinding(element) else {
          try reader.withText(of: element) {
            try writer.reject(
              element.bytes, reason: "names no control objective", excerpt: $0, emit: emit)
          }
          continue
        }
        try assessment.write(
          finding, at: element.bytes, of: [0, result], writer: &writer, emit: emit)
      case .end: break
      }
    }
    try assessment.warnOfIdle(writer: &writer, emit: emit)
  }

  private static func assessment(
    in file: ScanFile, clock: inout RecordClock
  ) throws -> OSCALAssessment {
    // Risks and logs have times of their own within them.
    let reader = try XMLReader(
      file: file,
      whole: ["start", "end", "observation", "local-definitions", "risk", "assessment-log"],
      tags: ["result"])
    var assessment = OSCALAssessment()
    var result = -1
    while let event = try reader.next() {
      switch event {
      case .start: result += 1
      case .element(let element):
        switch element.name {
        case "start": assessment.begin([0, result], at: clock.time(text: element.text))
        case "end": assessment.end([0, result], at: clock.time(text: element.text))
        case "observation":
          let actors = element.children(named: "origin").flatMap {
            Array($0.children(named: "actor"))
          }
          assessment.observe(
            element.attributes["uuid"] ?? "",
            subjects: element.children(named: "subject").compactMap(subject),
            tools: actors.filter { $0.attributes["type"] == "tool" }
              .compactMap { $0.attributes["actor-uuid"] })
        case "local-definitions":
          let assets = element["assessment-assets"].map { Array($0.children) } ?? []
          for item in Array(element.children) + assets {
            assessment.define(item.attributes["uuid"], title: item["title"]?.presentText)
          }
        default: break
        }
      case .end: break
      }
    }
    return assessment
  }

  /// What an observation is about; `nil` where it has no id.
  static func subject(_ element: XMLElement) -> OSCALAssessment.Subject? {
    guard let id = element.attributes["subject-uuid"] else { return nil }
    return OSCALAssessment.Subject(
      id: id, type: element.attributes["type"] ?? "", title: element["title"]?.presentText)
  }
}
