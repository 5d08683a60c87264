import ArgumentParser
import EvidenceIngest
import Reports

extension Tickmark {
  struct Report: ParsableCommand {
    static let configuration = CommandConfiguration(
      abstract: "Write a page on a framework, or on all, that anybody can open.",
      usage: "tickmark report [<options>] [<framework>] --html <file>",
      discussion: """
        One file for a browser or a printer: where the framework stands, what changed, and for an \
        assessor the requirements, the trend, the waivers, what was not looked at, and the command \
        for each figure. It needs no network, and the same question gives the same bytes.

          tickmark report PCI --html pci.html --as-of 2026-06-30 --from 2026-04-01
        """)

    @OptionGroup var database: DatabaseOptions
    @OptionGroup var known: KnownAtOptions

    @Argument(help: "The framework, by its key or an alias; all of them, where it is not given.")
    var framework: String?

    @Option(
      help: ArgumentHelp(
        "The file to make.", discussion: "A report that is there is replaced; nothing else is.",
        valueName: "file"))
    var html: String

    @Option(
      help: ArgumentHelp(
        "The moment of the report: a date, a time or a scan's number.",
        discussion: "The newest scan's, where it is not given.", valueName: "moment"))
    var asOf: String?

    @Option(
      help: ArgumentHelp(
        "The start of the period of changes.",
        discussion: "After the first scan, where it is not given.", valueName: "moment"))
    var from: String?

    @Option(
      help: ArgumentHelp(
        "The end of the period of changes.", discussion: "As --as-of, where it is not given.",
        valueName: "moment"))
    var to: String?

    @Option(help: ArgumentHelp("One account, as its provider names it.", valueName: "account"))
    var account: String?

    func run() throws {
      let scope = ExportScope(
        framework: framework, account: account, asOf: asOf, knownAt: known.knownAt, from: from,
        to: to)
      let byteCount = try HTMLReport(
        connection: try database.openReader(), programVersion: ProgramVersion.current
      ).write(scope, to: html)
      Terminal.note("\(html): \(byteCount) bytes")
    }
  }
}
