/// What the canned reports say of a framework, as OSCAL puts it together.
final class OSCALAssessment {
  /// The requirements' statuses, by edition and number.
  let statuses: [ReportRow]
  private(set) var risks: [OSCALRisk] = []
  private(set) var observationCount = 0
  private let scope: ResolvedScope
  private let connection: ReadOnlyConnection
  private let controlIDs: [[String]: String]
  /// The observations and failing checks of each requirement.
  private var evidence: [[String]: (observations: [NameUUID], checks: Set<OSCALCheck>)] = [:]
  private var artifacts: Set<OSCALArtifact> = []

  init(_ scope: ResolvedScope, on connection: ReadOnlyConnection) throws {
    self.scope = scope
    self.connection = connection
    statuses = try Self.rows("requirement_status", scope, connection).sorted {
      Self.name($0).lexicographicallyPrecedes(Self.name($1))
    }
    controlIDs = Self.controlIDs(of: statuses.map(Self.name))
    try collect()
  }

  private static func rows(
    _ report: String, _ scope: ResolvedScope, _ connection: ReadOnlyConnection
  ) throws -> [ReportRow] {
    let query = try CannedQuery.named(report)
    return try ReportRow.all(
      connection.query(query.sql, values: scope.quickestValues(for: query)), of: report)
  }

  /// A requirement, by its edition and its number.
  private static func name(_ row: ReportRow) -> [String] {
    [row.text("edition"), row.text("requirement")]
  }

  /// An id for each requirement: two of them that OSCAL would write alike are told apart.
  private static func controlIDs(of names: [[String]]) -> [[String]: String] {
    let hasEditions = Set(names.map { $0[0] }).count > 1
    var ids: [[String]: String] = [:]
    var taken: Set<String> = []
    for name in names {
      let control = OSCALText.controlID(name[1])
      var id = hasEditions ? OSCALText.token(name[0]) + "_" + control : control
      if !taken.insert(id).inserted {
        id += "_" + NameUUID("requirement", name).text.prefix(8)
        taken.insert(id)
      }
      ids[name] = id
    }
    return ids
  }

  /// Calls `body` with each finding once, and notes which requirements it is evidence for.
  private func forEachObservation(
    _ body: (OSCALObservation, _ isNew: Bool, _ requirement: [String]) throws -> Void
  ) throws {
    let query = try CannedQuery.named("requirement_evidence")
    let rows = try connection.query(query.sql, values: scope.quickestValues(for: query))
    let indices = ReportRow.indices(of: rows.columns)
    var seen: Set<NameUUID> = []
    while let values = try rows.next() {
      let row = ReportRow(report: query.name, indices: indices, values: values)
      // A check without findings has a row, too.
      guard row["resource"] != .null else { continue }
      let observation = OSCALObservation(row)
      try body(observation, seen.insert(observation.uuid).inserted, Self.name(row))
    }
  }

  private func collect() throws {
    var byCheck: [OSCALCheck: OSCALRisk] = [:]
    // What is accepted for one requirement is open for the others.
    var open: Set<NameUUID> = []
    try forEachObservation { observation, isNew, requirement in
      evidence[requirement, default: ([], [])].observations.append(observation.uuid)
      artifacts.insert(
        OSCALArtifact(
          sha256: observation.row.text("artifact_sha256"),
          path: observation.row.text("artifact_path")))
      if isNew { observationCount += 1 }
      guard observation.isFailing else { return }
      evidence[requirement]?.checks.insert(observation.check)
      if !observation.isMuted, !observation.isWaived { open.insert(observation.uuid) }
      guard isNew else { return }
      var risk =
        byCheck[observation.check]
        ?? OSCALRisk(
          check: observation.check, title: observation.row.text("title"),
          severity: observation.row.text("severity"))
      risk.observations.append(observation.uuid)
      if observation.isMuted { risk.muted += 1 }
      byCheck[observation.check] = risk
    }
    for check in Array(byCheck.keys) {
      byCheck[check]?.countOpen { open.contains($0) }
    }
    try addAcceptances(to: &byCheck)
    risks = byCheck.values.sorted { $0.check < $1.check }
  }

  private func addAcceptances(to risks: inout [OSCALCheck: OSCALRisk]) throws {
    for row in try Self.rows("waived_findings", scope, connection) {
      let check = OSCALCheck(tool: row.text("tool"), rule: row.text("rule"))
      let text = OSCALText.string(
        "Waiver \(row.text("waiver_id")), until \(row.text("accepted_to")), approved by "
          + "\(row.text("approver")): \(row.text("reason"))")
      if risks[check]?.acceptances.contains(text) == false {
        risks[check]?.acceptances.append(text)
      }
    }
  }

