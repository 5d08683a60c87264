/// The scans that the page rests on, and the files that they came from.
struct ScanSection {
  let answers: ReportAnswers

  var section: ReportSection {
    // The report has the oldest first, and the files without a scan are of catalogs and the like.
    let scans = answers.scans.rows.filter { $0[Self.number] != .null }
    let newest = Array(scans.suffix(ReportAnswers.listed).reversed())
    let table = ReportTable(
      "Scans and their files, the newest first", answers.scans, rows: newest, of: scans.count,
      columns: [
        .count("Scan", Self.number), .time("Ran", "scanned_at"),
        .text("Tool", ["tool", "tool_version"]), .text("Format", "format"),
        .text("File", "path"), .code("SHA-256", "artifact_sha256"),
      ])
    let subject = answers.scope.framework.map { " behind the findings of \($0)" } ?? ""
    return ReportSection(
      id: "scans", title: "Scans and files",
      content: [
        .paragraph(
          "\(ReportWords.counted(scans.count, "file of a scan", "files of scans"))\(subject).")
      ] + (scans.isEmpty ? [] : table.nodes),
      sources: [answers.scans])
  }

  private static let number = "scan_id"
}
