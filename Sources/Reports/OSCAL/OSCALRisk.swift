/// What may happen where a check fails, and what is accepted of it.
struct OSCALRisk {
  var check: OSCALCheck
  var title: String
  var severity: String
  /// Failures that are neither muted nor accepted.
  private(set) var open = 0
  /// Failures that are accepted for each requirement that they are evidence for.
  private var waived = 0
  var muted = 0
  /// Its failures.
  var observations: [NameUUID] = []
  /// What accepts some of them, in words.
  var acceptances: [String] = []

  /// True where something has to be done.
  var isOpen: Bool { open > 0 }

  init(check: OSCALCheck, title: String, severity: String) {
    self.check = check
    self.title = title
    self.severity = severity
  }

  /// Counts the failures, once all are known.
  mutating func countOpen(_ isOpen: (NameUUID) -> Bool) {
    open = observations.count(where: isOpen)
    waived = observations.count - open - muted
  }

  private var counts: String {
    var parts = ["\(open) open"]
    if waived > 0 { parts.append("\(waived) accepted by a waiver") }
    if muted > 0 { parts.append("\(muted) muted in the scanner") }
    return "Failures: \(parts.listed)."
  }

  var json: JSONValue {
    var members: [(name: String, value: JSONValue)] = [
      ("uuid", .text(check.uuid.text)),
      ("title", .text(OSCALText.string(title, or: check.rule))),
      ("description", .text("\(check.tool) checks '\(OSCALText.string(check.rule))'.")),
      ("statement", .text(counts)),
      (
        "props",
        .array(
          OSCALProperty.list([
            ("severity", severity), ("tool", check.tool), ("rule", check.rule),
          ]))
      ),
      // What a scanner mutes nobody has approved.
      ("status", .text(isOpen || muted > 0 ? "open" : "deviation-approved")),
    ]
    if !acceptances.isEmpty {
      members.append(
        (
          "mitigating-factors",
          .array(
            acceptances.map {
              .object([
                ("uuid", .text(NameUUID("acceptance", [check.tool, check.rule, $0]).text)),
                ("description", .text($0)),
              ])
            })
        ))
    }
    return .object(members)
  }

  /// The item of a plan of action and milestones.
  var item: JSONValue {
    .object([
      ("uuid", .text(NameUUID("poam-item", [check.tool, check.rule]).text)),
      ("title", .text(OSCALText.string(title, or: check.rule))),
      ("description", .text(counts)),
      (
        "related-observations",
        .array(observations.map { .object([("observation-uuid", .text($0.text))]) })
      ),
      ("related-risks", .array([.object([("risk-uuid", .text(check.uuid.text))])])),
    ])
  }
}
