import EvidenceModel

/// The CSV of Powerpipe's benchmarks, and of Steampipe's before them.
///
/// It tells passes and errors, but not the time, which is the user's to tell; account and region
/// only where the mod has dimensions of these names. Severities are mostly empty. Columns after
/// `severity` are dimensions and tags, which nothing tells apart, so that no dimension but account
/// and region is read. A control is repeated for each benchmark that holds it: its records are one
/// finding, and each `group_id` is a requirement. That is only the nearest benchmark, so that its
/// framework may be lost; the JSON keeps it. A record without resource whose status is `error` is a
/// control that could not run.
struct PowerpipeCSV: ScanFormat {
  let key = "powerpipe-csv"
  let traits = FormatTraits(
    "Powerpipe and Steampipe, CSV", passes: .yes, coverage: .no, account: .partly, region: .partly,
    time: .no)

  func recognises(_ sample: FileSample) -> Bool {
    sample.hasColumns("group_id", "control_id", "status")
  }

  func read(
    _ file: ScanFile, context: ReadingContext, emit: (ScanItem) throws -> Void
  ) throws {
    let mappings = try Self.mappings(in: file)
    let reader = try CSVRecordReader(file: file)
    let columns = Columns(reader)
    var writer = FindingWriter(file: file, context: context)
    try writer.setTool("powerpipe", version: nil, emit: emit)
    try reader.readRecords(emit: emit) { bytes in
      guard let control = columns.key(of: reader) else { return "names no control" }
      var finding = Finding(
        rule: control,
        status: try writer.status(
          reader.text(at: columns.status)?.string, among: PowerpipeJSON.statuses, emit: emit),
        bytes: bytes)
      finding.severity = try writer.severity(
        reader.text(at: columns.severity)?.string, emit: emit)
      finding.provider = PowerpipeNames.provider(ofControl: control)
      finding.account = columns.accounts.lazy.compactMap { reader.text(at: $0)?.string }.first
      finding.region = columns.regions.lazy.compactMap { reader.text(at: $0)?.string }.first
      finding.resource = reader.text(at: columns.resource)?.string
      finding.detail = reader.string(at: columns.reason)
      try writer.write(finding, emit: emit) {
        var rule = RuleDefinition(key: control, title: reader.string(at: columns.title))
        rule.severity = finding.severity
        rule.description = reader.string(at: columns.description)
        rule.mappings = (mappings[control] ?? []).sorted()
        return rule
      }
      return nil
    }
  }

  /// The benchmarks that hold each control.
  private static func mappings(
    in file: ScanFile
  ) throws -> [String: Set<RequirementReference>] {
    let reader = try CSVRecordReader(file: file)
    let columns = Columns(reader)
    var mappings: [String: Set<RequirementReference>] = [:]
    while let record = try reader.next() {
      guard case .whole = record, let control = columns.key(of: reader),
        let group = reader.text(at: columns.group)?.string
      else { continue }
      mappings[control, default: []].insert(
        RequirementReference.named(edition: group, requirement: group))
    }
    return mappings
  }

  /// Where the columns stand in this file.
  private struct Columns {
    let group, control, title, description, reason, resource, status, severity: Int?
    let accounts, regions: [Int]

    init(_ reader: CSVRecordReader) {
      group = reader.column("group_id")
      control = reader.column("control_id")
      title = reader.column("control_title")
      description = reader.column("control_description")
      reason = reader.column("reason")
      resource = reader.column("resource")
      status = reader.column("status")
      severity = reader.column("severity")
      accounts = PowerpipeNames.accounts.compactMap { reader.column($0) }
      regions = PowerpipeNames.regions.compactMap { reader.column($0) }
    }

    /// The control of the record that was read last; `nil` where it names none.
    func key(of reader: CSVRecordReader) -> String? {
      reader.text(at: control).map {
        PowerpipeNames.key(ofControl: $0.string, in: reader.text(at: group)?.string)
      }
    }
  }
}
