import ArgumentParser
import Reports

extension Tickmark.CatalogCommand {
  struct Diff: ParsableCommand {
    static let configuration = CommandConfiguration(
      abstract: "Show which requirements moved between two moments, and why.",
      usage: "tickmark catalog diff [<options>] <edition-or-framework> --from <moment>",
      discussion: """
        A requirement moves by posture where findings tell otherwise, by mapping where other \
        checks are evidence for it, by both, or by requirement where it came or went. The status \
        that the old mapping would give tells them apart. These are the rows of the report \
        'requirement_moves'.

          tickmark catalog diff PCI-4.0 --from 2026-07-01 --to 2026-09-30
        """)

    @OptionGroup var database: DatabaseOptions
    @OptionGroup var output: FormatOptions
    @OptionGroup var known: KnownAtOptions
    @OptionGroup var parameters: ParameterOptions

    @Argument(help: "An edition's key, or a framework's key or alias.")
    var name: String

    @Option(
      help: ArgumentHelp(
        "The first moment: a date, a time or a scan's number.",
        discussion: "A date means its beginning, in UTC.", valueName: "moment"))
    var from: String

    @Option(
      help: ArgumentHelp(
        "The second moment.", discussion: "A date means its end. Now, where it is not given.",
        valueName: "moment"))
    var to: String?

    func run() throws {
      let reader = try database.openReader()
      var values = try values
      let edition = try reader.query(
        "SELECT key FROM edition WHERE lower(key) = lower(:name)", values: ["name": .text(name)])
      if let row = try edition.next(), case .text(let key) = row[0] {
        values["edition"] = key
      } else {
        values["framework"] = name
      }
      let rows = try CannedQuery.named("requirement_moves").rows(
        from: reader, parameters: values, asOf: to, knownAt: known.knownAt)
      try output.print(rows)
    }

    func validate() throws {
      _ = try values
    }

    /// The report's parameters, but for the name's.
    private var values: [String: String] {
      get throws {
        var values = try parameters.values
        let own = ["framework", "edition", "from_at", "as_of", "known_at"]
        if let name = own.first(where: { values[$0] != nil }) {
          throw ValidationError(
            "-p \(name) is not for 'catalog diff', which has it as its own.")
        }
        values["from_at"] = from
        return values
      }
    }
  }
}
