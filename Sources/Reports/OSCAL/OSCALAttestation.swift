/// What somebody attests of a requirement, as an observation.
struct OSCALAttestation {
  private let row: ReportRow

  init(_ row: ReportRow) {
    self.row = row
  }

  /// By its edition and its number.
  var requirement: [String] { [row.text("edition"), row.text("requirement")] }

  var uuid: NameUUID { NameUUID("attestation", [row.text("attestation_id")]) }

  var json: JSONValue {
    let isMet = row.text("result") == "met"
    return .object([
      ("uuid", .text(uuid.text)),
      ("title", .text("Attestation \(row.text("attestation_id"))")),
      (
        "description",
        .text(
          OSCALText.string(
            "\(row.text("attested_by")) attests that \(requirement.joined(separator: " ")) is "
              + "\(isMet ? "" : "not ")met. \(row.text("note"))"))
      ),
      (
        "props",
        .array(
          OSCALProperty.list([
            ("attested-by", row.text("attested_by")),
            ("evidence", row.text("evidence")),
            ("account", row.text("account")),
          ]))
      ),
      ("methods", .array([.text("EXAMINE")])),
      ("collected", .text(row.text("starts_at"))),
      ("expires", .text(row.text("expires_at"))),
    ])
  }
}
