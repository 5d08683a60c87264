import ArgumentParser
import EvidenceIngest
import EvidenceStore
import Reports

extension Tickmark {
  struct Verify: ParsableCommand {
    static let configuration = CommandConfiguration(
      abstract: "Check the database, or an evidence package.",
      usage: "tickmark verify [<options>] [<package>]",
      discussion: """
        Of the database it recomputes everything that follows from something else: integrity, foreign keys, the ends of events, the coverage of cells, the summaries, and \
        the digest of each scan's observations, from the event log alone. Ends with status 2 \
        where anything differs.

        Of a package it checks each file against the manifest, and the manifest against its \
        signature; with --db it asks the database every question of the package again, and \
        compares the bytes.

          tickmark verify
          tickmark verify evidence --key sender.pem.pub
          tickmark verify evidence.zip --db tickmark.db
        """)

    @OptionGroup var database: DatabaseOptions
    @OptionGroup var output: FormatOptions

    @Argument(help: "The folder or the ZIP archive of a package.")
    var package: String?

    @Option(help: ArgumentHelp("The public key of who must have signed it.", valueName: "file"))
    var key: String?

    @Flag(help: "Also hash the ingested files that are still where they were.")
    var files = false

    func validate() throws {
      if package == nil, key != nil {
        throw ValidationError("--key is for a package: name one.")
      }
      if package != nil, files {
        throw ValidationError("--files is for the database: leave the package out.")
      }
    }

    func run() throws {
      if let package { return try verify(package) }
      try verifyDatabase()
    }

    private func verify(_ package: String) throws {
      let signer = try key.map { try VerifyingKey(pem: KeyFile($0).text) }
      let reader = try database.file.map { _ in try database.openReader() }
      let bar = ProgressBar("")
      let check = try PackageVerifier(package, key: signer, onProgress: bar.show)
        .check(against: reader, programVersion: ProgramVersion.current)
      bar.finish()
      // What is wrong comes last, where a terminal still shows it.
      let items = check.items.filter { $0.fault == nil } + check.items.filter { $0.fault != nil }
      let rows: [[SQLValue]] = items.map { item in
        [.text(item.subject), .text(item.against), .text(item.fault ?? "as it should be")]
      }
      try output.print(MemoryRows(columns: ["checked", "against", "result"], rows: rows))
      let faults = check.items.count { $0.fault != nil }
      Terminal.note(
        faults == 0
          ? "\(package) is as it was made" : "\(package): \(faults) of \(items.count) checks failed"
      )
      for note in check.notes { Terminal.note(note) }
      if reader == nil {
        Terminal.note("--db FILE also asks the database every question of the package again")
      }
      if !check.isSound { throw ExitCode(2) }
    }

    private func verifyDatabase() throws {
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
