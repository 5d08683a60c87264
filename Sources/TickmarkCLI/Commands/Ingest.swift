import ArgumentParser
import EvidenceIngest
import EvidenceModel
import EvidenceStore
import Foundation
import Reports
import ScanFormats

extension Tickmark {
  struct Ingest: ParsableCommand {
    static let configuration = CommandConfiguration(
      abstract: "Load scan files.",
      usage: "tickmark ingest [<options>] <paths> ...",
      discussion: """
        Each file is one transaction: what cannot be read whole leaves no trace. The same bytes \
        twice change nothing. What a scan did not cover keeps its state and becomes unconfirmed; \
        what it covered and no longer reports is gone.

          tickmark ingest output/prowler-*.ocsf.json
          tickmark ingest --dry-run --list 5 today.ocsf.json
          tickmark ingest today.ocsf.json --fail-on 'status=new and severity>=high'
        """)

    @OptionGroup var database: DatabaseOptions
    @OptionGroup var output: FormatOptions

    @Argument(
      help: "Scan files, folders of them, or '-' for standard input; gzip and zstd are unpacked.",
      completion: .file())
    var paths: [String]

    @Option(
      help: ArgumentHelp("The time of the scans, in place of the files' own.", valueName: "time"))
    var scannedAt: TimestampText?

    @Option(
      help: ArgumentHelp(
        "The zone of times that name none, such as Europe/Zurich.", valueName: "zone"))
    var timezone: TimeZone?

    @Option(help: ArgumentHelp("The account of records that name none.", valueName: "id"))
    var account: String?

    @Option(help: ArgumentHelp("The region of records that name none.", valueName: "name"))
    var region: String?

    @Option(
      help: ArgumentHelp(
        "Read the files by this mapping of their fields.",
        discussion: "For CSV and JSON of no known format.", valueName: "file"),
      completion: .file())
    var map: String?

    @Option(
      help: ArgumentHelp(
        "What absence means: 'declared' (where it is not given), 'inferred' or 'complete'.",
        discussion: """
          declared: what the file says that was evaluated, where its format can say that, and \
          inferred otherwise. inferred: the scan covered each rule that it reports anywhere in an \
          account, in each region in which it reports anything there. complete: the file is a whole \
          scan of its accounts.
          """))
    var coverage: CoverageBasis?

    @Flag(help: "Show what each file alone would change, and change nothing.")
    var dryRun = false

    @Option(
      help: ArgumentHelp(
        "How many findings of each change to name, the worst first.",
        discussion: "They are the ones opened, reopened, resolved and gone.", valueName: "number"))
    var list = 0

    @Option(
      help: ArgumentHelp(
        "End with status 2 where a finding that changed is so.",
        discussion: """
          A condition such as 'severity>=high and framework=PCI and status=new', on status (new, \
          fixed, gone, or the scanner's), change, severity, framework, account, region, rule, \
          resource, tool, is_muted and is_waived. New is what opened or reopened.
          """, valueName: "condition"))
    var failOn: String?

    @Option(
      help: ArgumentHelp(
        "Append what changed to a Markdown file, such as a job's summary page.",
        valueName: "file"),
      completion: .file())
    var summary: String?

    func validate() throws {
      if list < 0 { throw ValidationError("--list takes a number of findings.") }
    }

    func run() throws {
      var gate = try failOn.map { try ChangeGate($0) }
      var page = summary.map { IngestSummary(path: $0, isDryRun: dryRun) }
      var failure: (any Error)?
      do {
        try ingest(&gate, &page)
      } catch {
        failure = error
      }
      page?.add(gate?.verdict)
      let written = Result { try page?.write() }
      // What the ingest failed of comes first.
      if let failure { throw failure }
      try written.get()
      if gate?.sawOnlyKnownFiles == true {
        Terminal.warn("--fail-on sees no change: what it was given was ingested before")
      }
      try gate?.verdict.end()
    }

