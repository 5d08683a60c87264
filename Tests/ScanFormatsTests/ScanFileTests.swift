import EvidenceModel
import Foundation
import Testing

@testable import ScanFormats

@Suite struct ScanFileTests {
  @Test func `gives the bytes of any part of the file`() throws {
    let temporary = try TemporaryFile("0123456789")
    let file = try temporary.open()
    var bytes = [UInt8](repeating: 0, count: 4)
    let count = try bytes.withUnsafeMutableBytes { try file.read(at: 3, into: $0) }
    #expect(count == 4)
    #expect(String(decoding: bytes, as: UTF8.self) == "3456")
    #expect(try bytes.withUnsafeMutableBytes { try file.read(at: 8, into: $0) } == 2)
    #expect(file.byteCount == 10)
    #expect(file.path == "scan")
  }

  @Test func `says that a missing file is missing`() {
    let error = importError { _ = try ScanFile(path: "/nowhere/scan.json") }
    #expect(error?.code == .unreadableFile)
    #expect(error?.description == "/nowhere/scan.json: no such file")
  }

  @Test func `refuses a directory with a hint`() {
    let path = FileManager.default.temporaryDirectory.path(percentEncoded: false)
    let error = importError { _ = try ScanFile(path: path, displayPath: "scans") }
    #expect(error?.code == .unreadableFile)
    #expect(error?.description == "scans: is a directory\nhint: name the scan files in it")
  }

  @Test func `refuses what is no regular file without waiting for it`() throws {
    let path = FileManager.default.temporaryDirectory.appending(path: UUID().uuidString)
      .path(percentEncoded: false)
    try #require(mkfifo(path, 0o600) == 0)
    defer { unlink(path) }
    let error = importError { _ = try ScanFile(path: path) }
    #expect(error?.reason == "is not a regular file")
  }

  @Test func `refuses a file that shrinks while it is read`() throws {
    let temporary = try TemporaryFile("0123456789")
    let file = try temporary.open()
    try #require(truncate(temporary.path, 4) == 0)
    var bytes = [UInt8](repeating: 0, count: 10)
    let error = importError {
      _ = try bytes.withUnsafeMutableBytes { try file.read(at: 0, into: $0) }
    }
    #expect(error?.code == .unreadableFile)
    #expect(error?.reason == "became shorter while it was read")
  }
}
