import EvidenceModel

/// Checklists of DISA's STIG Viewer 3 (`.cklb`), JSON of version 1.0, which Evaluate-STIG and others
/// write as well.
///
/// They say what the XML of STIG Viewer 2 says, and give the same findings: see ``STIGChecklist``. A
/// checklist can be of several guides, and lists each rule of each, passes included. It has no time,
/// which the user gives, except where Evaluate-STIG names one for the whole checklist.
///
/// - `not_reviewed` is for a person to decide.
/// - An overridden severity is that of the result, never of the rule.
///
/// Source: the checklists that STIG Viewer 3 exports, as the tests of other importers keep them.
struct STIGChecklistJSON: ScanFormat {
  let key = "stig-checklist-json"
  let traits = FormatTraits(
    "STIG checklists (CKLB)", passes: .yes, coverage: .no, account: .yes, region: .no, time: .partly
  )

  func recognises(_ sample: FileSample) -> Bool {
    guard let object = sample.firstObject, let stigs = object["stigs"] else { return false }
    return object["cklb_version"] != nil || object["target_data"] != nil
      || stigs.firstElement?["rules"] != nil
  }

  /// The names of an asset's fields in this form, by those of the XML.
  private static let fields = [
    "HOST_NAME": "host_name", "HOST_FQDN": "fqdn", "HOST_IP": "ip_address",
    "ASSET_TYPE": "target_type", "WEB_OR_DATABASE": "is_web_database",
    "WEB_DB_SITE": "web_db_site", "WEB_DB_INSTANCE": "web_db_instance",
  ]

  private struct Checklist {
    var asset = STIGAsset()
    var scannedAt: Timestamp?
    /// The names of the guides, by index.
    var guides: [Int: String] = [:]
  }

  func read(
    _ file: ScanFile, context: ReadingContext, emit: (ScanItem) throws -> Void
  ) throws {
    var writer = FindingWriter(file: file, context: context)
    let checklists = try Self.checklists(in: file, clock: &writer.clock)
    try writer.setTool("stig-checklist", version: nil, emit: emit)
    let reader = try JSONPathReader(file: file, paths: ["stigs[].rules[]"])
    while let match = try reader.next() {
      let value = match.record.value
      let checklist = checklists[match.indexes[0]] ?? Checklist()
      // STIG Viewer shortens the one that it shows.
      guard let id = value.string("rule_id_src") ?? value.string("rule_id") else {
        try writer.reject(
          match.record.bytes, reason: "names no rule", excerpt: reader.text(of: match.record),
          emit: emit)
        continue
      }
      let key = XCCDFRuleID.key(of: id)
      let status = try writer.status(
        value.string("status"), among: STIGChecklist.statuses, emit: emit)
      var finding = Finding(rule: key, status: status, bytes: match.record.bytes)
      let ruleSeverity = try STIGChecklist.severity(
        value.string("severity"), writer: &writer, emit: emit)
      finding.severity =
        try value["overrides"]?["severity"]?.string("severity").map {
          try STIGChecklist.severity($0, writer: &writer, emit: emit)
        } ?? ruleSeverity
      finding.detail = [value.string("finding_details"), value.string("comments")]
        .compactMap(\.self).joined(separator: "\n")
      checklist.asset.name(&finding)
      finding.scannedAt = checklist.scannedAt
      try writer.write(finding, emit: emit) {
        var rule = RuleDefinition(key: key, title: value.string("rule_title") ?? "")
        rule.service = checklist.guides[match.indexes[1]] ?? ""
        rule.severity = ruleSeverity
        rule.description = value.string("discussion") ?? ""
        rule.recommendation = value.string("fix_text") ?? ""
        rule.mappings = Set(value.elements("ccis").compactMap(\.string)).sorted().map {
          RequirementReference(edition: "CCI", requirement: $0)
        }
        return rule
      }
    }
  }

  /// What each checklist in the file says around its rules, by its number.
  private static func checklists(
    in file: ScanFile, clock: inout RecordClock
  ) throws -> [Int: Checklist] {
    let reader = try JSONPathReader(
      file: file,
      paths: ["target_data", "evaluate-stig.time", "stigs[].stig_name", "stigs[].display_name"])
    var checklists: [Int: Checklist] = [:]
    while let match = try reader.next() {
      let value = match.record.value
      var checklist = checklists[match.indexes[0]] ?? Checklist()
      switch match.path {
      case 0:
        checklist.asset = STIGAsset { field in
          guard let member = value.member(named: fields[field] ?? field) else { return "" }
          return member.string ?? member.bool.map(String.init) ?? ""
        }
      case 1: checklist.scannedAt = clock.time(value)
      case 2: checklist.guides[match.indexes[1]] = value.string
      default:
        if checklist.guides[match.indexes[1]] == nil {
          checklist.guides[match.indexes[1]] = value.string
        }
      }
      checklists[match.indexes[0]] = checklist
    }
    return checklists
  }
}
