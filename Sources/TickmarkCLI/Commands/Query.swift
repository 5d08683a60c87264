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
        """)

    @OptionGroup var database: DatabaseOptions
    @OptionGroup var output: FormatOptions
    @OptionGroup var moment: MomentOptions
    @OptionGroup var parameters: ParameterOptions

    @Argument(help: "The report's name.")
    var name: String

    @Option(help: "How many rows at most.")
    var limit: Int?

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
      try output.print(rows, limit: limit)
    }
  }
}
