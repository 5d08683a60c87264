import ArgumentParser
import Reports

extension Tickmark {
  struct Requirement: ParsableCommand {
    static let configuration = CommandConfiguration(
      abstract: "Show requirements and what is evidence for them.",
      subcommands: [Show.self])

    struct Show: ParsableCommand {
      static let configuration = CommandConfiguration(
        abstract: "Show one requirement: how it stands, what is evidence for it, and why.",
        usage: "tickmark requirement show [<options>] <edition> <requirement>",
        discussion: """
          Tells its status with the denominators, how it is written elsewhere, what it is part of, \
          the rules that are evidence for it and why, related requirements of other publications, \
          and the findings, worst first, each down to the bytes of its record. JSON is one object; \
          CSV has the rows of the findings. With --raw, the scanner's own record of each finding is \
          read from the scan's file, which has to be where it was.

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
        func evidence() throws -> ResultSet {
          try CannedQuery.named("requirement_evidence").rows(
            from: reader, parameters: ["edition": name.edition, "requirement": name.key],
            asOf: moment.asOf, knownAt: moment.knownAt)
        }
        if raw { return try printRecords(of: evidence(), from: reader) }
        if output.format == .csv { return try output.print(evidence(), limit: limit) }
        let page = try RequirementPage(of: name, at: moment, limit: limit, from: reader)
        switch output.format {
        case .table: Terminal.show(page.text(width: Terminal.width > 0 ? Terminal.width : 80))
        case .json, .ndjson: try output.printJSON(page)
        case .csv, .markdown:
          for (heading, rows) in page.tables {
            Terminal.show("## \(heading)\n")
            try output.print(rows)
            Terminal.show("")
          }
        }
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
