import ArgumentParser

/// The program `tickmark-bench`.
@main
struct Bench: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "tickmark-bench",
    abstract: "Measure tickmark beside other programs.",
    subcommands: [
      IngestBenchmark.self, YearBenchmark.self, FormatBenchmark.self, CorpusTable.self,
      ScanReading.self,
    ],
    defaultSubcommand: IngestBenchmark.self)
}
