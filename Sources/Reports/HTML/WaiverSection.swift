/// What was accepted, by whom and until when. Waivers are of the whole database.
struct WaiverSection {
  let waivers: ReportAnswer

  private static let states = [
    (key: "in_force", title: "In force"), (key: "expired", title: "Expired"),
    (key: "upcoming", title: "Not yet in force"), (key: "revoked", title: "Revoked"),
  ]

  var section: ReportSection {
    let counts = Self.states.map { state in
      (state, waivers.rows.filter { $0.text("state") == state.key })
    }
    let tables = counts.filter { !$0.1.isEmpty }.flatMap { state, rows in
      ReportTable(
        "Waivers: \(state.title.lowercased())", waivers,
        rows: Array(rows.prefix(ReportAnswers.listed)), of: rows.count, columns: Self.columns
      ).nodes
    }
    let uncovered = waivers.sum("uncovered_failing")
    let words = counts.map { "\(ReportWords.grouped($0.1.count)) \($0.0.title.lowercased())" }
    let summary =
      waivers.rows.isEmpty
      ? "No waiver was known: every failure counts."
      : "Waivers of all frameworks and accounts: \(words.listed). "
        + "\(ReportWords.counted(uncovered, "failure")) that one fitted "
        + "\(uncovered == 1 ? "is" : "are") accepted by none now."
    return ReportSection(
      id: "waivers", title: "Waivers", content: [.paragraph(summary)] + tables,
      sources: [waivers])
  }

  private static let columns: [ReportColumn] = [
    .count("Number", "waiver_id"), .text("Fits", "fits"), .text("Reason", "reason"),
    .text("Owner", "owner"), .text("Approver", "approver"), .text("Ticket", "ticket"),
    .count("Failing", "failing"), .time("Begins", "starts_at"), .time("Expires", "expires_at"),
    .time("Revoked", "revoked_at"),
  ]
}
