import ArgumentParser
import Reports

extension Tickmark {
  struct Sample: ParsableCommand {
    static let configuration = CommandConfiguration(
      abstract: "Draw rows of a report so that anybody can draw them again.",
      usage: "tickmark sample [<options>] [<name>]",
      discussion: """
        Each row is hashed with the seed, and the rows with the smallest hashes are drawn. The \
        same seed draws the same rows from the same population, whose size and SHA-256 come with \
        them; give --as-of, so that the population stays the same.

          tickmark sample --size 25 --seed 1 -p state=closed -p severity=critical \\
            -p from_at=2026-04-01 --as-of 2026-06-30
        """)

    @OptionGroup var database: DatabaseOptions
    @OptionGroup var output: FormatOptions
    @OptionGroup var moment: MomentOptions
    @OptionGroup var parameters: ParameterOptions

    @Option(help: "How many rows.")
    var size = 25

    @Option(help: "A whole number; another one draws other rows.")
    var seed: Int

    @Argument(help: "The report to draw from.")
    var name = "population"

    func validate() throws {
      if size < 1 { throw ValidationError("--size takes a number of rows.") }
    }

    func run() throws {
      let reader = try database.openReader()
      let population = try CannedQuery.named(name).rows(
        from: reader, parameters: parameters.values, asOf: moment.asOf, knownAt: moment.knownAt)
      let sample = try PopulationSample(of: population, size: size, seed: seed)
      try output.print(sample.source(isComplete: output.format != .table))
      Terminal.note(
        "\(sample.rows.count) of \(sample.populationSize) rows of \(name), seed \(seed)\n"
          + "population SHA-256 \(sample.populationSHA256)")
    }
  }
}
