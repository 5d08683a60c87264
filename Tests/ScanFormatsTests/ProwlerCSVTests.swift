import EvidenceModel
import Foundation
import Testing

@testable import ScanFormats

@Suite struct ProwlerCSVTests {
  private func read(
    _ rows: [[String: String]], context: ReadingContext = ReadingContext()
  ) throws -> ReadScan {
    try ReadScan(ProwlerCSVText(rows: rows).text, context: context)
  }

  private func observation(
    _ row: [String: String], context: ReadingContext = ReadingContext()
  ) throws -> Observation {
    try #require(try read([row], context: context).observations.first)
  }

  @Test func `gives what the OCSF file of the same scan gives`() throws {
    let csv = try read([[:]])
    let ocsf = try ReadScan(ProwlerOCSFText.array([[:]]))
    var expected = try #require(ocsf.observations.first)
    expected.scannedAt = Timestamp(microseconds: 1_772_848_800_500_000)
    expected.bytes = try #require(csv.observations.first).bytes
    #expect(csv.observations == [expected])
    #expect(csv.rules == ocsf.rules)
    #expect(csv.tools == ocsf.tools)
  }

  @Test func `gives the place of each record`() throws {
    let text = ProwlerCSVText(rows: [["RISK": "a\nb"], [:]]).text
    let scan = try ReadScan(text)
    let utf8 = Array(text.utf8)
    for observation in scan.observations {
      let range = observation.bytes.offset..<observation.bytes.offset + observation.bytes.count
      let record = String(decoding: utf8[range], as: UTF8.self)
      #expect(record.hasPrefix("profile: None;"))
      #expect(record.hasSuffix(";5.46.0"))
    }
    #expect(scan.observations.count == 2)
  }

  @Test func `finds columns by name, in any order and number`() throws {
    let columns = ["EXTRA"] + ProwlerCSVText.columns.reversed()
    let text = ProwlerCSVText(
      rows: [["EXTRA": "x"]], columns: columns, delimiter: ",", lineBreak: "\n"
    ).text
    #expect(try ReadScan(text).observations.map(\.rule) == ["vault_is_closed"])
  }

  @Test(arguments: ["\n", "\r\n", "\r\r\n"])
  func `reads files of every line break`(lineBreak: String) throws {
    let scan = try ReadScan(ProwlerCSVText(rows: [[:], [:]], lineBreak: lineBreak).text)
    #expect(scan.observations.count == 2)
    #expect(scan.tools == ["prowler 5.46.0"])
    #expect(scan.hasGuessedZone)
  }

  @Test(arguments: [
    ("PASS", "False", Status.pass, false), ("FAIL", "True", .fail, true),
    ("MANUAL", "False", .manual, false), ("MUTED", "False", .unknown, true),
    ("FAIL", "TRUE", .fail, true), ("FAIL", "", .fail, false), ("ODD", "False", .unknown, false),
  ])
  func `reads verdict and mute`(word: String, muted: String, status: Status, isMuted: Bool) throws {
    let observation = try observation(["STATUS": word, "MUTED": muted])
    #expect(observation.status == status)
    #expect(observation.isMuted == isMuted)
  }

  @Test func `reads seconds since 1970`() throws {
    let scan = try read([["TIMESTAMP": "1772848800"]])
    #expect(scan.observations.map(\.scannedAt.description) == ["2026-03-07T02:00:00Z"])
    #expect(scan.warnings == [])
  }

  @Test(arguments: [
    ("2026-03-06 21:00:00", "2026-03-07T02:00:00Z"),
    ("2026-07-06 21:00:00", "2026-07-07T01:00:00Z"),
    // The hour that summer time skips, and the one that occurs twice when it ends.
    ("2026-03-08 02:30:00", "2026-03-08T07:30:00Z"),
    ("2026-11-01 01:30:00", "2026-11-01T05:30:00Z"),
    ("2026-11-01 02:30:00", "2026-11-01T07:30:00Z"),
  ])
  func `reads local times in the user's zone`(text: String, expected: String) throws {
    let context = ReadingContext(timeZone: TimeZone(identifier: "America/New_York"))
    let observation = try observation(["TIMESTAMP": text], context: context)
    #expect(observation.scannedAt.description == expected)
  }

