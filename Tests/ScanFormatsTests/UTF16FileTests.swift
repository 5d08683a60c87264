import EvidenceModel
import Testing

@testable import ScanFormats

/// Text as PowerShell writes it.
@Suite struct UTF16FileTests {
  private func bytes(_ text: String, isLittleEndian: Bool = true) -> [UInt8] {
    ([0xFEFF] + Array(text.utf16)).flatMap { unit in
      let parts = [UInt8(unit & 0xFF), UInt8(unit >> 8)]
      return isLittleEndian ? parts : parts.reversed()
    }
  }

  private func text(of file: ScanFile) throws -> String {
    let buffer = try [UInt8](unsafeUninitializedCapacity: file.byteCount) { buffer, count in
      count = try file.read(at: 0, into: UnsafeMutableRawBufferPointer(buffer))
    }
    return String(decoding: buffer, as: UTF8.self)
  }

  @Test(arguments: [true, false])
  func `is read like any other text`(isLittleEndian: Bool) throws {
    let finding = try ASFFText.finding(["Title": "Größe 𝕏 — ok"])
    let file = try TemporaryFile(bytes("[\(finding)]\r\n", isLittleEndian: isLittleEndian))
    let scan = try ReadScan(file.open())
    #expect(scan.rules.map(\.title) == ["Größe 𝕏 — ok"])
    // Places are those in the text as UTF-8.
    #expect(scan.observations.map(\.bytes) == [ByteRange(offset: 1, count: finding.utf8.count)])
  }

  @Test func `keeps characters whole that pieces of the file cut`() throws {
    for length in 32_760...32_770 {
      let text = "a" + String(repeating: "b", count: length) + "𝕏𝕏ß"
      let file = try TemporaryFile(bytes(text))
      #expect(try self.text(of: file.open()) == text)
    }
  }

  @Test(
    arguments: [
      [0xFF, 0xFE, 0x61, 0, 0x62], [0xFF, 0xFE, 0x61, 0, 0x35, 0xD8],
      [0xFF, 0xFE, 0x35, 0xD8, 0x61, 0], [0xFF, 0xFE, 0x35, 0xDC, 0x61, 0],
    ] as [[UInt8]])
  func `is refused where it is damaged`(bytes: [UInt8]) {
    let error = importError { _ = try TemporaryFile(bytes).open() }
    #expect(error?.code == .malformedFile)
  }
}
