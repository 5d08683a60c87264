import ArgumentParser
import Reports
import ScanFormats

extension Tickmark {
  struct Formats: ParsableCommand {
    static let configuration = CommandConfiguration(
      abstract: "List the scan formats that are read, and what each can tell.",
      discussion: """
        passes: results that passed are in the file. coverage: it says what was evaluated. \
        account, region, time: it names them; what it does not name is told with --account, \
        --region and --scanned-at.
        """)

    @OptionGroup var output: FormatOptions

    func run() throws {
      try output.print(
        MemoryRows(
          columns: ["format", "passes", "coverage", "account", "region", "time", "reads"],
          rows: ScanFormats.all.map { format in
            let traits = format.traits
            let tells = [
              traits.passes, traits.coverage, traits.account, traits.region, traits.time,
            ]
            return [.text(format.key)] + tells.map { .text($0.rawValue) } + [.text(traits.title)]
          }))
    }
  }
}
