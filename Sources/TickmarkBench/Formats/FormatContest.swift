import Foundation

/// Reads files of scan formats in turns.
struct FormatContest {
  /// A format with its files.
  struct Entry {
    let key: String
    let file: String
    let byteCount: Int
    /// Of a file of a tenth of the size.
    let smallPeakMemory: Int
  }

  private struct Reading {
    var records: Int
    var measurement: Measurement
  }

  let byteCount: Int
  let runs: Int
  let workspace: Workspace

  /// Writes the files of a format, and reads the small one.
  func prepare(_ sample: FormatSample) throws -> Entry {
    let small = workspace.path("small")
    try sample.write(byteCount: byteCount / 10, to: small, in: workspace)
    let reading = try read(small, as: sample.key)
    try FileManager.default.removeItem(atPath: small)
    let file = workspace.path(sample.key)
    try sample.write(byteCount: byteCount, to: file, in: workspace)
    let size = try FileManager.default.attributesOfItem(atPath: file)[.size] as? Int
    return Entry(
      key: sample.key, file: file, byteCount: size ?? 0,
      smallPeakMemory: reading.measurement.peakMemory)
  }

  /// Takes away the file of a format.
  func remove(_ entry: Entry) throws { try FileManager.default.removeItem(atPath: entry.file) }

  /// Reads a file as often as is asked for, each time after that of another format, and returns the
  /// line of the table.
  func line(of entry: Entry, beside other: Entry?) throws -> [String] {
    var readings: [Reading] = []
    var ratios: [Double] = []
    for _ in 0..<runs {
      let otherSpeed = try other.map {
        Double($0.byteCount) / (try read($0.file, as: $0.key)).measurement.processorSeconds
      }
      let reading = try read(entry.file, as: entry.key)
      readings.append(reading)
      let speed = Double(entry.byteCount) / reading.measurement.processorSeconds
      ratios.append(speed / (otherSpeed ?? speed))
    }
    let seconds = readings.map(\.measurement.processorSeconds).median
    let records = readings.first?.records ?? 0
    let peak = readings.map { Double($0.measurement.peakMemory) }.median
    return [
      entry.key, "\(records)", "\(entry.byteCount / max(1, records))",
      TextTable.text(seconds, digits: 2), TextTable.text(Double(records) / seconds, digits: 0),
      TextTable.text(Double(entry.byteCount) / seconds / 1_000_000, digits: 0),
      TextTable.text(ratios.median, digits: 2), TextTable.text(peak / 1_048_576, digits: 0),
      TextTable.text(Double(entry.smallPeakMemory) / 1_048_576, digits: 0),
    ]
  }

  private func read(_ file: String, as key: String) throws -> Reading {
    guard let program = Bundle.main.executableURL?.path(percentEncoded: false) else {
      throw BenchError(description: "the benchmark does not know its own path")
    }
    let process = ChildProcess(workspace: workspace)
    switch try process.run(Command(program, "read", file)) {
    case .failed(let reason): throw BenchError(description: "cannot read \(key): \(reason)")
    case .done(let measurement):
      let words = try process.printed().split(separator: " ")
      guard words.first.map(String.init) == key, let records = words.last.flatMap({ Int($0) })
      else {
        throw BenchError(description: "\(key) was taken for \(words.first ?? "nothing")")
      }
      return Reading(records: records, measurement: measurement)
    }
  }
}
