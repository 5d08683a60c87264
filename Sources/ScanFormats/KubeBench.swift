import EvidenceModel

/// kube-bench's JSON: `{"Controls": […], "Totals": {…}}`, an array of controls as before, or
/// controls one after the other as the first versions wrote them.
///
/// It tells passes and every test that was made, but neither cluster nor node, nor the time: they
/// are the user's to name. The number of a test means something only within its benchmark, so the
/// rule is `cis-1.23/1.1.1`; the resource is the type of the node, such as `master`. `WARN` is a
/// test that a person has to make, or that could not be made, and `INFO` one without a verdict:
/// both are manual. There are no severities. A control without a version is of the benchmark that
/// has no name.
struct KubeBench: ScanFormat {
  let key = "kube-bench"
  let traits = FormatTraits(
    "kube-bench JSON results", passes: .yes, coverage: .no, account: .no, region: .no, time: .no)

  private static let statuses: [String: Status] = [
    "pass": .pass, "fail": .fail, "warn": .manual, "info": .manual,
  ]

  func recognises(_ sample: FileSample) -> Bool {
    if sample.hasMembers("Controls"), let control = sample.firstObject?["Controls"] {
      return control.firstElement == nil || control.firstElement?["tests"] != nil
    }
    return sample.hasMembers("node_type", "tests")
  }

  func read(
    _ file: ScanFile, context: ReadingContext, emit: (ScanItem) throws -> Void
  ) throws {
    let controls = try Self.controls(in: file)
    let reader = try JSONPathReader(
      file: file, paths: ["Controls[].tests[].results[]", "tests[].results[]"])
    var writer = FindingWriter(file: file, context: context)
    try writer.setTool("kube-bench", version: nil, emit: emit)
    while let match = try reader.next() {
      let value = match.record.value
      guard let number = value["test_number"]?.text?.ifPresent?.string else {
        try writer.reject(
          match.record.bytes, reason: "names no test", excerpt: reader.text(of: match.record),
          emit: emit)
        continue
      }
      let control = controls[Array(match.indexes.dropLast(2))] ?? Control()
      var finding = Finding(
        rule: control.version.isEmpty ? number : control.version + "/" + number,
        status: try writer.status(value["status"]?.string, among: Self.statuses, emit: emit),
        bytes: match.record.bytes)
      finding.provider = "kubernetes"
      finding.resource = control.nodeType.isEmpty ? nil : control.nodeType
      finding.resourceName = finding.resource
      finding.resourceType = "node"
      finding.detail =
        value["reason"]?.text?.ifPresent?.string ?? value["actual_value"]?.string ?? ""
      try writer.write(finding, emit: emit) {
        var rule = RuleDefinition(key: finding.rule, title: value["test_desc"]?.string ?? "")
        rule.recommendation = value["remediation"]?.string ?? ""
        return rule
      }
    }
  }

  /// What a control says of all of its tests.
  private struct Control {
    var version = ""
    var nodeType = ""
  }

  /// The controls by the number of their document and, where there is one, their index.
  private static func controls(in file: ScanFile) throws -> [[Int]: Control] {
    var controls: [[Int]: Control] = [:]
    let reader = try JSONPathReader(
      file: file, paths: ["Controls[].version", "version", "Controls[].node_type", "node_type"])
    while let match = try reader.next() {
      guard let text = match.record.value.string else { continue }
      if match.path < 2 {
        controls[match.indexes, default: Control()].version = text
      } else {
        controls[match.indexes, default: Control()].nodeType = text
      }
    }
    return controls
  }
}
