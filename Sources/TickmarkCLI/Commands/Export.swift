import ArgumentParser
import EvidenceIngest
import Foundation
import Reports

extension Tickmark {
  struct Export: ParsableCommand {
    static let configuration = CommandConfiguration(
      abstract: "Write the evidence for a framework as a package that can be checked.",
      usage: """
        tickmark export [<options>] <framework> --out <path>
        tickmark export [<options>] <framework> --xlsx|--sarif <file>
        tickmark export [<options>] <framework> --oscal <folder>
        """,
      discussion: """
        The package holds CSV files from the status of each requirement down to the files that \
        were ingested, the statements behind them, a README for its recipient, and a manifest \
        that ties each file to its statement, its parameters, the state of the database and its \
        digest. 'tickmark verify PACKAGE' checks it. The same question gives the same bytes. \
        Cells that a spreadsheet would run as a formula are guarded by a leading apostrophe.

          tickmark export PCI --out evidence --as-of 2026-06-30 --from 2026-04-01
          tickmark export PCI --edition PCI-4.0 --requirement 3.5.1 --out evidence
          tickmark export HIPAA --out hipaa.zip --zip --sign key.pem
          tickmark export PCI --xlsx pci.xlsx
          tickmark export NIST --oscal nist-oscal
        """)

    @OptionGroup var database: DatabaseOptions
    @OptionGroup var known: KnownAtOptions
    @OptionGroup var package: PackageWritingOptions

    @Argument(help: "The framework, by its key or an alias.")
    var framework: String

    @Option(
      help: ArgumentHelp(
        "The package: the folder or, with --zip, the file to make.", valueName: "path"))
    var out: String?

    @Option(
      help: ArgumentHelp(
        "Also, or alone, write one workbook for a spreadsheet.", valueName: "file"))
    var xlsx: String?

    @Option(
      help: ArgumentHelp(
        "Also, or alone, write the failures for a code-scanning page.", valueName: "file"))
    var sarif: String?

    @Option(
      help: ArgumentHelp(
        "Also, or alone, write OSCAL assessment results and a plan of action.",
        valueName: "folder"))
    var oscal: String?

    @Option(
      help: ArgumentHelp(
        "The moment of the states: a date, a time or a scan's number.",
        discussion: "The newest scan's, where it is not given.", valueName: "moment"))
    var asOf: String?

    @Option(help: "Only this edition.")
    var edition: String?

    @Option(help: "Only this requirement of the edition.")
    var requirement: String?

    @Option(help: "Only this account.")
    var account: String?

    @Option(
      help: ArgumentHelp(
        "The start of the period.", discussion: "The beginning, where it is not given.",
        valueName: "moment"))
    var from: String?

    @Option(
      help: ArgumentHelp(
        "The end of the period.", discussion: "As --as-of, where it is not given.",
        valueName: "moment"))
    var to: String?

    @Option(help: ArgumentHelp("Also draw this many findings at random.", valueName: "rows"))
    var sample: Int?

    @Option(help: "What chooses the drawn findings: another one draws others.")
    var seed: Int?

    func validate() throws {
      if out == nil, xlsx == nil, sarif == nil, oscal == nil {
        throw ValidationError("There is nothing to make: give --out, --xlsx, --sarif or --oscal.")
      }
      if out == nil, package.raw || package.zip || package.sign != nil || sample != nil {
        throw ValidationError("--raw, --zip, --sign and --sample are about a package: give --out.")
      }
      if sample != nil, edition != nil {
        throw ValidationError(
          "--sample is of the findings of a whole framework: leave --edition out.")
      }
      if edition != nil, xlsx != nil || sarif != nil {
        throw ValidationError("--xlsx and --sarif are about a whole framework, not an edition.")
      }
      if requirement != nil, edition == nil {
        throw ValidationError("--requirement needs the --edition that it is of.")
      }
      if let sample, sample < 1 { throw ValidationError("--sample takes a number of rows.") }
      if (sample == nil) != (seed == nil) {
        throw ValidationError("--sample and --seed go together, so that it can be drawn again.")
      }
    }

    func run() throws {
      let reader = try database.openReader()
      let scope = ExportScope(
        framework: framework, edition: edition, requirement: requirement, account: account,
        asOf: asOf, knownAt: known.knownAt, from: from, to: to)
      if let out { try writePackage(scope, to: out, reader) }
      if let xlsx {
        let reports = try FrameworkWorkbook(
          connection: reader, programVersion: ProgramVersion.current
        ).write(scope, to: xlsx)
        for report in reports {
          Terminal.note("\(xlsx), \(report.sheet): \(counted(report.rows, "row"))")
        }
      }
      if let sarif {
        let log = try SARIFExport(
          connection: reader, programVersion: ProgramVersion.current
        ).write(scope, to: sarif)
        for run in log.runs {
          Terminal.note(
            "\(sarif), \(run.tool): \(counted(run.results, "result")), "
              + counted(run.rules, "rule"))
        }
        if log.isTooLargeForGitHub {
          Terminal.warn("\(sarif) has more results than GitHub takes: 25,000 of one scanner")
        }
      }
      if let oscal {
        let written = try OSCALExport(
          connection: reader, programVersion: ProgramVersion.current
        ).write(scope, to: oscal)
        Terminal.note(
          "\(oscal)/\(OSCALExport.resultsName): \(counted(written.findings, "finding")), "
            + "\(counted(written.observations, "observation")), \(counted(written.risks, "risk"))")
        Terminal.note(
          written.risks > 0
            ? "\(oscal)/\(OSCALExport.planName): \(counted(written.risks, "item"))"
            : "nothing fails, so there is no \(OSCALExport.planName)")
      }
      if let missingScan = try known.missingScan(by: asOf, on: reader) {
        Terminal.warn("\(missingScan): the files hold no evidence")
      }
    }

    private func writePackage(
      _ scope: ExportScope, to path: String, _ reader: ReadOnlyConnection
    ) throws {
      var drawn: PackageSample?
      if let sample, let seed { drawn = PackageSample(size: sample, seed: seed) }
      let manifest = try package.writing { options in
        try FrameworkExport(connection: reader, programVersion: ProgramVersion.current)
          .write(scope, to: path, sample: drawn, options: options)
      }
      package.show(manifest, at: path)
    }
  }
}
