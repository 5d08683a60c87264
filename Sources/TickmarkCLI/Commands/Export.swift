import ArgumentParser
import EvidenceIngest
import Reports

extension Tickmark {
  struct Export: ParsableCommand {
    static let configuration = CommandConfiguration(
      abstract: "Write the evidence for a framework as CSV files with a manifest.",
      usage: "tickmark export [<options>] <framework> --out <folder>",
      discussion: """
        The folder gets requirements.csv, findings.csv, changes.csv, artifacts.csv and \
        manifest.json, which ties each file to its query, its parameters and its digest. Cells \
        that a spreadsheet would run as a formula are guarded by a leading apostrophe.

          tickmark export PCI --out evidence --as-of 2026-06-30 --from 2026-04-01
        """)

    @OptionGroup var database: DatabaseOptions
    @OptionGroup var moment: MomentOptions

    @Argument(help: "The framework, by its key or an alias.")
    var framework: String

    @Option(help: ArgumentHelp("The folder to make.", valueName: "folder"))
    var out: String

    @Option(
      help: ArgumentHelp(
        "The start of the period of changes.", discussion: "All changes, where it is not given.",
        valueName: "moment"))
    var from: String?

    @Option(
      help: ArgumentHelp(
        "The end of the period of changes.", discussion: "As --as-of, where it is not given.",
        valueName: "moment"))
    var to: String?

    @Flag(help: "Write cells as they are, for programs.")
    var raw = false

    func run() throws {
      let reader = try database.openReader()
      let manifest = try FrameworkExport(
        connection: reader, programVersion: ProgramVersion.current
      ).write(
        framework: framework, to: out, asOf: moment.asOf, knownAt: moment.knownAt, from: from,
        to: to, guardsFormulas: !raw)
      if let missingScan = try moment.missingScan(on: reader) {
        Terminal.warn("\(missingScan): the files hold no evidence")
      }
      for file in manifest.files {
        Terminal.note("\(out)/\(file.name): \(file.rows) rows")
      }
    }
  }
}