  // MARK: Writing

  /// Writes the assessment results.
  func writeResults(to sink: ByteSink, _ document: OSCALDocument) throws {
    let attestations = try Self.rows("attestation_list", scope, connection)
      .filter { $0.text("state") == "in_force" }.map(OSCALAttestation.init)
    try sink.append(
      "{\"assessment-results\":{\"uuid\":\"\(document.uuid("assessment-results").text)\","
        + "\"metadata\":\(document.metadata("assessment results").text),"
        + "\"import-ap\":\(document.planReference.text),\"results\":[{"
        + "\"uuid\":\"\(document.uuid("result").text)\",\"title\":\"State of the evidence\","
        + "\"description\":\"What the scans that were ingested say at the moment.\","
        + "\"start\":\"\(scope.parameters.from.time ?? document.moment)\","
        + "\"end\":\"\(document.moment)\",\"reviewed-controls\":\(reviewedControls.text)")
    try writeObservations(to: sink, attestations) { _ in true }
    try write("risks", risks.map(\.json), to: sink)
    try write(
      "findings",
      statuses.lazy.map { status in
        let name = Self.name(status)
        let found = self.evidence[name]
        return OSCALFrameworkFinding(
          status: status, controlID: self.controlIDs[name] ?? "",
          observations: found?.observations ?? [], risks: Array(found?.checks ?? []),
          attestations: attestations.filter { $0.requirement == name }.map(\.uuid)
        ).json
      }, to: sink)
    try sink.append(
      "}],\"back-matter\":\(document.backMatter(sortedArtifacts, hasPlan: true).text)}}\n")
    observationCount += attestations.count
  }

  /// Writes the plan of action and milestones.
  func writePlan(to sink: ByteSink, _ document: OSCALDocument) throws {
    try sink.append(
      "{\"plan-of-action-and-milestones\":{"
        + "\"uuid\":\"\(document.uuid("plan-of-action-and-milestones").text)\","
        + "\"metadata\":\(document.metadata("plan of action and milestones").text),"
        + "\"system-id\":{\"id\":\"\(document.uuid("system").text)\","
        + "\"identifier-type\":\"http://ietf.org/rfc/rfc4122\"}")
    try writeObservations(to: sink, []) { $0.isFailing }
    try write("risks", risks.map(\.json), to: sink)
    try write("poam-items", risks.lazy.map(\.item), to: sink)
    try sink.append(
      ",\"back-matter\":\(document.backMatter(sortedArtifacts, hasPlan: false).text)}}\n")
  }

  private var sortedArtifacts: [OSCALArtifact] {
    artifacts.sorted { ($0.sha256, $0.path) < ($1.sha256, $1.path) }
      // A file that was ingested under two names is one.
      .reduce(into: []) { if $0.last?.sha256 != $1.sha256 { $0.append($1) } }
  }

  private var reviewedControls: JSONValue {
    let ids = statuses.compactMap { controlIDs[Self.name($0)] }
    let selection: (name: String, value: JSONValue) =
      ids.isEmpty
      ? ("include-all", .object([]))
      : ("include-controls", .array(ids.map { .object([("control-id", .text($0))]) }))
    return .object([("control-selections", .array([.object([selection])]))])
  }

  /// Writes the observations that are asked for, and the resources that they are about.
  private func writeObservations(
    to sink: ByteSink, _ attestations: [OSCALAttestation],
    _ isAsked: (OSCALObservation) -> Bool
  ) throws {
    var count = 0
    func add(_ observation: JSONValue) throws {
      try sink.append((count == 0 ? ",\"observations\":[" : ",\n") + observation.text)
      count += 1
    }
    try forEachObservation { observation, isNew, _ in
      if isNew, isAsked(observation) { try add(observation.json) }
    }
    for attestation in attestations { try add(attestation.json) }
    if count > 0 { try sink.append("]") }
    var resources: Set<NameUUID> = []
    try forEachObservation { observation, isNew, _ in
      guard isNew, isAsked(observation), resources.insert(observation.resource.uuid).inserted else {
        return
      }
      let isFirst = resources.count == 1
      try sink.append(
        (isFirst ? ",\"local-definitions\":{\"inventory-items\":[" : ",\n")
          + observation.resource.json.text)
    }
    if !resources.isEmpty { try sink.append("]}") }
  }

  /// Writes a member that is a list, where there is something in it.
  private func write(
    _ name: String, _ values: some Sequence<JSONValue>, to sink: ByteSink
  ) throws {
    var isEmpty = true
    for value in values {
      try sink.append((isEmpty ? ",\"\(name)\":[" : ",\n") + value.text)
      isEmpty = false
    }
    if !isEmpty { try sink.append("]") }
  }
}
