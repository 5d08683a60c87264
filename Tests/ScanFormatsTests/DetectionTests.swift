import EvidenceModel
import Testing

@testable import ScanFormats

@Suite struct DetectionTests {
  private func detect(_ bytes: [UInt8]) throws -> String {
    let temporary = try TemporaryFile(bytes)
    return switch try ScanFormats.detect(temporary.open()) {
    case .format(let format): format.key
    case .empty(let reason): "empty: " + reason
    }
  }

  private func failure(_ bytes: [UInt8]) -> ImportError? {
    importError { _ = try detect(bytes) }
  }

  @Test(arguments: [
    ("", "has no bytes"), (" \r\n\t", "holds only white space"),
    (String(repeating: " ", count: 200_000), "holds only white space"),
    ("\u{FEFF}\n", "holds only white space"), ("[]", "holds an empty array"),
    ("[\n  \n]\n", "holds an empty array"), ("null\n", "holds JSON's null"),
  ])
  func `takes an export without content as empty`(text: String, reason: String) throws {
    #expect(try detect(Array(text.utf8)) == "empty: " + reason)
  }

  @Test func `knows Prowler's formats by their content`() throws {
    #expect(try detect(Array(try ProwlerOCSFText.array([[:]]).utf8)) == "prowler-ocsf")
    #expect(
      try detect(Array("\u{FEFF}\n [\(try ProwlerOCSFText.record())]".utf8)) == "prowler-ocsf")
    #expect(try detect(Array(ProwlerCSVText(rows: [[:]]).text.utf8)) == "prowler-csv")
  }

  @Test func `knows a CSV file that is only a header`() throws {
    #expect(try detect(Array(ProwlerCSVText(rows: []).text.utf8)) == "prowler-csv")
    let scan = try ReadScan(ProwlerCSVText(rows: []).text)
    #expect(scan.order.isEmpty)
  }

  @Test(
    arguments: [
      ([0x50, 0x4B, 3, 4, 0], "is a zip archive"),
      (Array("SQLite format 3\0".utf8), "is a SQLite database"),
      ([0x5B, 0, 0x7B, 0, 0x0A, 0], "is UTF-16 text without a mark"),
      (
        Array("<?xml version='1.0'?>\n<Benchmark id='x'>".utf8),
        "is XML, but no known scan format: its root is 'Benchmark'"
      ),
      (Array("<!DOCTYPE html><html><body>".utf8), "is HTML"),
      (Array("a;b\nc\0;d\n".utf8), "is binary data, or text with NUL bytes"),
      (Array("nothing to see here\n".utf8), "is text, but neither JSON nor CSV"),
      (
        Array("name,age\nx,1\n".utf8),
        "is CSV, but no known scan format: its header has the columns 'name', 'age'"
      ),
      (
        Array(#"[{"b":1,"a":2}]"#.utf8),
        "is JSON, but no known scan format: its first object has the keys 'b', 'a'"
      ),
      (Array("{}".utf8), "is JSON, but its first object is empty"),
    ] as [([UInt8], String)])
  func `says what an unknown file is`(bytes: [UInt8], reason: String) throws {
    let error = try #require(failure(bytes))
    #expect(error.code == .unknownFormat)
    #expect(error.file == "scan")
    #expect(error.reason == reason)
    #expect(error.hint != nil)
  }

  @Test func `names the list of formats where it has no better hint`() {
    #expect(failure(Array("hello".utf8))?.hint == "'tickmark formats' lists what is read")
    #expect(failure([0x5B, 0, 0x7B, 0, 0x0A, 0])?.hint?.contains("iconv") == true)
  }

  @Test func `does not search a long line for its end`() {
    let bytes = [UInt8](repeating: UInt8(ascii: "x"), count: 20 << 20)
    #expect(failure(bytes)?.reason == "is text, but neither JSON nor CSV")
  }

  @Test func `passes on what is wrong with the first record`() {
    #expect(failure(Array(#"[{"a": 2004,"#.utf8))?.code == .truncatedFile)
    #expect(failure(Array("[1]".utf8))?.code == .malformedFile)
  }

  @Test func `does not take another product's findings for Prowler's`() throws {
    let text = try ProwlerOCSFText.array([["metadata.product.name": "Other"]])
    #expect(try detect(Array(text.utf8)) == "ocsf")
  }

  @Test func `has a key of its own for every format`() {
    #expect(Set(ScanFormats.all.map(\.key)).count == ScanFormats.all.count)
  }
}
