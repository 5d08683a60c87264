import EvidenceModel
import Testing

@testable import ScanFormats

/// A file that was cut anywhere must never pass for a whole one with fewer findings.
@Suite struct TruncationTests {
  @Test func `an OCSF array is refused wherever it is cut`() throws {
    let text = try ProwlerOCSFText.array([[:], ["metadata.event_code": "b"]])
    let bytes = Array(text.utf8)
    for length in 1..<bytes.count {
      let temporary = try TemporaryFile(bytes.prefix(length))
      let error = importError { _ = try ReadScan(temporary.open()) }
      #expect(error?.code == .truncatedFile, "cut after \(length) bytes")
    }
  }

  @Test func `a CSV file is refused or warned about wherever it is cut inside a record`() throws {
    let header = ProwlerCSVText(rows: []).text.utf8.count
    let text = ProwlerCSVText(rows: [["RISK": "a;\n\"b\""], ["TIMESTAMP": "1772848800"]]).text
    let bytes = Array(text.utf8)
    let ends = Set(try ReadScan(text).observations.map { $0.bytes.offset + $0.bytes.count + 2 })
    for length in header + 1..<bytes.count where !ends.contains(length) {
      let temporary = try TemporaryFile(bytes.prefix(length))
      var warnings: [String] = []
      let error = importError { warnings = try ReadScan(temporary.open()).warnings }
      let isNoticed = warnings.contains { $0.contains("no line break") }
      #expect(error?.code == .truncatedFile || isNoticed, "cut after \(length) bytes")
    }
  }

  @Test func `no change of one byte makes a reader crash`() throws {
    let texts = [
      try ProwlerOCSFText.array([[:]]), ProwlerCSVText(rows: [["RISK": "a;\n\"b\""]]).text,
    ]
    for text in texts {
      let bytes = Array(text.utf8)
      for index in stride(from: 0, to: bytes.count, by: 11) {
        for byte in Array("\"\\{}[],:;\n\0'".utf8) + [0x80, 0xC3, 0xFF] {
          var damaged = bytes
          damaged[index] = byte
          let temporary = try TemporaryFile(damaged)
          do {
            _ = try ReadScan(temporary.open())
          } catch {
            #expect(error is ImportError)
          }
        }
      }
    }
  }
}
