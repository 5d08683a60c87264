import EvidenceModel

/// Trivy's JSON reports: of schema 2, of the schema before it, which is an array of results, and of
/// clusters (`trivy k8s`, all or summary).
///
/// - Passes: only with `--include-non-failures`; without it there are counts alone.
/// - Coverage: never. Account: the cluster's name where there is one. Region: never.
/// - Time: `CreatedAt`, which early versions lack.
///
/// Misconfigurations, vulnerabilities, secrets and licences are findings, and so is what a user
/// suppressed, where the report lists it (`--show-suppressed`): muted. `EXCEPTION` is muted, its
/// outcome unknown. Of licences, those that Trivy calls forbidden, restricted or reciprocal are
/// failures; of the others a person has to decide.
///
/// Ids of checks are `AWS-0086`, however a version writes them. The resource is the artifact with
/// the target in it, or the cluster's resource; the operating system's version, which Trivy adds to
/// a target, is no part of it. A finding is told apart by its package, the resource within a file,
/// and where these are the same, by its order in the file.
struct Trivy: ScanFormat {
  let key = "trivy"
  let traits = FormatTraits(
    "Trivy's JSON reports", passes: .partly, coverage: .no, account: .partly, region: .no,
    time: .partly)

  func recognises(_ sample: FileSample) -> Bool {
    guard let object = sample.firstObject else { return false }
    if object["SchemaVersion"]?.int == 2 { return object["ArtifactName"] != nil }
    if object["ClusterName"] != nil {
      return ["Resources", "Findings", "Vulnerabilities", "Misconfigurations"]
        .contains { object.member(named: $0) != nil }
    }
    return object["Target"]?.text != nil
      && (object["Vulnerabilities"] != nil || object["Misconfigurations"] != nil
        || object["Class"] != nil)
  }

  func read(
    _ file: ScanFile, context: ReadingContext, emit: (ScanItem) throws -> Void
  ) throws {
    var writer = FindingWriter(file: file, context: context)
    let outline = try TrivyOutline(of: file, clock: &writer.clock)
    try writer.setTool("trivy", version: outline.version, emit: emit)
    let reader = try JSONPathReader(
      file: file,
      paths: outline.layout.flatMap { prefix in
        TrivyFinding.Kind.allCases.map { prefix.path($0.rawValue + "[]") }
      })
    var occurrences = Occurrences()
    while let match = try reader.next() {
      let kinds = TrivyFinding.Kind.allCases
      let target = outline.target(layout: match.path / kinds.count, indexes: match.indexes)
      let record = TrivyFinding(kind: kinds[match.path % kinds.count], value: match.record.value)
      guard let rule = record.rule else {
        try writer.reject(
          match.record.bytes, reason: "names no \(record.noun)",
          excerpt: reader.text(of: match.record), emit: emit)
        continue
      }
      var finding = Finding(rule: rule, status: .fail, bytes: match.record.bytes)
      finding.account = outline.document(match.indexes[0]).cluster
      finding.scannedAt = outline.document(match.indexes[0]).createdAt
      finding.provider = target.isInCluster ? "kubernetes" : ""
      finding.resource = target.resource
      finding.resourceName = target.name
      finding.resourceType = target.type
      finding.status = try record.status(writer: &writer, emit: emit)
      finding.isMuted = record.isMuted
      finding.severity = try writer.severity(record.value.string("Severity"), emit: emit)
      finding.detail = record.detail
      finding.discriminator = record.discriminator(
        of: rule, target: target, occurrences: &occurrences)
      try writer.write(finding, emit: emit) {
        record.definition(key: rule, severity: finding.severity)
      }
    }
  }
}
