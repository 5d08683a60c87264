import ArgumentParser
import Foundation
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
      let queries = CannedQuery.all.sorted { ($0.subject, $0.name) < ($1.subject, $1.name) }
      guard output.format != .table else { return Terminal.show(Self.list(queries)) }
      try output.print(
        MemoryRows(
          columns: ["subject", "name", "answers"],
          rows: queries.map { [.text($0.subject), .text($0.name), .text($0.summary)] }))
    }

    /// The reports by subject, for people: nothing cut.
    private static func list(_ queries: [CannedQuery]) -> String {
      var lines: [String] = []
      var subject = ""
      for query in queries {
        if query.subject != subject {
          subject = query.subject
          lines.append((lines.isEmpty ? "" : "\n") + subject)
        }
        let name = query.name.padding(toLength: 22, withPad: " ", startingAt: 0)
        lines.append("  \(name) \(query.summary)")
      }
      return lines.joined(separator: "\n")
    }

    func validate() throws {
      if sql, name == nil {
        throw ValidationError("--sql needs the name of a report.")
      }
    }
  }
}
