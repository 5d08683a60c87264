import ArgumentParser
import EvidenceModel
import ScanFormats

/// Reads a file with the reader of its format, counts what it hands on, and throws that away: what the
/// benchmark of formats runs in a process of its own.
struct ScanReading: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "read", abstract: "Read a scan file, and print its format and its records.",
    shouldDisplay: false)

  @Argument(help: "The file.", completion: .file())
  var file: String

  func run() throws {
    let scan = try ScanFile(path: file)
    guard case .format(let format) = try ScanFormats.detect(scan) else {
      throw BenchError(description: "\(file) has no records")
    }
    var context = ReadingContext(account: "123456789012")
    if format.traits.time == .no { context.scannedAt = Timestamp(epoch: 1_772_446_272) }
    var records = 0
    try format.read(scan, context: context) { item in
      switch item {
      case .observation: records += 1
      case .rejected(let record):
        throw BenchError(description: "a record of \(format.key) \(record.reason)")
      case .requirementResult: records += 1
      case .tool, .rule, .coverage, .warning, .guessedZone: break
      }
    }
    try Console.say("\(format.key) \(records)")
  }
}
