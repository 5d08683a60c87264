/// A finding as an observation: what a scanner saw of one rule on one resource.
struct OSCALObservation {
  let row: ReportRow
  let resource: OSCALResource

  let uuid: NameUUID

  init(_ row: ReportRow) {
    self.row = row
    resource = OSCALResource(row)
    uuid = NameUUID(
      "finding",
      ["tool", "provider", "account", "region", "rule", "resource", "discriminator"]
        .map(row.text))
  }

  var isFailing: Bool { row.text("status") == "fail" }
  var isMuted: Bool { row["is_muted"] == .integer(1) }
  /// True where a waiver accepts it for the requirement of the row.
  var isWaived: Bool { row["is_waived"] == .integer(1) }

  /// The check, which a risk is about.
  var check: OSCALCheck {
    OSCALCheck(tool: row.text("tool"), rule: row.text("rule"))
  }

  var json: JSONValue {
    let title = OSCALText.string(row.text("title"), or: check.rule)
    let detail = row.text("detail")
    let confirmed = row.text("last_confirmed_at")
    return .object([
      ("uuid", .text(uuid.text)),
      ("title", .text(title)),
      ("description", .text(detail.isEmpty ? title : detail)),
      (
        "props",
        .array(
          OSCALProperty.list([
            ("status", row.text("status")), ("severity", row.text("severity")),
            ("tool", check.tool), ("rule", check.rule),
            ("discriminator", row.text("discriminator")),
            ("since", row.text("since")),
            ("failing-since", row.text("failing_since")),
            ("muted", isMuted ? "yes" : ""),
          ]))
      ),
      ("methods", .array([.text("TEST")])),
      ("types", .array([.text("finding")])),
      (
        "subjects",
        .array([
          .object([
            ("subject-uuid", .text(resource.uuid.text)), ("type", .text("inventory-item")),
          ])
        ])
      ),
      ("relevant-evidence", .array([evidence])),
      // What nobody confirmed since it was said was seen then.
      (
        "collected",
        .text(confirmed.isEmpty ? row.text("since") : confirmed)
      ),
    ])
  }

  private var evidence: JSONValue {
    let sha256 = row.text("artifact_sha256")
    var place = ""
    if case .integer(let offset) = row["byte_offset"] { place = ", from byte \(offset)" }
    return .object([
      ("href", .text("#" + NameUUID("artifact", [sha256]).text)),
      ("description", .text("The scanner's record\(place).")),
    ])
  }
}

/// A check that fails somewhere, by its scanner and its name there.
struct OSCALCheck: Hashable, Comparable {
  var tool: String
  var rule: String

  var uuid: NameUUID { NameUUID("check", [tool, rule]) }

  static func < (lhs: OSCALCheck, rhs: OSCALCheck) -> Bool {
    (lhs.tool, lhs.rule) < (rhs.tool, rhs.rule)
  }
}
