import ArgumentParser
import Reports

extension Tickmark.CatalogCommand {
  struct Coverage: ParsableCommand {
    static let configuration = CommandConfiguration(
      abstract: "Show which rules of a catalog scanners can observe, and whether they do.",
      usage: "tickmark catalog coverage [<options>] [<catalog>]",
      discussion: """
        One row per rule and scanner: what documents state of them, the equivalent checks, \
        whether they are known, and when a scan last covered them. These are the rows of the \
        report 'rule_observability'.

          tickmark catalog coverage -p scanner=prowler -p statement=none
        """)

    @OptionGroup var database: DatabaseOptions
    @OptionGroup var output: FormatOptions
    @OptionGroup var moment: MomentOptions
    @OptionGroup var parameters: ParameterOptions

    @Argument(help: "The catalog's key.")
    var catalog = "aws-threat-model"

    func run() throws {
      let reader = try database.openReader()
      let rows = try CannedQuery.named("rule_observability").rows(
        from: reader, parameters: try values, asOf: moment.asOf, knownAt: moment.knownAt)
      try output.print(rows)
    }

    func validate() throws {
      _ = try values
    }

    /// The report's parameters.
    private var values: [String: String] {
      get throws {
        var values = try parameters.values
        guard values.updateValue(catalog, forKey: "catalog") == nil else {
          throw ValidationError(
            "-p catalog is not for 'catalog coverage', which has it as its own.")
        }
        return values
      }
    }
  }
}
