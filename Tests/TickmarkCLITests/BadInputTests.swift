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
    .init("text after a record", "[" + record + "] nonsense", "text that is not JSON"),
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
      "inside the quoted field"),
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
    // JSON
    .init(
      "Latin-1", ("[" + record.replacing("\"x\"", with: "\"caf\u{E9}\"") + "]").latin1,
      "iconv -f ISO-8859-1"),
    .init("UTF-16 without a mark", ("[" + record + "]").utf16(), "UTF-16 text without a mark"),
    .init(
      "UTF-16 that ends inside a character", Array(("\u{FEFF}[" + record + "]").utf16().dropLast()),
      "ends inside a character"),
    .init(
      "UTF-16 with half a pair", "\u{FEFF}[".utf16() + [0x3D, 0xD8] + "]".utf16(),
      "byte 4: is UTF-16 text, and has half of a pair"),
    .init("UTF-32", [0xFF, 0xFE, 0, 0, 0x5B, 0, 0, 0], "UTF-32 text"),
    .init(
      "objects nested 100,000 deep",
      "[" + record.dropLast() + ",\"x\":" + String(repeating: "{\"a\":", count: 100_000) + "1"
        + String(repeating: "}", count: 100_000) + "}]", "deep"),
    .init(
      "100,000 arrays that are not closed", String(repeating: "[", count: 100_000),
      "an array where an object was expected"),
    .init(
      "100,000 objects that are not closed", String(repeating: "{\"a\":", count: 100_000),
      "the file ends inside the record"),
    .init(
      "a number that is too large", "[" + record.replacing("1767232800", with: "1e400") + "]",
      "a number is malformed or too large"),
    .init(
      "an integer of 30 digits",
      "[" + record.replacing("1767232800", with: String(repeating: "9", count: 30)) + "]",
      "a number is malformed or too large"),
    .init(
      "a time out of range",
      "[" + record.replacing("1767232800", with: "18446744073709551615") + "]",
      "has no time that can be read"),
    .init(
      "half a pair in an escape", "[" + record.replacing("\"x\"", with: #""\ud800""#) + "]",
      "invalid escape"),
    // CSV
    .init("CSV in Latin-1", csv("caf\u{E9}").latin1, "a byte that is not UTF-8"),
    .init("CSV with a NUL", csv("a\0"), "NUL bytes"),
    .init(
      "CSV cut in a record", String(csv("r").dropLast(60)),
      "the file ends inside the record that begins here"),
    .init("CSV with text after a quote", csv("\"a\"b"), "text follows the closing quote"),
    .init(
      "CSV with carriage returns alone", csv("r").replacing("\r\n", with: "\r"),
      "carriage return alone"),
    .init(
      "CSV with 5,000 fields", csv("r") + String(repeating: ";", count: 5_000) + "\n",
      "more than 4096 fields"),
    // XML
    .init(
      "XML whose entities grow (billion laughs)",
      xml(
        "&l9;",
        type: "<!ENTITY l0 'ha'>"
          + (1...9).map {
            "<!ENTITY l\($0) '" + String(repeating: "&l\($0 - 1);", count: 10) + "'>"
          }.joined()),
      "DOCTYPE"),
    .init(
      "XML with an entity of another file",
      xml("&e;", type: "<!ENTITY e SYSTEM 'file:///etc/hostname'>"), "DOCTYPE"),
    .init("XML with an unknown entity", xml("&e;"), "Entity 'e' not defined"),
    .init(
      "XML nested 1,000 deep",
      xml(String(repeating: "<a>", count: 1_000) + String(repeating: "</a>", count: 1_000)),
      "more than 200 levels deep"),
    .init("XML cut", String(xml("pass").dropLast(30)), "ends before its elements are closed"),
    .init("XML with a wrong end tag", xml("<a></b>"), "tag mismatch"),
    .init("XML with a control character", xml("\u{1}"), "invalid Char value 1"),
    .init("XML in Latin-1 that does not say so", xml("caf\u{E9}").latin1, "not proper UTF-8"),
    .init("XML in an unknown encoding", xml("pass", encoding: "klingon"), "encoding klingon"),
    // Compressed
    .init(
      "zstd that declares 10 GB",
      [0x28, 0xB5, 0x2F, 0xFD, 0xE0, 0x00, 0xE4, 0x0B, 0x54, 0x02, 0, 0, 0, 0x0B, 0, 0, 0x5B],
      "unpacks to more than 1024 MiB"),
    .init("a zip archive", [0x50, 0x4B, 3, 4, 0, 0], "unpack it with unzip"),
  ]

  /// Files that look bad, and are read as what they mean.
  static let readCases: [Case] = [
    .init("JSON with a byte order mark", "\u{FEFF}[" + passed + "]", "pass"),
    .init("JSON in UTF-16, little endian", ("\u{FEFF}[" + passed + "]").utf16(), "pass"),
    .init(
      "JSON in UTF-16, big endian", ("\u{FEFF}[" + passed + "]").utf16(isLittleEndian: false),
      "pass"),
    .init(
      "two verdicts in one record",
      "[" + passed.replacing("\"PASS\"", with: "\"PASS\",\"status_code\":\"FAIL\"") + "]",
      "unknown"),
    .init(
      "another member twice",
      "["
        + passed.replacing("\"High\"", with: "\"High\",\"severity\":\"Low\"")
        + "]", "pass high"),
    .init("CSV with a byte order mark", "\u{FEFF}" + csv("r"), "pass"),
    .init("CSV in UTF-16, little endian", ("\u{FEFF}" + csv("r")).utf16(), "pass"),
    .init(
      "CSV in UTF-16, big endian", ("\u{FEFF}" + csv("r")).utf16(isLittleEndian: false), "pass"),
    .init(
      "CSV with mixed line ends", csv("r").replacing("\r\n", with: "\r\r\n", maxReplacements: 1),
      "pass"),
    .init("XML with a byte order mark", "\u{FEFF}" + xml("pass"), "pass"),
    .init(
      "XML in UTF-16, little endian", ("\u{FEFF}" + xml("pass", encoding: "UTF-16")).utf16(),
      "pass"),
    .init(
      "XML in UTF-16, big endian",
      ("\u{FEFF}" + xml("pass", encoding: "UTF-16")).utf16(isLittleEndian: false), "pass"),
    .init(
      "XML in Latin-1 that says so",
      xml("pass<!-- \u{E9} -->", encoding: "ISO-8859-1").latin1, "pass"),
  ]

  private static let passed = record.replacing("\"FAIL\"", with: "\"PASS\"")

  private static func csv(_ resource: String) -> String {
    ScanText.csv(day: 1, [.init(check: "a", resource: resource, status: "PASS")])
  }

  private static func xml(
    _ result: String, encoding: String = "UTF-8", type: String? = nil
  ) -> String {
    "<?xml version='1.0' encoding='\(encoding)'?>\n"
      + (type.map { "<!DOCTYPE Benchmark [\($0)]>\n" } ?? "")
      + "<Benchmark xmlns='http://checklists.nist.gov/xccdf/1.2'>"
      + "<TestResult end-time='2026-03-02T10:00:00Z'><target>web1</target>"
      + "<rule-result idref='a'><result>\(result)</result></rule-result>"
      + "</TestResult></Benchmark>"
  }

  /// The rows of the page's tables.
  private static let page: [String] = {
    let page = URL(filePath: #filePath).deletingLastPathComponent()
      .appending(path: "../../Sources/EvidenceStore/EvidenceStore.docc/BadInput.md")
    let text = (try? String(contentsOf: page, encoding: .utf8)) ?? ""
    return text.split(separator: "\n").map(String.init).filter { $0.hasPrefix("| ") }
  }()

  @Test func `the page lists these files and no others, with what is said of each`() {
    let rows = Self.page.filter { !$0.hasPrefix("| File") }
    #expect(rows.count == Self.cases.count + Self.readCases.count)
    for bad in Self.cases {
      let row = rows.first { $0.hasPrefix("| \(bad.name) |") }
      #expect(row?.contains(bad.message) == true, "\(bad.name)")
    }
    for read in Self.readCases {
      #expect(rows.contains { $0.hasPrefix("| \(read.name) |") }, "\(read.name)")
    }
  }

  @Test(arguments: readCases)
  func `is read as what it means`(file: Case) throws {
    let program = try Program()
    try program.write("file", file.bytes)
    let result = try program.run("ingest", "file")
    #expect(result.status == 0, "\(result.errors)")
    let rows = try program.run(
      "sql", "SELECT status, severity FROM current_finding", "-f", "csv")
    let row = try #require(rows.output.split(separator: "\r\n").dropFirst().first)
    #expect(
      row.replacing(",", with: " ").hasPrefix(file.message), "\(rows.output) \(rows.errors)")
  }

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
    let row = Self.page.first { $0.hasPrefix("| \(bad.name) |") } ?? ""
    let said = (row.split(separator: "|").last?.split(separator: " (hint").first ?? "")
      .trimmingCharacters(in: .whitespaces)
    #expect(!said.isEmpty && fresh.errors.contains(said), "\(row): \(fresh.errors)")

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

extension String {
  /// The bytes of the text in UTF-16.
  fileprivate func utf16(isLittleEndian: Bool = true) -> [UInt8] {
    utf16.flatMap { unit in
      let bytes = [UInt8(truncatingIfNeeded: unit), UInt8(unit >> 8)]
      return isLittleEndian ? bytes : bytes.reversed()
    }
  }

  /// The bytes of the text in Latin-1, which has all of its characters.
  fileprivate var latin1: [UInt8] { unicodeScalars.map { UInt8($0.value) } }
}
