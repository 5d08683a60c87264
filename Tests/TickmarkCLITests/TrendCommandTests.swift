import Foundation
import Testing

/// `tickmark trend`, run as its user runs it.
@Suite struct TrendCommandTests {
  private let program: Program

  /// Three failures; one fixed and one new the next day; that one fixed a day later.
  init() throws {
    program = try Program()
    for (day, statuses) in [(1, "FFF."), (2, "PFFF"), (3, "PFFP")] {
      let records = zip(["r1", "r2", "r3", "r4"], statuses).filter { $0.1 != "." }
        .map { resource, status in
          ScanText.Record(
            check: "a", resource: resource, status: status == "F" ? "FAIL" : "PASS",
            severity: resource == "r4" ? "critical" : "high")
        }
      try program.write("\(day).csv", ScanText.csv(day: day, records).utf8)
      try #require(try program.run("ingest", "\(day).csv").status == 0)
    }
  }

  private func trend(_ arguments: String..., locale: String = "C") throws -> Program.Result {
    try program.run(
      arguments: ["trend", "pci", "--as-of", "2026-01-04"] + arguments,
      environment: ["LC_ALL": locale])
  }

  @Test func `draws the failures of a framework`() throws {
    let ascii = try trend("--by", "day")
    #expect(ascii.status == 0, "\(ascii.errors)")
    #expect(ascii.output.hasPrefix("PCI: failures, days of 2026-01-01 to 2026-01-04\n"))
    #expect(ascii.output.contains("\n3 +##### #####\n"), "\(ascii.output)")
    #expect(
      ascii.output.hasSuffix(
        """
        3 were open at first, 2 at last: 1 fewer (-33 %).
        1 opened, 0 reopened, 2 resolved, 0 gone.

        """), "\(ascii.output)")
    let blocks = try trend("--by", "day", locale: "en_US.UTF-8")
    #expect(blocks.output.contains("\n3 ┤█████ █████\n"), "\(blocks.output)")
    #expect(!blocks.output.contains("\u{1B}"))
  }

  @Test func `gives the rows in other formats`() throws {
    #expect(
      try trend("--by", "day", "--from", "2026-01-02", "-f", "csv").output
        == [
          "framework,period_start,open_at_end,opened,reopened,resolved,gone",
          "PCI,2026-01-02,3,1,0,1,0", "PCI,2026-01-03,2,0,0,1,0", "PCI,2026-01-04,2,0,0,0,0", "",
        ].joined(separator: "\r\n"))
    #expect(
      try trend("-p", "severity=critical", "-f", "csv").output
        == "framework,period_start,open_at_end,opened,reopened,resolved,gone\r\n"
        + "PCI,2025-12-29,0,1,0,1,0\r\n")
  }

  @Test func `refuses what it does not take`() throws {
    #expect(try trend("--by", "hour").status == 64)
    #expect(try trend("-p", "bucket=day").status == 64)
    #expect(try trend("-p", "resource=r1").status == 1)
    #expect(try program.run("trend", "PCJ").status == 1)
    let nothing = try trend("-p", "severity=low")
    #expect(nothing.output == "pci: nothing was failing in the period\n")
  }
}
