import EvidenceModel

/// Snapshots of Powerpipe (`.pps`) and of Steampipe before it (`.sps`), schema version 20220929: the
/// panels of a benchmark or dashboard by their names, the rows of each, and how they are laid out.
///
/// It tells passes, errors and, as no other output of Powerpipe does, the time: the end of the run.
/// Account and region are there only where the mod has dimensions of these names; the other columns
/// of a row tell results apart. A control is a panel of its own, in however many benchmarks it stands:
/// each path of benchmarks in the layout is a requirement of the first of them, as in the JSON output.
///
/// - A control that did not complete and has no rows is an error of the account. One that completed
///   without rows had nothing to look at, and is not reported.
/// - Panels that are no controls, such as charts, tables and the detections of Tailpipe, are no
///   findings; one warning counts those that have rows.
///
/// Source: turbot/powerpipe, `internal/dashboardexecute/snapshot.go`, and the snapshots of its tests.
struct PowerpipeSnapshot: ScanFormat {
  let key = "powerpipe-snapshot"
  let traits = FormatTraits(
    "Powerpipe and Steampipe, snapshots", passes: .yes, coverage: .no, account: .partly,
    region: .partly, time: .yes, fidelity: .full)

  func recognises(_ sample: FileSample) -> Bool {
    guard let object = sample.firstObject, let panels = object["panels"],
      panels.kind == "an object"
    else { return false }
    // A first panel of megabytes may hide what follows it.
    let hasPanel = panels.members.contains { $0.value["panel_type"] != nil }
    return hasPanel || object["schema_version"] != nil || object["layout"] != nil
      || object["end_time"] != nil
  }

  func read(
    _ file: ScanFile, context: ReadingContext, emit: (ScanItem) throws -> Void
  ) throws {
    var writer = FindingWriter(file: file, context: context)
    let outline = try Outline(of: file, clock: &writer.clock)
    try writer.setTool("powerpipe", version: nil, emit: emit)
    let reader = try JSONPathReader(file: file, paths: ["panels.*.data.rows[]", "panels.*.status"])
    while let match = try reader.next() {
      let document = match.indexes[0]
      let place = Place(document: document, panel: match.names[0])
      guard let panel = outline.panels[place], panel.isControl else { continue }
      let isRow = match.path == 0
      let value = match.record.value
      guard isRow || (!panel.hasRows && value.text.map { $0 == "complete" } != true) else {
        continue
      }
      let control = PowerpipeNames.key(
        ofControl: panel.name ?? place.panel, in: outline.benchmarks[place.panel])
      var finding = Finding(
        rule: control,
        status: isRow
          ? try writer.status(value["status"]?.string, among: PowerpipeJSON.statuses, emit: emit)
          : .error,
        bytes: match.record.bytes)
      finding.severity = try writer.severity(panel.severity, emit: emit)
      finding.provider = PowerpipeNames.provider(ofControl: control)
      finding.scannedAt = outline.times[document]
      if isRow {
        Self.dimensions(of: value).fill(&finding)
        finding.resource = value["resource"]?.text?.ifPresent?.string
        finding.detail = value["reason"]?.string ?? ""
      } else {
        finding.detail = panel.error ?? value.string ?? ""
      }
      try writer.write(finding, emit: emit) {
        var rule = RuleDefinition(key: control, title: panel.title)
        rule.severity = finding.severity
        rule.description = panel.description
        rule.mappings = (outline.mappings[place.panel] ?? []).sorted()
        return rule
      }
    }
    try warn(of: outline, writer: &writer, emit: emit)
  }

  private func warn(
    of outline: Outline, writer: inout FindingWriter, emit: (ScanItem) throws -> Void
  ) throws {
    let others = outline.panels.values.filter { !$0.isControl && $0.hasRows }.count
    if others > 0 {
      try writer.warn("panels that are no controls, and no findings: \(others)", emit: emit)
    }
    let unfinished = outline.panels.values.filter { panel in
      panel.isControl && panel.hasRows && panel.status != nil && panel.status != "complete"
    }
    if !unfinished.isEmpty {
      try writer.warn(
        "controls that did not complete, of which results may be missing: \(unfinished.count)",
        emit: emit)
    }
  }

  /// The columns of a row that are dimensions, by name.
  private static func dimensions(of row: JSONValue) -> PowerpipeDimensions {
    var dimensions = PowerpipeDimensions()
    for (name, value) in row.members {
      guard !["status", "reason", "resource"].contains(where: { name == $0 }) else { continue }
      dimensions.take(value.plainText.flatMap { $0.isEmpty ? nil : $0 }, named: name)
    }
    return dimensions
  }
}

extension PowerpipeSnapshot {
  /// A panel of a document, by the name that its member has.
  private struct Place: Hashable {
    var document: Int
    var panel: String
  }

  /// What a panel says beside its rows.
  private struct Panel {
    var name: String?
    var title = ""
    var description = ""
    var severity: String?
    var isControl = false
    var status: String?
    var error: String?
    var hasRows = false
  }

  /// The snapshot without its rows, much of which stands after them.
  private struct Outline {
    var panels: [Place: Panel] = [:]
    /// The end of each run, or its start where only that is told.
    var times: [Int: Timestamp] = [:]
    /// The benchmark that each panel first stands in.
    var benchmarks: [String: String] = [:]
    /// The paths of benchmarks that hold each panel.
    var mappings: [String: Set<RequirementReference>] = [:]

    init(of file: ScanFile, clock: inout RecordClock) throws {
      let reader = try JSONPathReader(
        file: file,
        paths: [
          "panels.*.name", "panels.*.title", "panels.*.description", "panels.*.panel_type",
          "panels.*.properties.severity", "panels.*.status", "panels.*.error",
          "panels.*.data.rows[]", "start_time", "end_time", "layout",
        ])
      var ended: Set<Int> = []
      while let match = try reader.next() {
        let value = match.record.value
        let document = match.indexes[0]
        switch match.path {
        case 8:
          if !ended.contains(document) { times[document] = clock.time(value) }
          continue
        case 9:
          if let time = clock.time(value) {
            times[document] = time
            ended.insert(document)
          }
          continue
        case 10:
          addMappings(of: value, path: [])
          continue
        default: break
        }
        let text = value.text?.ifPresent?.string
        var panel = panels[Place(document: document, panel: match.names[0])] ?? Panel()
        switch match.path {
        case 0: panel.name = text
        case 1: panel.title = text ?? ""
        case 2: panel.description = text ?? ""
        case 3: panel.isControl = text == "control"
        case 4: panel.severity = text
        case 5: panel.status = text
        case 6: panel.error = text
        default: panel.hasRows = true
        }
        panels[Place(document: document, panel: match.names[0])] = panel
      }
    }

    /// Goes down a layout, of which only benchmarks are part of a path.
    private mutating func addMappings(of node: JSONValue, path: [String]) {
      guard let name = node["name"]?.string else { return }
      var path = path
      switch node["panel_type"]?.string {
      case "benchmark": path.append(name)
      case "control":
        guard let edition = path.first else { return }
        benchmarks[name] = benchmarks[name] ?? path.last
        mappings[name, default: []].insert(
          RequirementReference(edition: edition, requirement: path.joined(separator: "/")))
      default: break
      }
      for child in node.elements("children") { addMappings(of: child, path: path) }
    }
  }
}
