import ArgumentParser
import Reports

extension Tickmark {
  struct Trend: ParsableCommand {
    static let configuration = CommandConfiguration(
      abstract: "Draw how a framework's failures came and went.",
      usage: "tickmark trend [<options>] <framework>",
      discussion: """
        Bars for what was failing at the end of each week, for what opened and for what closed. \
        Muted and accepted failures are among them. Other formats than 'table' give the rows \
        of the report 'trend'.

          tickmark trend PCI --by month --from 2026-01-01
          tickmark trend HIPAA -p severity=critical --format csv
        """)

    @OptionGroup var database: DatabaseOptions
    @OptionGroup var output: FormatOptions
    @OptionGroup var moment: MomentOptions
    @OptionGroup var parameters: ParameterOptions

    @Argument(help: "The framework, by its key or an alias.")
    var framework: String

    @Option(help: "What a bar is.")
    var by = TrendChart.Unit.week

    @Option(
      help: ArgumentHelp(
        "The start of the period.", discussion: "After the first scan, where it is not given.",
        valueName: "moment"))
    var from: String?

    func run() throws {
      let reader = try database.openReader()
      let rows = try CannedQuery.named("trend").rows(
        from: reader, parameters: try values, asOf: moment.asOf, knownAt: moment.knownAt)
      let missingScan = try moment.missingScan(on: reader)
      guard output.format == .table else {
        try output.print(rows)
        if let missingScan { Terminal.warn(missingScan) }
        return
      }
      if let missingScan { return Terminal.show("\(framework): \(missingScan)") }
      Terminal.show(
        try TrendChart(rows, framework: framework, unit: by).text(
          ChartStyle(
            width: Terminal.width > 0 ? Terminal.width : 80, isUnicode: Terminal.isUnicode,
            usesColor: Terminal.usesColor)))
    }

    func validate() throws {
      _ = try values
    }

    /// The report's parameters.
    private var values: [String: String] {
      get throws {
        var values = try parameters.values
        let own = ["framework": framework, "bucket": by.rawValue, "from_at": from]
        if let name = own.keys.sorted().first(where: { values[$0] != nil }) {
          throw ValidationError("-p \(name) is not for 'trend', which has it as its own.")
        }
        for (name, value) in own { values[name] = value }
        return values
      }
    }
  }
}

extension TrendChart.Unit: ExpressibleByArgument {}
