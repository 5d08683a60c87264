import ArgumentParser
import Reports

extension Tickmark {
  struct Queries: ParsableCommand {
    static let configuration = CommandConfiguration(
      abstract: "List the canned reports, or describe one.",
      discussion: """
          tickmark queries
          tickmark queries requirement_status
        """)

    @OptionGroup var output: FormatOptions

    @Argument(help: "The report to describe.")
    var name: String?

    @Flag(help: "Print the report's SQL.")
    var sql = false

    func run() throws {
      if let name {
        let query = try CannedQuery.named(name)
        Terminal.show(sql ? query.sql : query.description)
        return
      }
      try output.print(
        MemoryRows(
          columns: ["subject", "name", "answers"],
          rows: CannedQuery.all
            .sorted { ($0.subject, $0.name) < ($1.subject, $1.name) }
            .map { [.text($0.subject), .text($0.name), .text($0.summary)] }))
    }

    func validate() throws {
      if sql, name == nil {
        throw ValidationError("--sql needs the name of a report.")
      }
    }
  }
}
