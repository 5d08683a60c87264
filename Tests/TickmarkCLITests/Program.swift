import Foundation
import Synchronization

/// The built program, run in a folder of its own.
final class Program {
  struct Result {
    var status: Int32
    var output: String
    var errors: String
  }

  let folder: URL

  init() throws {
    folder = FileManager.default.temporaryDirectory.appending(path: "tickmark-\(UUID().uuidString)")
    try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
  }

  deinit {
    try? FileManager.default.removeItem(at: folder)
  }

  /// The program stands beside the tests in the build's folder.
  static let executable = URL(fileURLWithPath: CommandLine.arguments[0])
    .deletingLastPathComponent().appending(path: "tickmark")

  /// A process that is ready to start.
  func process(_ arguments: [String]) -> Process {
    let process = Process()
    process.executableURL = Self.executable
    process.arguments = arguments
    process.currentDirectoryURL = folder
    var environment = ProcessInfo.processInfo.environment
    environment["TICKMARK_DB"] = nil
    environment["COLUMNS"] = nil
    process.environment = environment
    return process
  }

  /// Runs the program to its end.
  func run(_ arguments: String..., input: String? = nil) throws -> Result {
    try run(arguments: arguments, input: input)
  }

  /// Runs the program to its end, with changes to its environment.
  func run(
    arguments: [String], input: String? = nil, environment: [String: String] = [:]
  ) throws -> Result {
    let process = process(arguments)
    process.environment?.merge(environment) { _, new in new }
    let output = Pipe()
    let errors = Pipe()
    process.standardOutput = output
    process.standardError = errors
    let inputPipe = Pipe()
    process.standardInput = inputPipe
    try process.run()
    if let input { try inputPipe.fileHandleForWriting.write(contentsOf: Data(input.utf8)) }
    try inputPipe.fileHandleForWriting.close()
    // Both are read at once: a full pipe would stop the program.
    let errorText = Mutex(Data())
    let reader = Thread {
      let data = errors.fileHandleForReading.readDataToEndOfFile()
      errorText.withLock { $0 = data }
    }
    reader.start()
    let outputData = output.fileHandleForReading.readDataToEndOfFile()
    process.waitUntilExit()
    while !reader.isFinished { usleep(200) }
    return Result(
      status: process.terminationStatus,
      output: String(decoding: outputData, as: UTF8.self),
      errors: String(decoding: errorText.withLock { $0 }, as: UTF8.self))
  }

  /// Writes a file into the folder and returns its name.
  @discardableResult
  func write(_ name: String, _ bytes: some Sequence<UInt8>) throws -> String {
    try Data(bytes).write(to: folder.appending(path: name))
    return name
  }

  /// The names of the files in the folder.
  var files: [String] {
    get throws { try FileManager.default.contentsOfDirectory(atPath: folder.path).sorted() }
  }
}
