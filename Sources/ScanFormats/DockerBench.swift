import EvidenceModel

/// The JSON of Docker Bench for Security.
///
/// It tells passes, every check that was made, the time, and its own version, but not the host,
/// which is the user's to name. `WARN` is its word for a failure; `INFO` and `NOTE` are for a
/// person to look at. A check has one result for the host, however many containers it names. There
/// are no severities. Old versions repeat a member of an object: the first one counts.
struct DockerBench: ScanFormat {
  let key = "docker-bench"
  let traits = FormatTraits(
    "Docker Bench for Security, JSON log", passes: .yes, coverage: .no, account: .no, region: .no,
    time: .yes)

  private static let statuses: [String: Status] = [
    "pass": .pass, "warn": .fail, "info": .manual, "note": .manual,
  ]

  func recognises(_ sample: FileSample) -> Bool { sample.hasMembers("dockerbenchsecurity") }

  func read(
    _ file: ScanFile, context: ReadingContext, emit: (ScanItem) throws -> Void
  ) throws {
    var writer = FindingWriter(file: file, context: context)
    let runs = try Self.runs(in: file, clock: &writer.clock)
    let reader = try JSONPathReader(file: file, paths: ["tests[].results[]"])
    while let match = try reader.next() {
      let value = match.record.value
      let run = runs[match.indexes[0]] ?? Run()
      try writer.setTool("docker-bench", version: run.version, emit: emit)
      guard let rule = value["id"]?.text?.ifPresent?.string else {
        try writer.reject(
          match.record.bytes, reason: "names no check", excerpt: reader.text(of: match.record),
          emit: emit)
        continue
      }
      var finding = Finding(
        rule: rule,
        status: try writer.status(value["result"]?.string, among: Self.statuses, emit: emit),
        bytes: match.record.bytes)
      finding.provider = "docker"
      finding.resourceType = "host"
      finding.detail = value["details"]?.string ?? ""
      finding.scannedAt = run.scannedAt
      try writer.write(finding, emit: emit) {
        var definition = RuleDefinition(key: rule, title: value["desc"]?.string ?? "")
        definition.recommendation = value["remediation"]?.string ?? ""
        return definition
      }
    }
  }

  /// What a document says of all of its results.
  private struct Run {
    var version: String?
    var scannedAt: Timestamp?
  }

  /// The runs by the number of their document.
  private static func runs(
    in file: ScanFile, clock: inout RecordClock
  ) throws -> [Int: Run] {
    var runs: [Int: Run] = [:]
    let reader = try JSONPathReader(file: file, paths: ["dockerbenchsecurity", "start"])
    while let match = try reader.next() {
      let document = match.indexes[0]
      if match.path == 0 {
        runs[document, default: Run()].version = match.record.value.text?.ifPresent?.string
      } else {
        runs[document, default: Run()].scannedAt = clock.time(match.record.value)
      }
    }
    return runs
  }
}
