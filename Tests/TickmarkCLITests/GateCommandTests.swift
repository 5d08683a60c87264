import Foundation
import Testing

/// `--fail-on` and `--summary`, run as a pipeline runs them.
@Suite struct GateCommandTests {
  private let program: Program

  /// A first scan: two failures of a rule, and a pass.
  init() throws {
    program = try Program()
    try write(
      1,
      [
        .init(check: "a", resource: "r1"), .init(check: "a", resource: "r2"),
        .init(check: "b", resource: "r1", status: "PASS", severity: "low"),
      ])
  }

  private func write(_ day: Int, _ records: [ScanText.Record]) throws {
    try program.write("\(day).csv", ScanText.csv(day: day, records).utf8)
  }

  private func ingest(_ day: Int, _ options: String...) throws -> Program.Result {
    try program.run(arguments: ["ingest", "\(day).csv", "--timezone", "UTC"] + options)
  }

  private func text(_ name: String) throws -> String {
    try String(contentsOf: program.folder.appending(path: name), encoding: .utf8)
  }

  @Test func `closes on what is new, says how many, and keeps what was ingested`() throws {
    let condition = "severity>=high and framework=PCI and status=new"
    let result = try ingest(1, "--fail-on", condition)
    #expect(result.status == 2)
    #expect(result.errors == "--fail-on: 2 of 2 changed findings are so: \(condition)\n")
    #expect(result.output.contains("opened 2"))
    let rows = try program.run("sql", "SELECT count(*) FROM current_finding", "--format", "csv")
    #expect(rows.output.hasSuffix("\r\n3\r\n"))
  }

  @Test func `stays open where nothing is so`() throws {
    for condition in [
      "severity>=critical", "framework=GDPR and framework!=GDPR", "status=fixed", "change=gone",
      "status=new and account=222222222222", "is_muted=1", "is_waived=1", "rule=b",
    ] {
      let result = try ingest(1, "--dry-run", "--fail-on", condition)
      #expect(result.status == 0, "\(condition): \(result.errors)")
      #expect(result.errors == "")
    }
  }

  @Test func `is about the change and not about what was so before`() throws {
    _ = try ingest(1)
    try write(
      2,
      [
        .init(check: "a", resource: "r1"), .init(check: "a", resource: "r2", status: "PASS"),
        .init(check: "b", resource: "r1", severity: "low"),
      ])
    for (condition, status) in [
      ("status=new", 2), ("severity>=high and status=new", 0), ("status=fixed", 2),
      ("change=opened and rule=b and resource=r1 and region=eu-west-1 and tool=prowler", 2),
      ("status=pass", 2), ("resource=r1 and rule=a", 0),
    ] as [(String, Int32)] {
      let result = try ingest(2, "--dry-run", "--fail-on", condition)
      #expect(result.status == status, "\(condition): \(result.errors)")
    }
    let result = try ingest(2, "--fail-on", "severity<high")
    #expect(result.errors == "--fail-on: 1 of 2 changed findings is so: severity<high\n")
    // What failed before and fails again is new, too.
    try write(3, [.init(check: "a", resource: "r2")])
    #expect(try ingest(3, "--fail-on", "change=reopened and status=new").status == 2)
  }

  @Test func `a file that was ingested before changes nothing, and the gate says so`() throws {
    _ = try ingest(1)
    let again = try program.run("ingest", "1.csv", "--fail-on", "status=new")
    #expect(again.status == 0)
    #expect(
      again.errors.contains("--fail-on sees no change: what it was given was ingested before"))
  }

  @Test(arguments: [
    ("severty>=high", "there is no column 'severty', at character 1"),
    ("severity>=grim", "'grim' at character 11 is no value of 'severity'"),
    ("status=open", "'open' at character 8 is no value of 'status'"),
    ("status=new and", "the condition has the end at character 15, and not a column"),
  ])
  func `a condition that is none keeps the file out`(condition: String, reason: String) throws {
    let result = try ingest(1, "--fail-on", condition)
    #expect(result.status == 1)
    #expect(result.errors.contains(reason))
    #expect(try !program.files.contains("tickmark.db"))
  }

  @Test func `a framework that there is not is refused, since the gate would never close`() throws {
    let result = try ingest(1, "--fail-on", "framework=PCJ")
    #expect(result.status == 1)
    #expect(result.errors.contains("there is no framework 'PCJ'"))
    #expect(result.errors.contains("PCI"))
  }

  @Test func `a report has a gate on its rows`() throws {
    _ = try ingest(1)
    let query = ["query", "framework_findings", "-p", "framework=PCI", "--as-of", "2026-01-02"]
    let closed = try program.run(
      arguments: query + ["--limit", "1", "--fail-on", "severity>=high and status=fail"])
    #expect(closed.status == 2)
    #expect(
      closed.errors.contains(
        "--fail-on: 2 of 3 rows are so: severity>=high and status=fail"))
    let open = try program.run(arguments: query + ["--fail-on", "severity=critical"])
    #expect(open.status == 0)
    let wrong = try program.run(arguments: query + ["--fail-on", "severty=critical"])
    #expect(wrong.status == 1)
    #expect(wrong.errors.contains("did you mean severity?"))
  }

  @Test func `the summary is appended, worst first, with how many more`() throws {
    _ = try ingest(1, "--summary", "job.md")
    let first = try text("job.md")
    #expect(first.hasPrefix("## tickmark: ingest\n\n| file |"))
    #expect(first.contains("| 1.csv | 2026-01-01T02:00:00Z | 2 |"))
    #expect(first.contains("New failures: 2, the worst first.\n"))
    try write(
      2,
      (0..<30).map {
        .init(check: "c", resource: "r\($0)|*x*", severity: $0 == 29 ? "critical" : "low")
      } + [.init(check: "d", resource: "r1", status: "PASS")])
    let result = try ingest(2, "--summary", "job.md", "--fail-on", "severity=critical")
    #expect(result.status == 2)
    let both = try text("job.md")
    #expect(both.hasPrefix(first))
    let second = both.dropFirst(first.count)
    #expect(second.contains("New failures: 30, the worst first.\n"))
    #expect(second.contains("\nand 10 more\n"))
    let rows = second.split(separator: "\n").filter { $0.contains("| opened | c |") }
    #expect(rows.count == 20)
    #expect(rows.first?.hasPrefix("| critical | opened | c | r29\\|") == true)
    #expect(second.contains("1 of 30 changed findings is so: severity=critical."))
  }

  @Test func `the summary tells what was not ingested, and that nothing changed`() throws {
    _ = try ingest(1)
    try program.write("bad.csv", "nonsense".utf8)
    let result = try program.run("ingest", "bad.csv", "1.csv", "--summary", "job.md")
    #expect(result.status == 1)
    let page = try text("job.md")
    #expect(page.contains("- bad.csv was not ingested: "))
    #expect(page.contains("- 1.csv was ingested before: it changed nothing.\n"))
    let dry = try ingest(1, "--dry-run", "--summary", "dry.md")
    #expect(dry.status == 0)
    #expect(try text("dry.md").hasPrefix("## tickmark: what an ingest would change\n"))
    #expect(try ingest(1, "--summary", "none/job.md").status == 1)
  }
}