  @Test func `undoes the quote that guards against formulas`() throws {
    let guarded = ["'=1", "'+a", "'-b", "'@c", "'\td", "'\re"]
    let scan = try read(guarded.map { ["RESOURCE_NAME": $0] } + [["RESOURCE_NAME": "'quoted'"]])
    #expect(
      scan.observations.map(\.resource.name) == ["=1", "+a", "-b", "@c", "\td", "\re", "'quoted'"])
  }

  @Test(arguments: ["", "None", "N/A"])
  func `takes Prowler's words for nothing as nothing`(word: String) throws {
    let row = [
      "RESOURCE_UID": word, "RESOURCE_NAME": word, "REGION": word, "STATUS_EXTENDED": word,
    ]
    let observation = try observation(row, context: ReadingContext(region: "eu-9"))
    #expect(observation.resource.uid == "111122223333")
    #expect(observation.resource.name == "")
    #expect(observation.resource.region == "eu-9")
    #expect(observation.detail == "")
  }

  @Test func `reads the regions of Kubernetes`() throws {
    let scan = try read([["REGION": "namespace: a"], ["REGION": "namespace: "]])
    #expect(scan.observations.map(\.resource.region) == ["namespace: a", ""])
  }

  @Test func `asks for an account where there is none`() throws {
    let error = importError { _ = try read([[:], ["ACCOUNT_UID": ""]]) }
    #expect(error?.code == .missingContext)
    #expect(error?.place?.line == 3)
    let context = ReadingContext(account: "1234")
    #expect(
      try observation(["ACCOUNT_UID": ""], context: context).resource.account == "000000001234")
  }

  @Test func `rejects an account that a spreadsheet has shortened`() throws {
    let scan = try read([["ACCOUNT_UID": "1.11122E+11"], ["ACCOUNT_UID": "22223333"]])
    #expect(
      scan.rejected.map(\.reason) == [
        "has the account '1.11122E+11', which a spreadsheet has shortened"
      ])
    #expect(scan.observations.map(\.resource.account) == ["000022223333"])
  }

  @Test func `unescapes doubled quotes`() throws {
    #expect(try observation(["STATUS_EXTENDED": "say \"yes\"; now"]).detail == "say \"yes\"; now")
  }

  @Test(arguments: [
    ("", []), ("A: 1", ["A 1"]), ("B-2.0: 2, 1 | A: x", ["A x", "B-2.0 1", "B-2.0 2"]),
    ("A: 1, 1", ["A 1"]),
    (
      "A: IDC integration, SSO configuration, 2",
      ["A 2", "A IDC integration, SSO configuration"]
    ),
    ("A", []), ("A: ", []), ("A: b: c", ["A b: c"]),
  ])
  func `reads the mappings`(text: String, expected: [String]) {
    #expect(
      ProwlerCompliance.mappings(text).map { $0.edition + " " + $0.requirement } == expected)
  }

  @Test func `takes only web addresses as references`() throws {
    let scan = try read([["REMEDIATION_RECOMMENDATION_URL": "see the manual"]])
    #expect(scan.rules.map(\.referenceURL) == [nil])
  }

  @Test func `rejects ragged and unreadable records and goes on`() throws {
    var text = ProwlerCSVText(rows: [["CHECK_ID": "", "FINDING_UID": ""], ["STATUS": ""]]).text
    text += "profile: None;2026\r\n"
    text += ProwlerCSVText(rows: [["TIMESTAMP": "3/7/26 2:00"], [:]]).text
    let scan = try ReadScan(text)
    #expect(
      scan.rejected.map(\.reason) == [
        "names no check", "has 2 fields where the header has 22",
        "has no time that can be read",
      ])
    #expect(scan.rejected[1].excerpt == "profile: None;2026")
    // Rejected, the one without a status would be absent, and could be taken for gone.
    #expect(scan.observations.map(\.status) == [.unknown, .fail])
  }

  @Test func `refuses a run with other columns that was appended`() throws {
    let first = ProwlerCSVText(rows: [[:]]).text
    let header = first.prefix { !$0.isNewline }
    let other = header.split(separator: ";").reversed().joined(separator: ";")
    let error = #expect(throws: ImportError.self) { try ReadScan(first + other + "\r\n") }
    #expect(error?.reason == "a second header with other columns begins here")
    #expect(error?.place?.byteOffset == first.utf8.count)
  }

  @Test func `warns of a missing last line break`() throws {
    let text = String(ProwlerCSVText(rows: [["TIMESTAMP": "1772848800"]]).text.dropLast())
    let scan = try ReadScan(text)
    #expect(scan.observations.count == 1)
    #expect(scan.warnings == ["its last line has no line break: the file may have been cut"])
  }

  @Test func `reads two runs in one file as two times`() throws {
    let first = ProwlerCSVText(rows: [["TIMESTAMP": "1772848800"]]).text
    let second = ProwlerCSVText(rows: [["TIMESTAMP": "1772935200"]]).text
    let scan = try ReadScan(first + second)
    #expect(scan.order == ["tool", "rule", "observation", "rule", "observation"])
    #expect(scan.rejected == [])
  }
}
