import Foundation

/// The tickmark that is measured: the one that was built together with the benchmark.
struct Tickmark {
  /// A database with the bundled catalogs and no scan.
  let emptyDatabase: String
  /// Seconds that the program takes to start.
  let start: Double
  private let program: String

  /// The program beside the benchmark's own executable.
  static func path() throws -> String {
    let folder = Bundle.main.executableURL?.deletingLastPathComponent()
    guard let path = folder?.appending(path: "tickmark").path(percentEncoded: false),
      FileManager.default.isExecutableFile(atPath: path)
    else {
      throw BenchError(
        description: "there is no tickmark beside tickmark-bench; build both, "
          + "with 'swift build -c release'")
    }
    return path
  }

  /// The start of the program, and nothing else.
  static func startCommand(_ program: String) -> Command { Command(program, "--version") }

  /// Makes the empty database.
  init(program: String, start: Double, process: ChildProcess) throws {
    self.program = program
    self.start = start
    emptyDatabase = process.workspace.path("empty.db")
    try process.workspace.removeDatabase(emptyDatabase)
    if case .failed(let reason) = try process.run(Command(program, "--db", emptyDatabase, "init")) {
      throw BenchError(description: "tickmark cannot make a database: \(reason)")
    }
  }

  /// The ingest of a file.
  func ingest(_ file: String, into database: String) -> Command {
    Command(program, "--db", database, "ingest", file)
  }
}
