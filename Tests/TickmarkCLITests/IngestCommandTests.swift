import Foundation
import Testing

/// `tickmark ingest`, run as its user runs it.
@Suite struct IngestCommandTests {
  private let program: Program

  init() throws {
    program = try Program()
  }

  private func ingest(_ name: String, _ text: String) throws -> [String: Any] {
    try program.write(name, text.utf8)
    let result = try program.run("ingest", name, "--format", "json")
    try #require(result.status == 0, "\(result.errors)")
    return try #require(
      try JSONSerialization.jsonObject(with: Data(result.output.utf8)) as? [String: Any])
  }

  @Test func `tells what a scan changed`() throws {
    _ = try ingest(
      "1.csv",
      ScanText.csv(
        day: 1,
        [
          .init(check: "a", resource: "r1"), .init(check: "a", resource: "r2"),
          .init(check: "a", resource: "r3", status: "PASS"), .init(check: "b", resource: "r1"),
        ]))
    let second = try ingest(
      "2.csv",
      ScanText.csv(
        day: 2,
        [
          .init(check: "a", resource: "r1", status: "PASS"),
          .init(check: "a", resource: "r3", status: "FAIL"),
        ]))
    let changes = try #require(second["changes"] as? [String: Int])
    #expect(
      changes == [
        "opened": 1, "resolved": 1, "gone": 1, "reopened": 0, "changed": 0, "unchanged": 0,
        "unconfirmed": 1, "first_seen": 0,
      ])
    let third = try ingest("3.csv", ScanText.csv(day: 3, [.init(check: "a", resource: "r1")]))
    #expect((third["changes"] as? [String: Int])?["reopened"] == 1)
    #expect(third["tool"] as? String == "prowler")
    #expect(third["tool_version"] as? String == "5.46.0")
    #expect(third["format"] as? String == "prowler-csv")
    #expect(third["scanned_at"] as? String == "2026-01-03T02:00:00Z")
  }

  @Test func `the same bytes twice change nothing and say so`() throws {
    let text = ScanText.csv(day: 1, [.init(check: "a", resource: "r1")])
    _ = try ingest("1.csv", text)
    let before = try Data(contentsOf: program.folder.appending(path: "tickmark.db"))
    let again = try ingest("other-name.csv", text)
    #expect(again["already_ingested"] as? Bool == true)
    #expect(again["scan_id"] as? Int == 1)
    #expect(try Data(contentsOf: program.folder.appending(path: "tickmark.db")) == before)
  }

  @Test(arguments: [
    (["--timezone", "UTC"], "--timezone is not applied"),
    (["--coverage", "complete", "--account", "1"], "--account and --coverage are not applied"),
    (["--scanned-at", "2026-02-01"], "--scanned-at is not applied"),
    (["--scanned-at", "2026-01-01T02:00:00Z"], nil), ([], nil),
  ])
  func `warns of what it would have used had the file not been ingested before`(
    options: [String], warning: String?
  ) throws {
    _ = try ingest("1.csv", ScanText.csv(day: 1, [.init(check: "a", resource: "r1")]))
    let again = try program.run(arguments: ["ingest", "1.csv"] + options)
    #expect(again.status == 0)
    if let warning {
      #expect(again.errors.contains("1.csv: the file was ingested before: " + warning))
    } else {
      #expect(again.errors == "")
    }
  }

  @Test func `records that tell one finding twice are merged, the worse one stands`() throws {
    let report = try ingest(
      "1.csv",
      ScanText.csv(
        day: 1,
        [
          .init(check: "a", resource: "r1", status: "PASS"), .init(check: "a", resource: "r1"),
          .init(check: "a", resource: "r1"),
        ]))
    #expect(report["records"] as? Int == 3)
    #expect(report["accepted"] as? Int == 1)
    #expect(report["merged"] as? Int == 2)
    let status = try program.run("sql", "SELECT status FROM current_finding", "-f", "csv")
    #expect(status.output == "status\r\nfail\r\n")
    let losses = try program.run("sql", "SELECT count(*) AS n FROM ingest_loss", "-f", "csv")
    #expect(losses.output == "n\r\n2\r\n")
  }

  @Test func `a dry run shows the changes and makes none`() throws {
    _ = try ingest(
      "1.csv",
      ScanText.csv(
        day: 1,
        [
          .init(check: "a", resource: "r1"), .init(check: "a", resource: "r2"),
          .init(check: "a", resource: "r3", status: "PASS"),
          .init(check: "a", resource: "r4", region: "us-east-1"),
        ]))
    let before = try Data(contentsOf: program.folder.appending(path: "tickmark.db"))
    try program.write(
      "2.csv",
      ScanText.csv(
        day: 2,
        [
          .init(check: "a", resource: "r1", status: "PASS"),
          .init(check: "a", resource: "r5"),
          .init(check: "a", resource: "r6", severity: "critical"),
        ]
      ).utf8)
    let dry = try program.run("ingest", "--dry-run", "--list", "1", "2.csv")
    #expect(
      dry.output == """
        2.csv: would be a scan of prowler 5.46.0 at 2026-01-02T02:00:00Z
          3 records: 3 accepted, 0 rejected, 0 merged
          2 fail, 1 pass
          covers aws 111111111111: 1 rule in eu-west-1 (inferred)
          opened       2  failing, and never before
            critical a: r6 (111111111111, eu-west-1)
            and 1 more
          reopened     0  failing again
          resolved     1  failing before, reported and not failing now
            high a: r1 (111111111111, eu-west-1)
          gone         2  covered, and no longer reported
            high a: r2 (111111111111, eu-west-1, was fail)
            and 1 more
          unconfirmed  1  not covered: they keep their state
          changed      0  different in another way
          unchanged    0  as before
          first seen   2  counted above as well
          nothing was changed

        """)
    #expect(try Data(contentsOf: program.folder.appending(path: "tickmark.db")) == before)
    #expect(try program.files == ["1.csv", "2.csv", "tickmark.db"])
  }

  @Test func `a dry run makes no file where there is none`() throws {
    try program.write("1.csv", ScanText.csv(day: 1, [.init(check: "a", resource: "r1")]).utf8)
    let dry = try program.run("ingest", "--dry-run", "--list", "9", "1.csv", "-f", "json")
    #expect(dry.status == 0, "\(dry.errors)")
    let report = try #require(
      try JSONSerialization.jsonObject(with: Data(dry.output.utf8)) as? [String: Any])
    let scan = try #require((report["scans"] as? [[String: Any]])?.first)
    let finding = try #require((scan["findings"] as? [[String: Any]])?.first)
    #expect(finding["change"] as? String == "opened")
    #expect(finding["status_before"] is NSNull)
    #expect(try program.run("ingest", "--dry-run", "missing.csv").status == 1)
    #expect(try program.files == ["1.csv"])
  }

  @Test func `names what a late scan changed`() throws {
    _ = try ingest("3.csv", ScanText.csv(day: 3, [.init(check: "a", resource: "r1")]))
    _ = try ingest("1.csv", ScanText.csv(day: 1, [.init(check: "a", resource: "r1")]))
    try program.write(
      "2.csv",
      ScanText.csv(day: 2, [.init(check: "a", resource: "r1", status: "PASS")]).utf8)
    let late = try program.run("ingest", "2.csv", "--list", "9")
    #expect(late.output.contains("resolved     1  "), "\(late.output)")
    #expect(late.output.contains("    high a: r1 (111111111111, eu-west-1)"))
  }

  @Test func `standard input is a file like another`() throws {
    let text = ScanText.csv(day: 1, [.init(check: "a", resource: "r1")])
    let result = try program.run("ingest", "-", input: text)
    #expect(result.status == 0)
    #expect(result.output.hasPrefix("-: scan 1, prowler 5.46.0, 2026-01-01T02:00:00Z"))
  }

  @Test func `two runs in one file are two scans`() throws {
    let first = ScanText.csv(day: 1, [.init(check: "a", resource: "r1")])
    let second = ScanText.csv(day: 2, [.init(check: "a", resource: "r1", status: "PASS")])
    let report = try ingest("both.csv", first + second)
    #expect((report["scans"] as? [Any])?.count == 2)
    #expect((report["changes"] as? [String: Int])?["resolved"] == 1)
  }

  @Test func `complete coverage makes everything that is not reported gone`() throws {
    _ = try ingest(
      "1.csv",
      ScanText.csv(
        day: 1,
        [.init(check: "a", resource: "r1"), .init(check: "b", resource: "r1", region: "us-east-1")])
    )
    try program.write("2.csv", ScanText.csv(day: 2, [.init(check: "a", resource: "r1")]).utf8)
    let result = try program.run("ingest", "2.csv", "--coverage", "complete", "-f", "json")
    #expect(result.output.contains("\"gone\":1"))
    #expect(result.output.contains("\"unconfirmed\":0"))
  }
}
