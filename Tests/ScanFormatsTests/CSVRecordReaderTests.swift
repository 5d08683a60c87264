import EvidenceModel
import Testing

@testable import ScanFormats

@Suite struct CSVRecordReaderTests {
  private struct Table {
    var header: [String] = []
    var rows: [[String]] = []
    var ragged: [Int] = []
    var texts: [String] = []
    var endsInsideLine = false
  }

  private func table(_ text: String) throws -> Table {
    let temporary = try TemporaryFile(text)
    let reader = try CSVRecordReader(file: temporary.open())
    let utf8 = Array(text.utf8)
    var table = Table()
    table.header = reader.header
    while let record = try reader.next() {
      let bytes: ByteRange
      switch record {
      case .whole(let range):
        bytes = range
        table.rows.append(reader.header.indices.map { reader.field($0).string })
      case .ragged(let range, let count):
        bytes = range
        table.ragged.append(count)
      }
      table.texts.append(
        String(decoding: utf8[bytes.offset..<bytes.offset + bytes.count], as: UTF8.self))
    }
    table.endsInsideLine = reader.endsInsideLine
    return table
  }

  private func error(_ text: String) -> ImportError? {
    importError { _ = try table(text) }
  }

  @Test(arguments: [";", ",", "\t", "|"])
  func `takes the delimiter from the header`(delimiter: String) throws {
    let text = [["a", "b", "c"], ["1", "2", "3"]]
      .map { $0.joined(separator: delimiter) + "\n" }.joined()
    let table = try table(text)
    #expect(table.header == ["a", "b", "c"])
    #expect(table.rows == [["1", "2", "3"]])
  }

  @Test func `does not count delimiters in quotes or in later lines`() throws {
    #expect(try table("\"a,,,\";b\n1,,,,;2\n").rows == [["1,,,,", "2"]])
  }

  @Test(arguments: ["\n", "\r\n", "\r\r\n"])
  func `ends records at every line break`(lineBreak: String) throws {
    let lines = ["a;b", "1;2", "\"3\";\"4\"", ";", "5;"]
    let table = try table(lines.map { $0 + lineBreak }.joined())
    #expect(table.rows == [["1", "2"], ["3", "4"], ["", ""], ["5", ""]])
    #expect(table.texts == ["1;2", "\"3\";\"4\"", ";", "5;"])
    #expect(!table.endsInsideLine)
  }

  @Test func `keeps line breaks, delimiters and quotes that are quoted`() throws {
    let table = try table("a;b\r\n\"x\ny\r\nz\";\"\"\"q\"\"; w\"\r\n\"\"\"\";\"\"\r\n")
    #expect(table.rows == [["x\ny\r\nz", "\"q\"; w"], ["\"", ""]])
  }

  @Test func `takes quotes inside an unquoted field as they are`() throws {
    #expect(try table("a;b\n1\"2\";3\n").rows == [["1\"2\"", "3"]])
  }

  @Test func `skips a byte order mark and empty lines`() throws {
    let table = try table("\u{FEFF}a;b\n\n1;2\r\n\r\n")
    #expect(table.header == ["a", "b"])
    #expect(table.rows == [["1", "2"]])
  }

  @Test func `skips the header of an appended run`() throws {
    #expect(try table("a;b\r\n1;2\r\na;b\r\n3;4\r\n").rows == [["1", "2"], ["3", "4"]])
  }

  @Test func `reports records with another number of fields`() throws {
    let table = try table("a;b\n1;2\n3\n4;5;6\n7;8\n")
    #expect(table.rows == [["1", "2"], ["7", "8"]])
    #expect(table.ragged == [1, 3])
    #expect(table.texts == ["1;2", "3", "4;5;6", "7;8"])
  }

  @Test(arguments: ["a;b\n1;2", "a;b\n1;\"2\"", "a;b\n1;\"2\"\r", "a;b\n1;2\r", "a;b"])
  func `notices a missing last line break`(text: String) throws {
    let table = try table(text)
    #expect(table.endsInsideLine)
    #expect(table.header == ["a", "b"])
  }

  @Test func `refuses a last record that lacks fields and its line break`() {
    let error = error("a;b;c\n1;2;3\n4;5")
    #expect(error?.code == .truncatedFile)
    #expect(error?.place == ImportError.Place(byteOffset: 12, line: 3))
    #expect(error?.reason.contains("it has 2 of 3 fields") == true)
  }

  @Test func `refuses a file that ends inside quotes, with the place of the quote`() {
    let error = error("a;b\n1;2\n3;\"4\n5;6\n")
    #expect(error?.code == .truncatedFile)
    #expect(error?.place == ImportError.Place(byteOffset: 10, line: 3))
  }

  @Test func `refuses text after a closing quote`() {
    let error = error("a;b\n\"1\"x;2\n")
    #expect(error?.code == .malformedFile)
    #expect(error?.place == ImportError.Place(byteOffset: 7, line: 2))
  }

  @Test func `refuses a NUL byte with its place`() {
    let error = error("a;b\n1;2\n3;\0\n")
    #expect(error?.code == .malformedFile)
    #expect(error?.reason == "a NUL byte in the text")
    #expect(error?.place == ImportError.Place(byteOffset: 10, line: 3))
  }

  @Test func `refuses bytes that are not UTF-8 with their place`() throws {
    let temporary = try TemporaryFile(Array("a;b\nü;".utf8) + [0xE4, 0x0A])
    let reader = try CSVRecordReader(file: temporary.open())
    let error = importError { _ = try reader.next() }
    #expect(error?.code == .malformedFile)
    #expect(error?.place == ImportError.Place(byteOffset: 7, line: 2))
    #expect(error?.hint?.contains("iconv") == true)
  }

  @Test func `reads records that cross the window and are longer than it`() throws {
    var text = "a;b\r\n"
    for n in 0..<30_000 { text += "\(n);\"\(String(repeating: "x\n", count: n % 89))\"\r\n" }
    text += "30000;\"" + String(repeating: "\"\"", count: 1_500_000) + "\"\r\n30001;\r\n"
    let rows = try table(text).rows
    #expect(rows.map { Int($0[0]) } == (0...30_001).map(Optional.some))
    #expect(rows[30_000][1].utf8.count == 1_500_000)
    #expect(rows[88][1] == String(repeating: "x\n", count: 88))
  }

  @Test func `refuses a record beyond the limit`() {
    let error = error("a;b\n1;\"" + String(repeating: "x", count: 17 << 20) + "\"\n")
    #expect(error?.code == .oversizedRecord)
    #expect(error?.place == ImportError.Place(byteOffset: 4, line: 2))
  }

  @Test func `finds columns by name`() throws {
    let temporary = try TemporaryFile("a;\"b\"\n")
    let reader = try CSVRecordReader(file: temporary.open())
    #expect(reader.column("b") == 1)
    #expect(reader.column("c") == nil)
    #expect(try reader.next() == nil)
  }
}
