import ArgumentParser
import Foundation
import SampleScans

/// `tickmark-bench ingest`: how long an ingest takes, and how long others take to load the same.
///
/// Every measured piece of work is a process of its own, and its time, its processor time and its
/// peak of memory are those that the operating system reports of it when it ends.
struct IngestBenchmark: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "ingest",
    abstract: "Measure the ingest of generated scans.",
    discussion: """
      Writes two days of an invented environment in OCSF and in CSV, and ingests each format into \
      a fresh database. Where DuckDB for Python, sqlite3 and sqlite-utils are installed, they load \
      the same files, in turns with tickmark. They keep no history: the comparison says what it \
      costs to have one. Nothing is left behind, unless --keep asks for it.

        swift run -c release tickmark-bench ingest --records 30000
      """)

  @Option(help: ArgumentHelp("Records in a scan.", valueName: "count"))
  var records = 30_000

  @Option(help: ArgumentHelp("The share of statuses that change on day 2.", valueName: "share"))
  var churn = 0.01

  @Option(help: ArgumentHelp("How often everything is measured.", valueName: "count"))
  var runs = 3

  @Option(help: ArgumentHelp("One part alone: 'ingest' or 'peers'.", valueName: "part"))
  var only: Part?

  @Option(help: ArgumentHelp("A folder to keep the scan files in.", valueName: "folder"))
  var keep: String?

  func validate() throws {
    guard records > 0 else { throw ValidationError("--records must be 1 or more.") }
    guard runs > 0 else { throw ValidationError("--runs must be 1 or more.") }
    guard (0...1).contains(churn) else { throw ValidationError("--churn must be from 0 to 1.") }
  }

  func run() throws {
    Console.warnOfDebugBuild()
    let program = only == .peers ? nil : try Tickmark.path()
    let workspace = try Workspace()
    let watches = workspace.watchSignals()
    let result = Result { try measure(program, in: workspace) }
    try workspace.remove()
    withExtendedLifetime(watches) {}
    try result.get()
  }

  private func measure(_ program: String?, in workspace: Workspace) throws {
    let process = ChildProcess(workspace: workspace)
    try Console.say(
      "medians of \(runs); \(ProcessInfo.processInfo.activeProcessorCount) processors; "
        + ProcessInfo.processInfo.operatingSystemVersionString)

    var tickmark: Tickmark?
    if let program {
      let start = try require(median(Tickmark.startCommand(program), process), "tickmark")
      tickmark = try Tickmark(program: program, start: start.seconds, process: process)
      try Console.say("tickmark starts in \(TextTable.text(start.seconds, digits: 3)) s")
    }
    var entrants: [Contest.Entrant] = []
    for peer in only == .ingest ? [] : Peer.all {
      guard let start = try median(peer.start, process) else {
        try Console.say("\(peer.name) is missing: it is not measured")
        continue
      }
      // Some say no more than their version, others put their name before it.
      let words = try process.printed().split(whereSeparator: \.isWhitespace)
      let version = words.first { $0.first?.isNumber ?? false }.map(String.init) ?? ""
      try Console.say("\(peer.name) starts in \(TextTable.text(start.seconds, digits: 3)) s")
      entrants.append(Contest.Entrant(peer: peer, version: version, start: start.seconds))
    }

    for format in SampleFormat.allCases {
      let contest = Contest(
        format: format, records: records, process: process, tickmark: tickmark, entrants: entrants)
      Console.note("writing \(format.rawValue)")
      for day in 1...2 {
        try contest.write(GeneratedScan(findings: records, day: day, churn: churn, seed: 1))
      }
      Console.note("measuring \(format.rawValue)")
      try Console.say("\n" + (contest.results(runs: runs, churn: churn)))
      for day in 1...2 { try discard(contest.file(day: day)) }
    }
    try Console.say(
      """

      no start   without the start of the program or of its interpreter, as measured above
      ratio      the time of a program, divided by that of 'ingest day 1' in the same run
      peak MiB   '<' where it is less than what the benchmark itself uses, and cannot be told
      """)
  }

  /// Takes a scan file away, to the folder for those that are kept where there is one.
  private func discard(_ path: String) throws {
    guard let keep else { return try FileManager.default.removeItem(atPath: path) }
    try KeptFiles(folder: keep).take(path)
  }

  /// Runs a command as often as everything else; `nil` where it cannot be run.
  private func median(_ command: Command, _ process: ChildProcess) throws -> Row? {
    var row = Row(program: command.program, work: "start", start: 0)
    // The first run also reads the program from the disk, which is not what a start costs.
    for run in 0...runs {
      guard case .done(let measurement) = try process.run(command) else { return nil }
      if run > 0 { row.runs.append(measurement) }
    }
    return row
  }

  private func require(_ row: Row?, _ name: String) throws -> Row {
    guard let row else { throw BenchError(description: "\(name) cannot be started") }
    return row
  }
}