    private func ingest(_ gate: inout ChangeGate?, _ page: inout IngestSummary?) throws {
      let files = try files()
      try database.withStore(isDryRun: dryRun) { store in
        let importer = ScanImporter(store: store, options: try options())
        var hasFailed = false
        for path in files {
          do {
            var report = try importScan(path, importer)
            if report.isAlreadyIngested { warnOfUnusedOptions(&report) }
            for warning in report.warnings { Terminal.warn("\(report.path): \(warning)") }
            try output.print(IngestedFile(report, isDryRun: dryRun, listed: list))
            gate?.add(report)
            page?.add(report)
          } catch {
            guard files.count > 1 else { throw error }
            // One bad file must not keep the night's others out.
            Terminal.fail(error)
            page?.add(error, path: path)
            hasFailed = true
          }
        }
        try gate?.checkFrameworks(known: try store.frameworkKeys())
        if hasFailed { throw ExitCode.failure }
      }
    }

    /// The paths with folders replaced by the scans in them, in the order of their times; of the
    /// outputs of one run, the fullest first.
    private func files() throws -> [String] {
      var files: [String] = []
      var outputs: [ScanSurvey] = []
      func flush() {
        files += RunOrder(outputs).asGiven.map(\.path)
        outputs = []
      }
      for path in paths {
        if path != "-", ScanFolder.exists(at: path) {
          flush()
          files += try scans(inFolder: path)
        } else if paths.count > 1, path != "-",
          let survey = try? ScanSurvey(path: path, context: context)
        {
          outputs.append(survey)
        } else {
          flush()
          files.append(path)
        }
      }
      flush()
      return files
    }

    private func scans(inFolder path: String) throws -> [String] {
      let folder = try ScanFolder(path: path, context: context)
      for other in folder.others { Terminal.warn("\(other.file): skipped: it \(other.reason)") }
      guard !folder.scans.isEmpty else {
        throw ImportError(
          code: .unreadableFile, file: path, reason: "is a folder without a scan",
          hint: "'tickmark formats' lists what is read")
      }
      return folder.scans.map(\.path)
    }

    private var context: ReadingContext {
      ReadingContext(
        timeZone: timezone, scannedAt: scannedAt?.timestamp, account: account, region: region)
    }

    private func options() throws -> ScanImporter.Options {
      var options = ScanImporter.Options()
      options.mapping = try map.map { try FieldMapping(path: $0) }
      options.context = context
      if let coverage { options.coverage = coverage }
      options.isDryRun = dryRun
      // A gate is about all findings; a summary counts those that it does not name.
      options.listedChanges =
        failOn != nil ? .max : summary != nil ? max(list, IngestSummary.mostFindings) : list
      return options
    }

    /// Warns of the options that would have been used had the file not been ingested before.
    private func warnOfUnusedOptions(_ report: inout ScanFileReport) {
      var unused: [String] = []
      if let scannedAt, report.scans.contains(where: { $0.scannedAt != scannedAt.timestamp }) {
        unused.append("--scanned-at")
      }
      if timezone != nil { unused.append("--timezone") }
      if account != nil { unused.append("--account") }
      if region != nil { unused.append("--region") }
      if coverage != nil { unused.append("--coverage") }
      guard !unused.isEmpty else { return }
      report.warnings.append(
        "the file was ingested before: \(unused.listed) "
          + "\(unused.count == 1 ? "is" : "are") not applied, and what was stored then stays")
    }

    private func importScan(_ path: String, _ importer: ScanImporter) throws -> ScanFileReport {
      let bar = ProgressBar(path)
      defer { bar.finish() }
      guard path == "-" else {
        return try importer.importScan(at: path, progress: bar.update)
      }
      let spool = try StandardInput.spool()
      defer { spool.remove() }
      return try importer.importScan(at: spool.path, displayPath: "-", progress: bar.update)
    }
  }
}

extension CoverageBasis: ExpressibleByArgument {}

extension TimestampText: ExpressibleByArgument {
  /// The time that an argument names.
  public init?(argument: String) {
    self.init(argument)
  }
}

extension TimeZone: @retroactive ExpressibleByArgument {
  /// The zone that an argument names.
  public init?(argument: String) {
    self.init(identifier: argument)
  }
}
