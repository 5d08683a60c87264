import EvidenceModel
import Foundation

/// Writes what peers load: CSV without a header.
struct ObservationFile {
  let workspace: Workspace

  /// Writes the observations of a scan, in the columns of the peers' table. Times are in seconds.
  func write(_ observations: [Observation], to path: String) throws {
    try write(observations, to: path) { observation in
      [
        String(observation.scannedAt.microseconds / 1_000_000), observation.resource.account,
        observation.resource.region, observation.rule, observation.resource.uid,
        observation.status.key, observation.severity.key, observation.detail,
      ]
    }
  }

  /// Writes rows.
  func write(_ rows: [[String]], to path: String) throws {
    try write(rows, to: path) { $0 }
  }

  private func write<Item>(
    _ items: [Item], to path: String, fields: (Item) -> [String]
  ) throws {
    try workspace.makeFile(path)
    let handle = try FileHandle(forWritingTo: URL(filePath: path))
    defer { handle.closeFile() }
    var bytes: [UInt8] = []
    for item in items {
      for (index, field) in fields(item).enumerated() {
        if index > 0 { bytes.append(UInt8(ascii: ",")) }
        Self.append(field, to: &bytes)
      }
      bytes.append(UInt8(ascii: "\n"))
      if bytes.count >= 1 << 20 {
        try handle.write(contentsOf: bytes)
        bytes.removeAll(keepingCapacity: true)
      }
    }
    try handle.write(contentsOf: bytes)
  }

  private static func append(_ field: String, to bytes: inout [UInt8]) {
    let special: Set<UInt8> = [
      UInt8(ascii: ","), UInt8(ascii: "\""), UInt8(ascii: "\n"), UInt8(ascii: "\r"),
    ]
    guard field.utf8.contains(where: special.contains) else {
      bytes += field.utf8
      return
    }
    bytes.append(UInt8(ascii: "\""))
    for byte in field.utf8 {
      if byte == UInt8(ascii: "\"") { bytes.append(byte) }
      bytes.append(byte)
    }
    bytes.append(UInt8(ascii: "\""))
  }
}
