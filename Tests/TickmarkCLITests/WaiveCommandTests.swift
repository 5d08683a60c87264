import Foundation
import Testing

/// `tickmark waive`, run as its user runs it.
@Suite struct WaiveCommandTests {
  private let program: Program

  init() throws {
    program = try Program()
    try program.write(
      "1.csv",
      ScanText.csv(
        day: 1,
        [
          .init(check: "a", resource: "r1"), .init(check: "a", resource: "r2", status: "PASS"),
          .init(check: "b", resource: "r1"),
        ]
      ).utf8)
    try #require(try program.run("ingest", "1.csv").status == 0)
  }

  private func waive(_ arguments: String...) throws -> Program.Result {
    try program.run(
      arguments: ["waive"] + arguments
        + ["--reason", "The web site", "--owner", "web", "--approver", "ciso", "--allow-long"])
  }

  @Test func `records what is accepted and tells what it fits`() throws {
    let result = try waive("--rule", "a", "--start", "2026-01-02", "--expires", "2099-06-30")
    #expect(result.status == 0, "\(result.errors)")
    #expect(
      result.output == """
        waiver 1 fits 2 findings, 1 of them failing
          what: check prowler/a
          from 2026-01-02T00:00:00Z, which is backdated
          to before 2099-07-01T00:00:00Z

        """)
    let status = try program.run(
      "query", "framework_status", "-p", "framework=PCI", "-f", "ndjson")
    #expect(status.output.contains(#""failing":1,"waived":1"#), "\(status.output)")
    #expect(try program.run("verify").status == 0)
  }

  @Test func `a dry run tells the same and records nothing`() throws {
    let before = try Data(contentsOf: program.folder.appending(path: "tickmark.db"))
    let result = try waive(
      "--requirement", "pci-4.0:3.5.1", "--expires", "2099-06-30", "--dry-run", "-f", "json")
    #expect(result.status == 0, "\(result.errors)")
    let report = try #require(
      try JSONSerialization.jsonObject(with: Data(result.output.utf8)) as? [String: Any])
    #expect(report["waiver_id"] is NSNull)
    #expect(report["dry_run"] as? Bool == true)
    #expect(report["findings"] as? Int == 3)
    #expect(report["failing"] as? Int == 2)
    #expect(report["edition"] as? String == "PCI-4.0")
    #expect(report["requirement"] as? String == "3.5.1")
    #expect(report["expires_at"] as? String == "2099-07-01T00:00:00Z")
    #expect(report["backdated"] as? Bool == false)
    #expect(report["rule"] is NSNull)
    #expect(try Data(contentsOf: program.folder.appending(path: "tickmark.db")) == before)
    #expect(try program.files == ["1.csv", "tickmark.db"])
  }

  @Test func `what cannot be meant is wrong use, what is not known a failure`() throws {
    let terms = ["--owner", "o", "--approver", "a", "--reason"]
    func refuse(_ status: Int32, _ message: String, _ arguments: [String]) throws {
      let result = try program.run(arguments: ["waive"] + arguments)
      #expect(result.status == status, "\(arguments)")
      #expect(result.errors.contains(message), "\(result.errors)")
      #expect(result.output == "")
    }
    try refuse(64, "what it is of", terms + ["r", "--expires", "2099-01-01", "--allow-long"])
    try refuse(
      64, "the reason is blank",
      terms + [" ", "--rule", "a", "--expires", "2099-01-01", "--allow-long"])
    try refuse(64, "'--expires", terms + ["r", "--rule", "a", "--expires", "soon"])
    try refuse(
      64, "already",
      terms + ["r", "--rule", "a", "--start", "2020-01-01", "--expires", "2020-02-01"])
    try refuse(
      64, "the year 9999",
      terms + ["r", "--rule", "a", "--expires", "9999-12-31", "--allow-long"])
    try refuse(64, "366", terms + ["r", "--rule", "a", "--expires", "2099-01-01"])
    try refuse(
      64, "--requirement", terms + ["r", "--requirement", "PCI", "--expires", "2099-01-01"])
    try refuse(64, "--owner", ["--rule", "a", "--expires", "2099-01-01"])
    try refuse(
      1, "there is no check of a scanner 'c'",
      terms + ["r", "--rule", "c", "--expires", "2099-01-01", "--allow-long"])
    try refuse(
      1, "there is no database here",
      terms + ["r", "--db", "other.db", "--rule", "a", "--expires", "2099-01-01", "--allow-long"])
    #expect(try program.files == ["1.csv", "tickmark.db"])
  }
}
