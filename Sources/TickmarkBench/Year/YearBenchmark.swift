import ArgumentParser
import EvidenceModel
import Foundation
import Reports
import SampleScans

/// `tickmark-bench year`: what a year of daily scans costs, and how fast it answers.
struct YearBenchmark: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "year",
    abstract: "Measure a year of daily scans: its size, its ingest and every report.",
    discussion: """
      Ingests a scan for each day, whose records are made in memory, and runs every canned report \
      at the checkpoints. Peers get the same observations, day by day, and are asked the same \
      questions in SQL. They need Python with the module duckdb or sqlite3. A year of 100,000 \
      findings takes DuckDB some 10 GB in the temporary folder, and SQLite 15. Nothing is left \
      behind, unless --keep asks for it.

        swift run -c release tickmark-bench year --findings 5000 --days 60 --checkpoints 15,60
      """)

  @Option(help: ArgumentHelp("Findings in a scan.", valueName: "count"))
  var findings = 100_000

  @Option(help: ArgumentHelp("Scans, one a day.", valueName: "count"))
  var days = 365

  @Option(help: ArgumentHelp("The share of findings that change each day.", valueName: "share"))
  var churn = 0.01

  @Option(help: ArgumentHelp("Peers: 'duckdb', 'sqlite', both with a comma, or 'none'."))
  var peers = PeerList([.duckdb])

  @Option(help: ArgumentHelp("The first days, which are all that SQLite gets.", valueName: "count"))
  var sqliteDays: Int?

  @Option(
    help: ArgumentHelp("Days after which reports are run; the last one is.", valueName: "days"))
  var checkpoints = DayList([90, 365])

  @Option(help: ArgumentHelp("What makes one year differ from another.", valueName: "number"))
  var seed: UInt64 = 1

  @Option(help: ArgumentHelp("A folder to keep the databases in.", valueName: "folder"))
  var keep: String?

  func validate() throws {
    guard findings > 0 else { throw ValidationError("--findings must be 1 or more.") }
    guard days > 0 else { throw ValidationError("--days must be 1 or more.") }
    guard (0...1).contains(churn) else { throw ValidationError("--churn must be from 0 to 1.") }
    guard sqliteDays.map({ $0 > 0 }) ?? true else {
      throw ValidationError("--sqlite-days must be 1 or more.")
    }
  }

  func run() throws {
    Console.warnOfDebugBuild()
    let workspace = try Workspace()
    let watches = workspace.watchSignals()
    let result = Result { try measure(in: workspace) }
    try workspace.remove()
    withExtendedLifetime(watches) {}
    try result.get()
  }

  private func measure(in workspace: Workspace) throws {
    let process = ChildProcess(workspace: workspace)
    try Console.say(
      "\(findings) findings, \(days) daily scans, "
        + "\(TextTable.text(churn * 100, digits: 1))% of the findings change each day\n"
        + "\(ProcessInfo.processInfo.activeProcessorCount) processors; "
        + ProcessInfo.processInfo.operatingSystemVersionString)
    var year = GeneratedYear(findings: findings, churn: churn, seed: seed)
    var results = YearResults(findings: findings)
    var peers = try preparePeers(year, process)
    let rules = Dictionary(uniqueKeysWithValues: year.rules.map { ($0.key, $0) })
    let firstDay = year.observations(at: year.time)
    let database = try ingestFirstDay(firstDay, year, rules, in: workspace, &results)
    results.unchangedAfterFirst = try ingestUnchanged(year, into: database, rules, in: workspace)

    let file = ObservationFile(workspace: workspace)
    let stops = Set(checkpoints.days.filter { $0 < days } + [days])
    while true {
      let observations = year.day == 1 ? firstDay : year.observations(at: year.time)
      results.observations += observations.count
      if year.day > 1 { results.writes.append(try database.ingest(observations, rules: rules)) }
      try feed(observations, day: year.day, to: &peers, file)
      if stops.contains(year.day) {
        Console.note("day \(year.day): running every report")
        let moments = moments(of: year, firstDay)
        results.sizes[year.day] = try workspace.databaseSize(database.path)
        ReportRow.measure(
          &results.reports, with: ReportTimer(database: database.path), at: moments,
          variations: year.day == days)
        if year.day < days {
          results.comparisons[year.day] = try comparisons(
            at: moments, with: database, peers, includesParquet: false)
        }
      } else if year.day.isMultiple(of: 10) {
        Console.note("day \(year.day) of \(days)")
      }
      guard year.day < days else { break }
      year.advance()
    }
    results.unchangedAfterLast = try ingestUnchanged(year, into: database, rules, in: workspace)
    results.peakMemory = Measurement.ofThisProcess.peakMemory
    try Console.say(results.reportText)

    peers = try peers.compactMap { peer in
      Console.note("\(peer.kind.title): writing the last of it")
      return try unlessItFails(peer) { try $0.finish() }
    }
    results.comparisons[days] = try comparisons(
      at: moments(of: year, firstDay), with: database, peers, includesParquet: true)
    results.peers = peers
    for peer in peers {
      results.stores += try PeerStore.all(of: peer, days: loadedDays(peer.kind), in: workspace)
    }
    try Console.say(results.comparisonText)
    if let keep {
      let files = [database.path] + peers.flatMap { [$0.database, $0.parquet] }
      for file in files where FileManager.default.fileExists(atPath: file) {
        try KeptFiles(folder: keep).take(file)
      }
    }
  }

  /// Day 1 into a new database, several times: the last one is gone on with.
  private func ingestFirstDay(
    _ observations: [Observation], _ year: GeneratedYear, _ rules: [String: RuleDefinition],
    in workspace: Workspace, _ results: inout YearResults
  ) throws -> TickmarkYear {
    Console.note("day 1")
    let empty = try TickmarkYear(path: workspace.path("empty.db"), catalog: year.catalog)
    results.memoryBefore = Measurement.ofThisProcess.peakMemory
    var database = empty
    for run in 0..<Self.runs {
      database = try empty.copied(to: workspace.path("year.db"), in: workspace)
      results.firstDay.append(try database.ingest(observations, rules: rules))
      if run == 0 { results.memoryAfter = Measurement.ofThisProcess.peakMemory }
    }
    return database
  }

  /// The present day once more, twelve hours later, into copies: the year stays as it is.
  private func ingestUnchanged(
    _ year: GeneratedYear, into database: TickmarkYear, _ rules: [String: RuleDefinition],
    in workspace: Workspace
  ) throws -> [TickmarkYear.Write] {
    let time = Timestamp(microseconds: year.time.microseconds + 12 * 3_600_000_000)
    let observations = year.observations(at: time)
    return try (0..<Self.runs).map { _ in
      let copy = try database.copied(to: workspace.path("unchanged.db"), in: workspace)
      let write = try copy.ingest(observations, rules: rules)
      try workspace.removeDatabase(copy.path)
      return write
    }
  }

  private func preparePeers(_ year: GeneratedYear, _ process: ChildProcess) throws -> [YearPeer] {
    let workspace = process.workspace
    let mappings = YearMappings(year)
    let file = ObservationFile(workspace: workspace)
    let frameworks = workspace.path("rule_framework.csv")
    let requirements = workspace.path("rule_requirement.csv")
    try file.write(mappings.frameworks, to: frameworks)
    try file.write(mappings.requirements, to: requirements)
    return try peers.kinds.compactMap { kind in
      let peer = try YearPeer(
        kind, frameworks: frameworks, requirements: requirements, process: process)
      try Console.say(
        peer.map { "\(kind.title) \($0.version)" }
          ?? "\(kind.title) for Python is missing: it is not measured")
      return peer
    }
  }

  private func feed(
    _ observations: [Observation], day: Int, to peers: inout [YearPeer], _ file: ObservationFile
  ) throws {
    let path = file.workspace.path("observations.csv")
    guard peers.contains(where: { day <= loadedDays($0.kind) }) else { return }
    try file.write(observations, to: path)
    peers = try peers.compactMap { peer in
      day <= loadedDays(peer.kind) ? try unlessItFails(peer) { try $0.load(path) } : peer
    }
  }

  /// A peer after it did something; `nil`, and a word about it, where it could not.
  private func unlessItFails(
    _ peer: YearPeer, _ work: (inout YearPeer) throws -> Void
  ) throws -> YearPeer? {
    var peer = peer
    do {
      try work(&peer)
      return peer
    } catch {
      try Console.say("\(error): it is left out")
      return nil
    }
  }

  /// Asks everybody every question.
  private func comparisons(
    at moments: YearMoments, with database: TickmarkYear, _ peers: [YearPeer],
    includesParquet: Bool
  ) throws -> [YearComparison.Row] {
    let comparison = YearComparison(
      timer: ReportTimer(database: database.path), moments: moments, peers: peers,
      sqliteDays: loadedDays(.sqlite), includesParquet: includesParquet)
    return try YearQuestion.all.map(comparison.compare)
  }

  private func loadedDays(_ kind: PeerKind) -> Int {
    kind == .sqlite ? min(sqliteDays ?? days, days) : days
  }

  private func moments(of year: GeneratedYear, _ firstDay: [Observation]) -> YearMoments {
    YearMoments(day: year.day, example: firstDay[firstDay.count / 2])
  }

  /// How often a write is measured that can be repeated.
  private static let runs = 3
}
