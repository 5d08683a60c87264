import EvidenceModel

/// The JSON of Powerpipe's benchmarks, and of Steampipe's before them: groups in groups, down to
/// controls and their results.
///
/// It tells passes and errors, but not the time, which is the user's to tell; account and region
/// only where the mod has dimensions of these names. The other dimensions tell results apart. A
/// control is repeated in each benchmark that holds it: its results are one finding, and each path
/// of benchmarks is a requirement of the first of them. A control that could not run and has no
/// result is an error of the account.
struct PowerpipeJSON: ScanFormat {
  let key = "powerpipe-json"
  let traits = FormatTraits(
    "Powerpipe and Steampipe, JSON", passes: .yes, coverage: .no, account: .partly,
    region: .partly, time: .no, fidelity: .full)

  static let statuses: [String: Status] = [
    "ok": .pass, "alarm": .fail, "error": .error, "info": .manual, "skip": .notApplicable,
  ]
  /// Groups within groups that are looked into; benchmarks known to us have six. What is deeper is
  /// refused, for its results would be lost.
  private static let mostDepth = 12

  func recognises(_ sample: FileSample) -> Bool {
    sample.hasMembers("group_id", "summary") || sample.hasMembers("group_id", "groups")
  }

  func read(
    _ file: ScanFile, context: ReadingContext, emit: (ScanItem) throws -> Void
  ) throws {
    let outline = try Outline(of: file)
    let reader = try JSONPathReader(
      file: file, paths: Self.paths("controls[].results[]") + Self.paths("controls[].run_error"))
    var writer = FindingWriter(file: file, context: context)
    try writer.setTool("powerpipe", version: nil, emit: emit)
    var answered: Set<[Int]> = []
    // The results of a control stand together.
    var place: [Int] = []
    var ownControl: Control?
    while let match = try reader.next() {
      let isResult = match.path < Self.mostDepth
      let own = isResult ? match.indexes.dropLast() : match.indexes[...]
      if own != place[...] {
        place = Array(own)
        ownControl = outline.controls[place]
        if isResult { answered.insert(place) }
      }
      let value = match.record.value
      if !isResult, value.text?.ifPresent == nil || answered.contains(place) { continue }
      guard let control = ownControl, !control.key.isEmpty else {
        try writer.reject(
          match.record.bytes, reason: "its control has no id",
          excerpt: reader.text(of: match.record), emit: emit)
        continue
      }
      var finding = Finding(
        rule: control.key,
        status: isResult
          ? try writer.status(value["status"]?.string, among: Self.statuses, emit: emit) : .error,
        bytes: match.record.bytes)
      finding.severity = try writer.severity(control.severity, emit: emit)
      finding.provider = PowerpipeNames.provider(ofControl: control.key)
      if isResult {
        var dimensions = PowerpipeDimensions()
        for dimension in value.elements("dimensions") {
          guard let name = dimension["key"]?.text else { continue }
          dimensions.take(dimension["value"]?.text?.ifPresent?.string, named: name)
        }
        dimensions.fill(&finding)
        finding.resource = value["resource"]?.text?.ifPresent?.string
        finding.detail = value["reason"]?.string ?? ""
      } else {
        finding.detail = value.string ?? ""
      }
      try writer.write(finding, emit: emit) {
        var rule = RuleDefinition(key: control.key, title: control.title)
        rule.severity = finding.severity
        rule.description = control.description
        rule.mappings = (outline.mappings[control.key] ?? []).sorted()
        return rule
      }
    }
  }

  /// A path within groups, for each depth.
  private static func paths(_ path: String) -> [JSONPath] {
    (0..<mostDepth).map {
      JSONPath(stringLiteral: String(repeating: "groups[].", count: $0) + path)
    }
  }

  /// A control, as one of its groups has it.
  private struct Control {
    var key = ""
    var title = ""
    var description = ""
    var severity: String?
  }

  /// The groups and controls of the file, without results.
  private struct Outline {
    /// By document, indexes of groups, and index of the control.
    var controls: [[Int]: Control] = [:]
    /// The paths of benchmarks that hold each control.
    var mappings: [String: Set<RequirementReference>] = [:]

    init(of file: ScanFile) throws {
      let members = [
        "group_id", "controls[].control_id", "controls[].title", "controls[].description",
        "controls[].severity",
      ]
      let deeper = String(repeating: "groups[].", count: PowerpipeJSON.mostDepth) + "group_id"
      let reader = try JSONPathReader(
        file: file,
        paths: members.flatMap(PowerpipeJSON.paths) + [JSONPath(stringLiteral: deeper)])
      var groups: [[Int]: String] = [:]
      while let match = try reader.next() {
        guard match.path < members.count * PowerpipeJSON.mostDepth else {
          throw try file.error(
            .malformedFile, at: match.record.bytes.offset,
            reason: "has groups within more than \(PowerpipeJSON.mostDepth) others",
            hint: "run the benchmarks inside it one by one")
        }
        guard let text = match.record.value.text?.ifPresent?.string else { continue }
        let place = match.indexes
        switch match.path / PowerpipeJSON.mostDepth {
        case 0: groups[place] = text
        case 1: controls[place, default: Control()].key = text
        case 2: controls[place, default: Control()].title = text
        case 3: controls[place, default: Control()].description = text
        default: controls[place, default: Control()].severity = text
        }
      }
      for (place, control) in controls where !control.key.isEmpty {
        let key = PowerpipeNames.key(ofControl: control.key, in: groups[Array(place.dropLast())])
        controls[place]?.key = key
        let path = (1..<place.count).compactMap { groups[Array(place.prefix($0))] }
          .filter { $0 != "root_result_group" }
        guard let edition = path.first else { continue }
        mappings[key, default: []].insert(
          RequirementReference.named(edition: edition, requirement: path.joined(separator: "/")))
      }
    }
  }
}
