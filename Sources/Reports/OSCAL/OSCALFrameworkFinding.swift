/// A requirement's status as a finding on a control.
struct OSCALFrameworkFinding {
  let status: ReportRow
  let controlID: String
  let observations: [NameUUID]
  let risks: [OSCALCheck]
  /// Attestations that count for it.
  let attestations: [NameUUID]

  private var edition: String { status.text("edition") }
  private var requirement: String { status.text("requirement") }
  private var word: String { status.text("status") }

  private var name: String { OSCALText.string("\(edition) \(requirement)") }

  /// Only what passes is satisfied. OSCAL knows `pass`, `fail` and `other` as reasons.
  private var state: JSONValue {
    let isMet = word == "pass"
    return .object([
      ("state", .text(isMet ? "satisfied" : "not-satisfied")),
      ("reason", .text(isMet ? "pass" : word == "fail" ? "fail" : "other")),
      ("remarks", .text(Self.remarks[word] ?? word)),
    ])
  }

  private static let remarks = [
    "pass": "All that was looked at passes, and was looked at lately.",
    "fail": "Something fails that nobody accepts.",
    "waived": "What fails is accepted by a waiver. That is not a pass.",
    "manual": "Checks do not decide it: somebody has to look.",
    "stale": "The evidence is older than the limit for it.",
    "not_evaluated": "Nobody looked at it.",
  ]

  var json: JSONValue {
    let title = status.text("title")
    func count(_ column: String) -> String { status.text(column) }
    var members: [(name: String, value: JSONValue)] = [
      ("uuid", .text(NameUUID("requirement", [edition, requirement]).text)),
      ("title", .text(OSCALText.string("\(name) \(title)"))),
      (
        "description",
        .text(
          "\(count("rules_evaluated")) of \(count("rules_mapped")) checks were carried out: "
            + "\(count("passing")) findings pass, \(count("failing")) fail, "
            + "\(count("waived")) are accepted and \(count("muted")) muted.")
      ),
      (
        "props",
        .array(
          OSCALProperty.list([
            ("status", word), ("edition", edition), ("requirement", requirement),
            ("oldest-evidence", status.text("oldest_evidence_at")),
            ("attested-by", status.text("attested_by")),
            ("attested-until", status.text("attested_until")),
          ]))
      ),
      (
        "target",
        .object([
          ("type", .text("statement-id")), ("target-id", .text(controlID + "_smt")),
          ("title", .text(OSCALText.string(title, or: name))), ("status", state),
        ])
      ),
    ]
    let related = observations + attestations
    if !related.isEmpty {
      members.append(
        (
          "related-observations",
          .array(related.map { .object([("observation-uuid", .text($0.text))]) })
        ))
    }
    if !risks.isEmpty {
      members.append(
        (
          "related-risks",
          .array(risks.sorted().map { .object([("risk-uuid", .text($0.uuid.text))]) })
        ))
    }
    return .object(members)
  }
}
