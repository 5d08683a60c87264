import EvidenceModel
import Testing

@testable import ScanFormats

@Suite struct UTF16FileTests {
  private func bytes(_ text: String, isLittleEndian: Bool) -> [UInt8] {
    ("\u{FEFF}" + text).utf16.flatMap { unit in
      let bytes = [UInt8(truncatingIfNeeded: unit), UInt8(unit >> 8)]
      return isLittleEndian ? bytes : bytes.reversed()
    }
  }

  @Test(arguments: [true, false])
  func `is read as UTF-8 across the edges of its pieces`(isLittleEndian: Bool) throws {
    let text = "aé" + String(repeating: "\u{1F600}", count: 50_000) + "€\n"
    let stored = bytes(text, isLittleEndian: isLittleEndian)
    let file = try TemporaryFile(stored).open()
    #expect(file.storedByteCount == stored.count)
    #expect(file.byteCount == text.utf8.count)
    let read = try [UInt8](unsafeUninitializedCapacity: file.byteCount) { buffer, count in
      count = try file.read(at: 0, into: UnsafeMutableRawBufferPointer(buffer))
    }
    #expect(read.elementsEqual(text.utf8))
  }

  @Test(arguments: [[0x3D, 0xD8, 0x41, 0], [0, 0xDE], [0x3D, 0xD8]] as [[UInt8]])
  func `half of a pair is refused with its place`(units: [UInt8]) throws {
    let file = try TemporaryFile([0xFF, 0xFE, 0x5B, 0] + units)
    let error = importError { _ = try file.open() }
    #expect(error?.code == .malformedFile)
    #expect(error?.place?.byteOffset == 4)
  }

  @Test func `a mark alone is an empty file`() throws {
    #expect(try TemporaryFile([0xFF, 0xFE] as [UInt8]).open().byteCount == 0)
  }
}
