import ArgumentParser
import Foundation

/// Counts what `tickmark ingest` makes of the files of a folder, by format: the table of the page on
/// formats.
struct CorpusTable: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "corpus",
    abstract: "Count what is read of the files in a folder, by format, as Markdown.")

  @Argument(help: "The folder.", completion: .directory)
  var folder: String

  /// What is read of the files of one format.
  private struct Count {
    var files = 0
    var records = 0
    var accepted = 0
    var rejected = 0
    var merged = 0
  }

  /// What `ingest --format json` prints for a file, as far as it is counted.
  private struct Ingested: Decodable {
    var format: String?
    var records: Int
    var accepted: Int
    var rejected: Int
    var merged: Int
  }

  func run() throws {
    let workspace = try Workspace()
    let result = Result { try count(in: workspace) }
    try workspace.remove()
    try result.get()
  }

  private func count(in workspace: Workspace) throws {
    let process = ChildProcess(workspace: workspace)
    let program = try Tickmark.path()
    let database = workspace.path("corpus.db")
    _ = try process.run(Command(program, "--db", database, "init"))
    var counts: [String: Count] = [:]
    var refusals: [String] = []
    for path in try files() {
      let command = Command(
        program, "--db", database, "ingest", "--dry-run", "--format", "json", "--coverage",
        "inferred", "--account", "000000000000", path)
      // A file that tells its time keeps it.
      var outcome = try process.run(command)
      if case .failed(let reason) = outcome, reason.contains("--scanned-at") {
        outcome = try process.run(
          Command(
            program, "--db", database, "ingest", "--dry-run", "--format", "json", "--coverage",
            "inferred", "--account", "000000000000", "--scanned-at", "2026-01-01T00:00:00Z", path))
      }
      switch outcome {
      case .failed(let reason): refusals.append("\(path.dropFirst(folder.count + 1)): \(reason)")
      case .done:
        let decoder = JSONDecoder()
        decoder.keyDecodingStrategy = .convertFromSnakeCase
        let file = try decoder.decode(Ingested.self, from: Data(process.printed().utf8))
        var count = counts[file.format ?? "empty", default: Count()]
        count.files += 1
        count.records += file.records
        count.accepted += file.accepted
        count.rejected += file.rejected
        count.merged += file.merged
        counts[file.format ?? "empty"] = count
      }
    }
    print("| Format | Files | Records | Accepted | Rejected | Merged |\n|---|---|---|---|---|---|")
    for (format, count) in counts.sorted(by: { $0.key < $1.key }) {
      print(
        "| `\(format)` | \(count.files) | \(count.records) | \(count.accepted) "
          + "| \(count.rejected) | \(count.merged) |")
    }
    print("\nRefused:\n")
    for refusal in refusals { print("- \(refusal)") }
  }

  private func files() throws -> [String] {
    guard let listing = FileManager.default.enumerator(atPath: folder) else {
      throw BenchError(description: "\(folder) cannot be listed")
    }
    var files: [String] = []
    while let name = listing.nextObject() as? String {
      guard listing.fileAttributes?[.type] as? FileAttributeType == .typeRegular else { continue }
      files.append("\(folder)/\(name)")
    }
    return files.sorted()
  }
}
