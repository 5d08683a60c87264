import EvidenceModel

/// Conftest's JSON output: for each file and namespace of policies, what was denied or warned of.
///
/// Early versions begin the names of the lists with capitals.
///
/// - Passes: a count alone. Coverage, version, severity, account, region and time: never.
///
/// Conftest has no ids of rules. A policy may give one in its metadata (`id`, `code` or `rule`);
/// late versions tell the query. Without either the rule is the namespace with `deny` or `warn`,
/// and the message is all that tells results apart: where it changes, so does the finding. A
/// warning is a failure too. An exception is muted, its outcome unknown.
struct Conftest: ScanFormat {
  let key = "conftest"
  let traits = FormatTraits(
    "Conftest's JSON output", passes: .partly, coverage: .no, account: .no, region: .no, time: .no)

  func recognises(_ sample: FileSample) -> Bool {
    guard let object = sample.firstObject, object["filename"]?.text != nil else { return false }
    return ["successes", "failures", "warnings", "exceptions", "skipped", "Failures", "Warnings"]
      .contains { object.member(named: $0) != nil }
  }

  private struct Target {
    var filename: String?
    var namespace = "main"
  }

  func read(
    _ file: ScanFile, context: ReadingContext, emit: (ScanItem) throws -> Void
  ) throws {
    let targets = try Self.targets(of: file)
    let reader = try JSONPathReader(
      file: file,
      paths: [
        "failures[]", "Failures[]", "warnings[]", "Warnings[]", "exceptions[]", "skipped[]",
      ])
    var writer = FindingWriter(file: file, context: context)
    try writer.setTool("conftest", version: nil, emit: emit)
    while let match = try reader.next() {
      let value = match.record.value
      guard let message = value.string("msg") else {
        try writer.reject(
          match.record.bytes, reason: "has no message", excerpt: reader.text(of: match.record),
          emit: emit)
        continue
      }
      let target = targets[match.indexes[0]] ?? Target()
      let metadata = value["metadata"]
      let id =
        metadata?.string("id") ?? metadata?.string("code") ?? metadata?.string("rule")
      let isException = match.path >= 4
      let rule =
        id ?? metadata?.string("query")
        ?? target.namespace + (match.path == 2 || match.path == 3 ? ".warn" : ".deny")
      var finding = Finding(
        rule: rule, status: isException ? .unknown : .fail, bytes: match.record.bytes)
      finding.isMuted = isException
      finding.detail = message
      finding.resource = target.filename
      finding.severity = try writer.severity(metadata?.string("severity"), emit: emit)
      if id == nil { finding.discriminator = message }
      try writer.write(finding, emit: emit) {
        RuleDefinition(key: rule, title: metadata?.string("title") ?? "")
      }
    }
  }

  private static func targets(of file: ScanFile) throws -> [Int: Target] {
    var targets: [Int: Target] = [:]
    let reader = try JSONPathReader(file: file, paths: ["filename", "namespace"])
    while let match = try reader.next() {
      guard let text = match.record.value.string, !text.isEmpty else { continue }
      if match.path == 0 {
        targets[match.indexes[0], default: Target()].filename = text
      } else {
        targets[match.indexes[0], default: Target()].namespace = text
      }
    }
    return targets
  }
}
