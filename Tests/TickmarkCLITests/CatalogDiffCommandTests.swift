import Foundation
import Testing

/// `tickmark catalog diff` and `catalog coverage`, run as their user runs them.
@Suite struct CatalogDiffCommandTests {
  private let program: Program

  /// Two checks, of which one comes to fail; a law that goes by both.
  init() throws {
    program = try Program()
    for (day, status) in [(1, "PASS"), (2, "FAIL")] {
      let records = [("a", status), ("b", "PASS")].map { check, status in
        ScanText.Record(check: check, resource: "r1", status: status)
      }
      try program.write("\(day).csv", ScanText.csv(day: day, records).utf8)
      try #require(try program.run("ingest", "\(day).csv").status == 0)
    }
    let law = """
      {"Framework": "LAW", "Version": "9", "Requirements": [
        {"Id": "1", "Name": "One", "Checks": ["a"]}, {"Id": "2", "Name": "Two", "Checks": ["b"]}]}
      """
    try program.write("law.json", law.utf8)
    try #require(try program.run("catalog", "load", "law.json").status == 0)
  }

  @Test(arguments: ["LAW-9", "law-9", "LAW"])
  func `tells what moved in an edition or a framework`(name: String) throws {
    let diff = try program.run(
      "catalog", "diff", name, "--from", "2026-01-02", "--to", "2026-01-03", "-f", "csv")
    #expect(diff.status == 0, "\(diff.errors)")
    let lines = diff.output.components(separatedBy: "\r\n")
    #expect(lines.first?.hasPrefix("framework,edition,requirement,title,status_then,") == true)
    #expect(lines.dropFirst() == ["LAW,LAW-9,1,One,pass,fail,fail,posture,,", ""])
    let all = try program.run(
      "catalog", "diff", name, "--from", "2026-01-02", "--to", "2026-01-03", "-f", "csv", "-p",
      "unmoved=1")
    #expect(all.output.contains("LAW,LAW-9,2,Two,pass,pass,pass,,,\r\n"))
  }

  @Test func `refuses moments and names that mean nothing`() throws {
    #expect(try program.run("catalog", "diff", "LAW-9").status == 64)
    #expect(
      try program.run("catalog", "diff", "LAW-9", "--from", "2026-01-02", "-p", "as_of=1").status
        == 64)
    let unknown = try program.run("catalog", "diff", "LORE", "--from", "2026-01-02")
    #expect(unknown.status == 1)
    #expect(unknown.errors.contains("LORE"))
    let backwards = try program.run(
      "catalog", "diff", "LAW-9", "--from", "2026-01-03", "--to", "2026-01-01")
    #expect(backwards.status == 1)
  }

  @Test func `tells what scanners see of the bundled rules`() throws {
    let coverage = try program.run("catalog", "coverage", "-p", "scanner=prowler", "-f", "csv")
    #expect(coverage.status == 0, "\(coverage.errors)")
    // A line for each rule, and the head.
    #expect(coverage.output.components(separatedBy: "\r\n").count == 63 + 2)
    let other = try program.run("catalog", "coverage", "nowhere")
    #expect(other.status == 1 && other.errors.contains("nowhere"))
    #expect(try program.run("catalog", "coverage", "-p", "catalog=prowler").status == 64)
  }
}
