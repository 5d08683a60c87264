import ArgumentParser
import Reports

extension Tickmark {
  struct Requirement: ParsableCommand {
    static let configuration = CommandConfiguration(
      abstract: "Show requirements and what is evidence for them.",
      subcommands: [Show.self])

    struct Show: ParsableCommand {
      static let configuration = CommandConfiguration(
        abstract: "Show one requirement: its status, and the findings behind it.",
        usage: "tickmark requirement show [<options>] <edition> <requirement>",
        discussion: """
          The findings come worst first, with the scan that says so. With --raw, the scanner's own \
          record of each follows, read from the scan's file, which has to be where it was.

            tickmark requirement show PCI-4.0 3.5.1 --as-of 2026-06-30
            tickmark requirement show PCI-4.0 3.5.1 --raw --limit 1
          """)

      @OptionGroup var database: DatabaseOptions
      @OptionGroup var output: FormatOptions
      @OptionGroup var moment: MomentOptions

      @Argument(help: "The edition's key, such as PCI-4.0.")
      var edition: String

      @Argument(help: "The requirement's number in the edition, or as a scanner writes it.")
      var requirement: String

      @Option(help: "How many findings at most.")
      var limit = 20

      @Flag(help: "Print the scanner's own record of each finding, and nothing else.")
      var raw = false

      func validate() throws {
        if limit < 1 { throw ValidationError("--limit takes a number of findings, 1 or more.") }
      }

      func run() throws {
        let reader = try database.openReader()
        let name = try NamedRequirement(edition: edition, requirement: requirement, in: reader)
        let parameters = ["edition": name.edition, "requirement": name.key]
        func rows(_ query: String) throws -> ResultSet {
          try CannedQuery.named(query).rows(
            from: reader, parameters: parameters, asOf: moment.asOf, knownAt: moment.knownAt)
        }
        guard !raw else {
          return try printRecords(of: rows("requirement_evidence"), from: reader)
        }
        guard [.table, .markdown].contains(output.format) else {
          return try output.print(rows("requirement_evidence"), limit: limit)
        }
        try output.print(card(of: name, from: reader))
        Terminal.show("")
        try output.print(findings(rows("requirement_evidence")), limit: limit)
      }

      /// The requirement's status with its denominators, and how it is written elsewhere.
      private func card(
        of name: NamedRequirement, from reader: ReadOnlyConnection
      ) throws -> MemoryRows {
        let status = try CannedQuery.named("requirement_status").rows(
          from: reader, parameters: ["edition": name.edition], asOf: moment.asOf,
          knownAt: moment.knownAt)
        let place = status.columns.firstIndex { $0.name == "requirement" } ?? 0
        var facts: [[SQLValue]] = []
        while let row = try status.next() {
          guard row[place] == .text(name.key) else { continue }
          facts = zip(status.columns, row).map { [.text($0.name), $1] }
        }
        facts += try name.spellings(in: reader).map { [.text("written"), .text($0)] }
        return MemoryRows(columns: ["field", "value"], rows: facts)
      }

      /// The columns that tell a person what was found where.
      private func findings(_ evidence: ResultSet) throws -> MemoryRows {
        let shown = [
          "status", "rule", "account", "region", "resource", "since", "scan_id", "finding_id",
        ]
        let places = shown.compactMap { name in evidence.columns.firstIndex { $0.name == name } }
        var rows: [[SQLValue]] = []
        while rows.count <= limit, let row = try evidence.next() {
          rows.append(places.map { row[$0] })
        }
        return MemoryRows(columns: shown, rows: rows)
      }

      private func printRecords(of rows: ResultSet, from reader: ReadOnlyConnection) throws {
        let place = rows.columns.firstIndex { $0.name == "finding_id" } ?? 0
        var count = 0
        while count < limit, let row = try rows.next() {
          guard case .integer(let findingID) = row[place] else { continue }
          count += 1
          Terminal.show(try RawRecord(ofFinding: findingID, in: reader).text)
        }
      }
    }
  }
}
