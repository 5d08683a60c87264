/// What people attest where no check can see, and until when.
struct AttestationSection {
  let attestations: ReportAnswer

  private static let states = [
    (key: "in_force", title: "in force"), (key: "upcoming", title: "not yet in force"),
    (key: "expired", title: "expired"), (key: "revoked", title: "revoked"),
  ]

  var section: ReportSection {
    let counts = Self.states.map { state in
      (state, attestations.rows.filter { $0.text("state") == state.key })
    }
    let tables = counts.filter { !$0.1.isEmpty }.flatMap { state, rows in
      ReportTable(
        "Attestations \(state.title)", attestations,
        rows: Array(rows.prefix(ReportAnswers.listed)), of: rows.count, columns: Self.columns
      ).nodes
    }
    let words = counts.map { "\(ReportWords.grouped($0.1.count)) \($0.0.title)" }
    let summary =
      attestations.rows.isEmpty
      ? "Nothing was attested: what no check decides waits for a person."
      : "Attestations: \(words.listed). One speaks where no check decides, and never for a failure."
    return ReportSection(
      id: "attestations", title: "Attestations", content: [.paragraph(summary)] + tables,
      sources: [attestations])
  }

  private static let columns: [ReportColumn] = [
    .count("Number", "attestation_id"), .text("Requirement", ["edition", "requirement"]),
    .text("Account", "account"), .text("Result", "result"), .text("By", "attested_by"),
    .text("Rests on", "evidence"), .text("Note", "note"), .time("Begins", "starts_at"),
    .time("Expires", "expires_at"), .time("Revoked", "revoked_at"),
  ]
}
