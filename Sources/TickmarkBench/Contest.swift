import Foundation
import SampleScans

/// Measures the programs on the scans of one format.
///
/// Every run makes its databases anew. The programs take turns within each run, so that what else the
/// machine does falls on all of them.
struct Contest {
  /// A program that is there.
  struct Entrant {
    let peer: Peer
    let version: String
    /// Seconds that it takes to start.
    let start: Double
  }

  let format: SampleFormat
  let records: Int
  let process: ChildProcess
  let tickmark: Tickmark?
  let entrants: [Entrant]

  private var workspace: Workspace { process.workspace }

  /// The scan file of a day.
  func file(day: Int) -> String { workspace.path("day-\(day)" + format.fileSuffix) }

  /// Writes the scan file of a day.
  func write(_ scan: GeneratedScan) throws {
    let path = file(day: scan.day)
    try workspace.makeFile(path)
    let handle = try FileHandle(forWritingTo: URL(filePath: path))
    defer { handle.closeFile() }
    try scan.write(format) { piece in
      try piece.withUnsafeBytes { try handle.write(contentsOf: Data($0)) }
    }
  }

  /// Runs everything so many times, and returns what there is to print.
  func results(runs: Int, churn: Double) throws -> String {
    var ours = tickmark.map { program in
      ["day 1", "day 2", "day 2 again"].map {
        Row(program: "tickmark", work: "ingest " + $0, start: program.start)
      }
    }
    let work = format == .ocsf ? "load 10 fields" : "load 44 columns"
    var peers = entrants.map { entrant in
      Row(program: entrant.peer.name + " " + entrant.version, work: work, start: entrant.start)
    }
    var sizes: [Int] = []
    for _ in 0..<runs {
      if let tickmark {
        let (measurements, newSizes) = try ingest(with: tickmark)
        for (index, measurement) in measurements.enumerated() {
          ours?[index].runs.append(measurement)
        }
        sizes = newSizes
      }
      for (index, entrant) in entrants.enumerated() where peers[index].failure == nil {
        try load(with: entrant.peer, into: &peers[index])
      }
    }
    let byteCount = try size(of: file(day: 1))
    var table = ResultTable(
      records: records, byteCount: byteCount, leastMemory: try leastMemory())
    for row in ours ?? [] { table.add(row, ours: nil) }
    for row in peers where !row.runs.isEmpty || row.failure != nil {
      table.add(row, ours: ours?.first)
    }
    let megabytes = TextTable.text(Double(byteCount) / 1_000_000, digits: 1)
    let lines = [
      "\(format.rawValue.uppercased()): \(records) records, \(megabytes) MB, "
        + "\(byteCount / max(1, records)) bytes a record",
      table.text, growth(sizes, churn: churn),
    ]
    return lines.filter { !$0.isEmpty }.joined(separator: "\n")
  }

  private func ingest(with tickmark: Tickmark) throws -> ([Measurement], sizes: [Int]) {
    let database = workspace.path("run.db")
    try workspace.copyDatabase(tickmark.emptyDatabase, to: database)
    var sizes = [try workspace.databaseSize(database)]
    let measurements = try [1, 2, 2].map { day in
      let command = tickmark.ingest(file(day: day), into: database)
      switch try process.run(command) {
      case .done(let measurement):
        sizes.append(try workspace.databaseSize(database))
        return measurement
      case .failed(let reason):
        throw BenchError(description: "tickmark cannot ingest day \(day): \(reason)")
      }
    }
    try workspace.removeDatabase(database)
    return (measurements, sizes)
  }

  private func load(with peer: Peer, into row: inout Row) throws {
    let database = workspace.path("peer.db")
    guard let command = peer.load(format, file(day: 1), database) else { return }
    switch try process.run(command) {
    case .done(let measurement): row.runs.append(measurement)
    case .failed(let reason): row.failure = "failed: " + reason
    }
    try workspace.removeDatabase(database)
  }

  /// What a process that does nothing shows as its peak of memory.
  ///
  /// Until a new process runs its own program, Linux counts this one's memory as its own.
  private func leastMemory() throws -> Int {
    guard case .done(let measurement) = try process.run(Command("true")) else {
      throw BenchError(description: "cannot start any process")
    }
    return measurement.peakMemory
  }

  private func growth(_ sizes: [Int], churn: Double) -> String {
    guard sizes.count == 4 else { return "" }
    let dayOne = sizes[1] - sizes[0]
    let dayTwo = sizes[2] - sizes[1]
    let share = Double(dayTwo) / Double(max(1, dayOne)) * 100
    func megabytes(_ count: Int) -> String {
      TextTable.text(Double(count) / 1_000_000, digits: 2) + " MB"
    }
    return "database: day 1 adds \(megabytes(dayOne)); day 2, with "
      + "\(TextTable.text(churn * 100, digits: 1))% of the statuses changed, adds "
      + "\(megabytes(dayTwo)), \(TextTable.text(share, digits: 2))% of that; "
      + "the same file again adds \(megabytes(sizes[3] - sizes[2]))"
  }

  private func size(of path: String) throws -> Int {
    try FileManager.default.attributesOfItem(atPath: path)[.size] as? Int ?? 0
  }
}
