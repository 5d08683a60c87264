import ArgumentParser
import Reports

extension Tickmark {
  struct Query: ParsableCommand {
    static let configuration = CommandConfiguration(
      abstract: "Run a canned report.",
      usage: "tickmark query [<options>] <name>",
      discussion: """
        'tickmark queries' lists the reports, 'tickmark queries NAME' tells what one takes.

          tickmark query requirement_status -p framework=PCI --as-of 2026-06-30
          tickmark query framework_findings -p framework=HIPAA --known-at 12 --format csv
          tickmark query sla_breaches --fail-on 'severity>=high'
        """)

    @OptionGroup var database: DatabaseOptions
    @OptionGroup var output: FormatOptions
    @OptionGroup var moment: MomentOptions
    @OptionGroup var parameters: ParameterOptions

    @Argument(help: "The report's name.")
    var name: String

    @Option(help: "How many rows at most.")
    var limit: Int?

    @Option(
      help: ArgumentHelp(
        "End with status 2 where a row of the report is so, such as 'severity>=high'.",
        discussion: "Rows past --limit count as well.", valueName: "condition"))
    var failOn: String?

    func validate() throws {
      if let limit, limit < 1 {
        throw ValidationError("--limit takes a number of rows, 1 or more.")
      }
    }

    func run() throws {
      let query = try CannedQuery.named(name)
      let reader = try database.openReader()
      let rows = try query.rows(
        from: reader, parameters: parameters.values, asOf: moment.asOf, knownAt: moment.knownAt)
      guard let failOn else { return try output.print(rows, limit: limit) }
      let gated = try GatedRows(rows, condition: failOn)
      try output.print(gated, limit: limit)
      try gated.readToEnd()
      try GateVerdict(matches: gated.matches, of: gated.count, what: "row", condition: failOn).end()
    }
  }
}
