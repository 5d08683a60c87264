import ArgumentParser
import EvidenceIngest
import EvidenceStore
import Reports

extension Tickmark {
  struct Verify: ParsableCommand {
    static let configuration = CommandConfiguration(
      abstract: "Recompute everything that follows from something else in the database.",
      discussion: """
        Integrity, foreign keys, the ends of events, the coverage of cells, the summaries, and \
        the digest of each scan's observations, from the event log alone. Ends with status 2 \
        where anything differs.

          tickmark verify
        """)

    @OptionGroup var database: DatabaseOptions
    @OptionGroup var output: FormatOptions

    @Flag(help: "Also hash the ingested files that are still where they were.")
    var files = false

    func run() throws {
      let store = try EvidenceStore(path: database.path, for: .reading)
      let bar = ProgressBar("scans")
      var report = try store.verify { done, all in bar.update(Double(done) / Double(all)) }
      bar.finish()
      if files { try report.addFiles(of: store) }
      try store.close()
      try show(report)
      if !report.differences.isEmpty { throw ExitCode(2) }
    }

    private func show(_ report: VerifyReport) throws {
      let rows: [[SQLValue]] = report.checks.map { check in
        let differences = report.differences.count { $0.check == check.name }
        return [.text(check.name), SQLValue(check.rows), SQLValue(differences)]
      }
      try output.print(MemoryRows(columns: ["check", "rows", "differences"], rows: rows))
      for difference in report.differences.prefix(20) {
        Terminal.note("\(difference.check): \(difference.message)")
      }
      if report.differences.count > 20 {
        Terminal.note("… and \(report.differences.count - 20) more")
      }
    }
  }
}
