import Foundation
import Testing

/// Files that cannot be read whole are refused whole, with the place, and leave nothing behind.
@Suite struct BadInputTests {
  struct Case: CustomTestStringConvertible {
    var name: String
    var bytes: [UInt8]
    var message: String

    init(_ name: String, _ text: String, _ message: String) {
      self.init(name, [UInt8](text.utf8), message)
    }

    init(_ name: String, _ bytes: [UInt8], _ message: String) {
      (self.name, self.bytes, self.message) = (name, bytes, message)
    }

    var testDescription: String { name }
  }

  private static let record =
    #"{"metadata":{"event_code":"a","product":{"name":"Prowler","version":"5.46.0"}},"#
    + #""class_uid":2004,"status_code":"FAIL","status":"New","severity":"High","status_detail":"x","#
    + #""time":1767232800,"finding_info":{"title":"t","desc":"d","uid":"u"},"#
    + #""cloud":{"provider":"aws","region":"eu-west-1","account":{"uid":"111111111111"}},"#
    + #""resources":[{"uid":"r1","name":"r1","type":"T","region":"eu-west-1"}]}"#

  static let cases: [Case] = [
    .init("cut in a record", "[" + record.dropLast(40), "byte 1"),
    .init("cut between records", "[" + record + ",", "ends"),
    .init("text after a record", "[" + record + "] nonsense", "byte"),
    .init("another kind of JSON", #"[{"hello": 1}]"#, "'hello'"),
    .init("text", "Dear auditor\nplease find attached\n", "neither JSON nor CSV"),
    .init(
      "invalid UTF-8",
      Array(("[" + record).utf8.dropLast(4)) + [0xFF, 0xFE] + Array("\"}]}]".utf8), "UTF-8"),
    .init("a NUL", Array(("[" + record).utf8) + [0] + Array("]".utf8), "byte"),
    .init(
      "brackets nested 10,000 deep",
      "[" + record.dropLast() + ",\"x\":" + String(repeating: "[", count: 10_000)
        + String(repeating: "]", count: 10_000) + "}]", "deep"),
    .init(
      "a string of 100 MB",
      Array(("[" + record.dropLast() + ",\"x\":\"").utf8)
        + [UInt8](repeating: UInt8(ascii: "x"), count: 100_000_000) + Array("\"}]".utf8),
      "16 MiB"),
    .init("damaged gzip", [0x1F, 0x8B, 8, 0, 0, 0, 0, 0, 0, 3, 9, 9], "compressed"),
    .init("cut gzip", [0x1F, 0x8B, 8, 0, 0, 0, 0, 0, 0, 3], "compressed"),
    .init(
      "CSV cut in a quoted field",
      ScanText.csv(day: 1, [.init(check: "a", resource: "r1")]).replacing(
        "5.46.0\r\n", with: "\"5."),
      "byte"),
    .init(
      "OCSF of another class", "[" + record.replacing("2004", with: "1001") + "]",
      "is an OCSF record of class 1001, not a finding"),
    .init(
      "no usable record",
      "["
        + record.replacing("FAIL", with: "").replacing("1767232800", with: "0")
        .replacing("\"event_code\":\"a\",", with: "").replacing(
          "\"uid\":\"u\"", with: "\"uid\":\"\"")
        + "]", "none of its records can be used"),
  ]

  @Test(arguments: cases)
  func `is refused with its place and leaves no trace`(bad: Case) throws {
    let program = try Program()
    try program.write("bad", bad.bytes)
    let fresh = try program.run("ingest", "bad")
    #expect(fresh.status == 1)
    #expect(fresh.output == "")
    #expect(fresh.errors.hasPrefix("Error: bad: "), "\(fresh.errors)")
    #expect(fresh.errors.contains(bad.message), "\(fresh.errors)")
    #expect(try program.files == ["bad"])

    try program.write("good.csv", ScanText.csv(day: 1, [.init(check: "a", resource: "r1")]).utf8)
    try #require(try program.run("ingest", "good.csv").status == 0)
    let before = try Data(contentsOf: program.folder.appending(path: "tickmark.db"))
    #expect(try program.run("ingest", "bad").status == 1)
    #expect(try Data(contentsOf: program.folder.appending(path: "tickmark.db")) == before)
  }

  @Test(arguments: ["", " \n\t", "[]", "[\n  \n]", "null"])
  func `an empty export is accepted and stores nothing`(text: String) throws {
    let program = try Program()
    try program.write("empty.json", text.utf8)
    let result = try program.run("ingest", "empty.json")
    #expect(result.status == 0)
    #expect(result.errors.contains("warning: empty.json: the file"))
    let scans = try program.run("sql", "SELECT count(*) AS n FROM scan_summary", "-f", "csv")
    #expect(scans.output == "n\r\n0\r\n")
  }

  @Test func `a directory and a missing file are named for what they are`() throws {
    let program = try Program()
    try FileManager.default.createDirectory(
      at: program.folder.appending(path: "scans"), withIntermediateDirectories: true)
    let directory = try program.run("ingest", "scans")
    #expect(directory.status == 1)
    #expect(directory.errors.hasPrefix("Error: scans: is a folder without a scan"))
    let missing = try program.run("ingest", "nothing.json")
    #expect(missing.status == 1)
    #expect(missing.errors.hasPrefix("Error: nothing.json: no such file"))
    #expect(try program.files == ["scans"])
  }

  @Test func `one bad file does not keep the others out`() throws {
    let program = try Program()
    try program.write("bad.json", "[{".utf8)
    try program.write("good.csv", ScanText.csv(day: 1, [.init(check: "a", resource: "r1")]).utf8)
    let result = try program.run("ingest", "bad.json", "good.csv")
    #expect(result.status == 1)
    #expect(result.errors.hasPrefix("Error: bad.json: "))
    #expect(result.output.hasPrefix("good.csv: scan 1"))
  }

  @Test func `a database of something else is left alone`() throws {
    let program = try Program()
    try program.write("tickmark.db", Array("not a database, but long enough to be read".utf8))
    try program.write("good.csv", ScanText.csv(day: 1, [.init(check: "a", resource: "r1")]).utf8)
    let result = try program.run("ingest", "good.csv")
    #expect(result.status == 1)
    #expect(result.errors.contains("tickmark.db: this is not an SQLite database"))
  }
}
