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

  private static let statuses: [String: Status] = ["satisfied": .pass, "not-satisfied": .fail]

  /// Hands on each finding.
  public func read(
    _ file: ScanFile, context: ReadingContext, emit: (ScanItem) throws -> Void
  ) throws {
    var writer = FindingWriter(file: file, context: context)
    let assessment = try Assessment(file, clock: &writer.clock)
    try writer.setTool(assessment.tool, version: nil, emit: emit)
    let reader = try JSONPathReader(file: file, paths: ["assessment-results.results[].findings[]"])
    while let match = try reader.next() {
      let value = match.record.value
      let target = value["target"]
      guard let rule = target?["target-id"]?.string, !rule.isEmpty else {
        try writer.reject(
          match.record.bytes, reason: "names no control objective",
          excerpt: reader.text(of: match.record), emit: emit)
        continue
      }
      let word = target?["status"]?["state"]?.string ?? target?["status"]?.string
      let status = try writer.status(word, among: Self.statuses, emit: emit)
      var finding = Finding(rule: rule, status: status, bytes: match.record.bytes)
      finding.alias = value["uuid"]?.string
      finding.detail = [value["title"], value["description"]].compactMap { $0?.string }
        .filter { !$0.isEmpty }.joined(separator: "\n")
      finding.scannedAt = assessment.times[Array(match.indexes.prefix(2))]
      let subjects = Set(
        value.elements("related-observations").flatMap {
          assessment.subjects[$0["observation-uuid"]?.string ?? ""] ?? []
        })
      if subjects.count == 1, let subject = subjects.first {
        finding.resource = assessment.titles[subject.id] ?? subject.title ?? subject.id
        finding.resourceName = assessment.titles[subject.id] ?? subject.title
        finding.resourceType = subject.type
      }
      try writer.write(finding, emit: emit) {
        var definition = RuleDefinition(key: rule, title: target?["title"]?.string ?? "")
        definition.description = target?["description"]?.string ?? ""
        return definition
      }
    }
  }
}

extension OSCALAssessmentResults {
  /// What the findings refer to.
  private struct Assessment {
    struct Subject: Hashable {
      var id: String
      var type: String
      var title: String?
    }

    /// The name of the tool that observed, as a key.
    private(set) var tool = "oscal"
    /// When each result ended, by the numbers of the document and the result.
    private(set) var times: [[Int]: Timestamp] = [:]
    /// The subjects of each observation.
    private(set) var subjects: [String: [Subject]] = [:]
    /// The titles of what is defined in the document.
    private(set) var titles: [String: String] = [:]

    init(_ file: ScanFile, clock: inout RecordClock) throws {
      let reader = try JSONPathReader(
        file: file,
        paths: [
          "assessment-results.results[].end", "assessment-results.results[].start",
          "assessment-results.results[].observations[]",
          "assessment-results.results[].local-definitions",
          "assessment-results.local-definitions",
        ])
      var ended: Set<[Int]> = []
      var tools: [String] = []
      while let match = try reader.next() {
        let value = match.record.value
        switch match.path {
        case 0:
          times[match.indexes] = clock.time(value)
          ended.insert(match.indexes)
        case 1: if !ended.contains(match.indexes) { times[match.indexes] = clock.time(value) }
        case 2:
          let id = value["uuid"]?.string ?? ""
          subjects[id, default: []] += value.elements("subjects").compactMap(Self.subject)
          for origin in value.elements("origins") {
            tools += origin.elements("actors")
              .filter { $0["type"]?.string == "tool" }.compactMap { $0["actor-uuid"]?.string }
          }
        default: define(value)
        }
      }
      if let title = tools.compactMap({ titles[$0] }).first { tool = ToolKey.key(of: title) }
    }

    private mutating func define(_ definitions: JSONValue) {
      let lists = [
        definitions.elements("components"), definitions.elements("inventory-items"),
        definitions.elements("users"),
      ]
      let assets = definitions["assessment-assets"].map { Array($0.elements("components")) } ?? []
      for item in lists.flatMap(Array.init) + assets {
        guard let id = item["uuid"]?.string, let title = item["title"]?.string, !title.isEmpty
        else { continue }
        titles[id] = title
      }
    }

    private static func subject(_ value: JSONValue) -> Subject? {
      guard let id = value["subject-uuid"]?.string else { return nil }
      return Subject(
        id: id, type: value["type"]?.string ?? "", title: value["title"]?.string)
    }
  }
}
