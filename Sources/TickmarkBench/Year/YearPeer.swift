import Foundation
import Reports

/// A peer that keeps the observations of a year, through a script for its Python module.
///
/// Everything it does is a process of its own. Seconds are those that the script measures, without
/// the start of the interpreter and the loading of the module.
struct YearPeer {
  /// Where the observations are asked for.
  enum Source {
    case table
    case parquet
  }

  /// An answer, and the median of the seconds that it took.
  struct Reply {
    let seconds: Double
    let answer: Answer
  }

  let kind: PeerKind
  let version: String
  /// Its database.
  let database: String
  /// The same observations in Parquet, of DuckDB only.
  let parquet: String
  /// A copy of DuckDB's database that was written in one go.
  let copy: String
  /// Seconds that each scan took to load.
  private(set) var loads: [Double] = []
  /// Seconds to write the Parquet file.
  private(set) var parquetSeconds: Double?

  private let process: ChildProcess
  private let script: String

  /// What a script prints.
  private struct Output: Decodable {
    var version: String?
    var seconds: [Double]?
    var columns: [String]?
    var rows: [[PeerValue]]?
  }

  /// Finds the peer, and makes an empty database with the tables of mappings.
  ///
  /// - Returns: `nil` where the peer is not installed.
  init?(_ kind: PeerKind, frameworks: String, requirements: String, process: ChildProcess) throws {
    self.kind = kind
    self.process = process
    let workspace = process.workspace
    database = workspace.path("year." + kind.rawValue)
    parquet = workspace.path("year.parquet")
    copy = workspace.path("copy." + kind.rawValue)
    script = EmbeddedFiles.all.first { $0.path == "Bundled/\(kind.rawValue).py" }?.text ?? ""
    let command = Command("python3", "-c", script, "version")
    guard case .done = try process.run(command) else { return nil }
    version =
      try JSONDecoder().decode(Output.self, from: Data(process.printed().utf8)).version ?? ""
    _ = try run("create", database, frameworks, requirements)
  }

  /// Adds the observations of a scan.
  mutating func load(_ file: String) throws {
    loads += try run("load", database, file).seconds ?? []
  }

  /// Brings what was loaded into its final form.
  mutating func finish() throws {
    guard kind == .duckdb else { return }
    parquetSeconds = try run("finish", database, parquet, copy).seconds?.first
  }

  /// Asks a question, so many times.
  func ask(
    _ question: YearQuestion, at moments: YearMoments, of source: Source, runs: Int
  ) throws -> Reply {
    let parameters = try JSONEncoder().encode(question.parameters(moments))
    var words = [question.sql(kind), String(decoding: parameters, as: UTF8.self), String(runs)]
    if kind == .duckdb { words.insert(source == .parquet ? parquet : "", at: 0) }
    let output = try run(["ask", database] + words)
    return Reply(
      seconds: output.seconds?.median ?? 0,
      answer: Answer(
        columns: output.columns ?? [],
        rows: (output.rows ?? []).map { row in row.map(\.sqlValue) }))
  }

  private func run(_ words: String...) throws -> Output { try run(words) }

  private func run(_ words: [String]) throws -> Output {
    var command = Command("python3", "-c", script)
    command.arguments += words
    if case .failed(let reason) = try process.run(command) {
      throw BenchError(description: "\(kind.title) cannot \(words[0]): \(reason)")
    }
    do {
      return try JSONDecoder().decode(Output.self, from: Data(process.printed().utf8))
    } catch {
      throw BenchError(description: "\(kind.title) says something odd of \(words[0]): \(error)")
    }
  }
}
