import ArgumentParser
import Foundation

/// `tickmark-bench formats`: how fast each format is read, and how much memory that takes.
struct FormatBenchmark: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "formats",
    abstract: "Measure the readers of scan formats.",
    discussion: """
      Makes a file of each format by repeating the records of a small one, and reads it from its \
      bytes to its findings, which are thrown away. Each is read in turns with a file of Prowler's \
      OCSF of the same size, in processes of their own. A second file of a tenth of the size shows \
      whether memory grows with the file.

        swift run -c release tickmark-bench formats --megabytes 50 asff sarif
      """)

  @Option(help: ArgumentHelp("The size of a file.", valueName: "count"))
  var megabytes = 500

  @Option(help: ArgumentHelp("How often each file is read.", valueName: "count"))
  var runs = 3

  @Argument(help: "The keys of formats; all that there are where none is named.")
  var formats: [String] = []

  func validate() throws {
    guard megabytes > 0 else { throw ValidationError("--megabytes must be 1 or more.") }
    guard runs > 0 else { throw ValidationError("--runs must be 1 or more.") }
  }

  func run() throws {
    Console.warnOfDebugBuild()
    let samples = try FormatSample.others()
    if let unknown = formats.first(where: { key in !samples.contains { $0.key == key } }) {
      let known = samples.map(\.key).sorted().joined(separator: ", ")
      throw ValidationError("There is no sample of '\(unknown)'. There are \(known).")
    }
    let workspace = try Workspace()
    let watches = workspace.watchSignals()
    let result = Result {
      try measure(
        samples.filter { formats.isEmpty || formats.contains($0.key) }, in: workspace)
    }
    try workspace.remove()
    withExtendedLifetime(watches) {}
    try result.get()
  }

  private func measure(_ samples: [FormatSample], in workspace: Workspace) throws {
    let byteCount = megabytes * 1_000_000
    let contest = FormatContest(byteCount: byteCount, runs: runs, workspace: workspace)
    var table = TextTable(
      [
        "format", "records", "bytes each", "cpu s", "records/s", "MB/s", "of OCSF", "peak MiB",
        "at a tenth",
      ], textColumns: 1)
    let yardstick = try contest.prepare(.yardstick)
    table.add(try contest.line(of: yardstick, beside: nil))
    for sample in samples {
      Console.note("measuring \(sample.key)")
      let entry = try contest.prepare(sample)
      table.add(try contest.line(of: entry, beside: yardstick))
      try contest.remove(entry)
    }
    try Console.say(
      """
      medians of \(runs); \(ProcessInfo.processInfo.activeProcessorCount) processors; \
      \(ProcessInfo.processInfo.operatingSystemVersionString)

      \(table.text)

      cpu s       processor time of the process, its start and the system's work for it included
      of OCSF     bytes per second, divided by those of Prowler's OCSF that was read just before
      at a tenth  the peak of memory for a file of a tenth of the size, in MiB
      """)
  }
}
