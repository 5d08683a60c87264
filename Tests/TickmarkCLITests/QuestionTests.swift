import Foundation
import Testing

/// What nobody can have meant, or what there is nothing to tell of, is not answered as if it were a
/// question like others.
@Suite struct QuestionTests {
  private let program: Program

  init() throws {
    program = try Program()
  }

  private func ingest() throws {
    try program.write("1.csv", ScanText.csv(day: 1, [.init(check: "vault", resource: "blue")]).utf8)
    try #require(try program.run("ingest", "1.csv").status == 0)
  }

  @Test(arguments: [
    ("--rule", ["waive", "--rule", "a", "--rule", "b"]),
    ("--expires", ["waive", "--expires=2026-01-01", "--expires", "2027-01-01"]),
    ("--as-of", ["query", "framework_status", "--as-of", "2026-01-01", "--as-of=2026-02-01"]),
    ("--format", ["query", "framework_status", "-f", "csv", "--format", "json"]),
    ("--db", ["--db", "a.db", "scans", "--db", "b.db"]),
    ("--timezone", ["ingest", "--timezone", "UTC", "1.csv", "--timezone", "Europe/Zurich"]),
  ])
  func `an option that is given twice is refused`(option: String, arguments: [String]) throws {
    let result = try program.run(arguments: arguments)
    #expect(result.status == 64)
    #expect(result.errors.contains("\(option) is given more than once"), "\(result.errors)")
    #expect(try program.files == [])
  }

  @Test func `parameters are given as often as there are some`() throws {
    try ingest()
    let result = try program.run(
      "query", "framework_status", "-p", "framework=PCI", "--param", "account=1234567890")
    #expect(!result.errors.contains("more than once"), "\(result.errors)")
    // What follows two hyphens is no option.
    let sql = try program.run("sql", "--format", "csv", "--", "SELECT '--format' AS word")
    #expect(sql.output == "word\r\n--format\r\n", "\(sql.errors)")
  }

  /// The short names that the help tells are those that the check of repeated options knows.
  @Test func `every short name of an option is known to stand for its long one`() throws {
    let help = try String(
      contentsOf: URL(filePath: #filePath).deletingLastPathComponent()
        .appending(path: "Expected/help.txt"), encoding: .utf8)
    let names = Set(help.matches(of: /\n  -(\w), --(\w+) </).map { "-\($0.1) --\($0.2)" })
    #expect(names == ["-f --format", "-p --param"])
  }

  @Test(arguments: [
    ("resource=blu", "did you mean blue?", "resource_history"),
    ("resource=nope", "there is no resource 'nope'", "resource_history"),
    ("rule=vaul", "did you mean vault?", "rule_card"),
    ("is_waived=7", "one of 0, 1", "muted_findings"),
    ("limit=0", "1 or more", "top_failing_rules"),
    ("limit=-1", "1 or more", "top_failing_rules"),
  ])
  func `names that are not there are refused`(
    parameter: String, message: String, report: String
  ) throws {
    try ingest()
    let result = try program.run("query", report, "-p", parameter)
    #expect(result.status == 1)
    #expect(result.errors.contains(message), "\(result.errors)")
  }

  @Test func `names that are there, patterns and flags are taken`() throws {
    try ingest()
    for (report, parameters) in [
      ("resource_history", ["resource=BLUE", "rule=*aul*"]), ("rule_card", ["rule=Vault"]),
      ("muted_findings", ["is_waived=1"]), ("top_failing_rules", ["limit=1"]),
    ] {
      let result = try program.run(
        arguments: ["query", report] + parameters.flatMap { ["-p", $0] })
      #expect(result.status == 0, "\(report): \(result.errors)")
    }
    let rows = try program.run(
      "query", "resource_history", "-p", "resource=BLUE", "--format", "ndjson")
    #expect(rows.output.contains("blue"))
  }

  @Test func `no rows are no number of rows`() throws {
    try ingest()
    for command in [["query", "framework_status"], ["sql", "SELECT 1"]] {
      #expect(try program.run(arguments: command + ["--limit", "0"]).status == 64)
    }
  }

  @Test func `before the first scan there is nothing to draw`() throws {
    #expect(try program.run("init").status == 0)
    let empty = try program.run("trend", "PCI")
    #expect(empty.output == "PCI: no scan before now\n")
    let export = try program.run("export", "PCI", "--out", "evidence")
    #expect(export.status == 0)
    #expect(export.errors.contains("warning: no scan before now: the files hold no evidence"))
    try ingest()
    let early = try program.run("trend", "PCI", "--as-of", "2025-12-31")
    #expect(early.output == "PCI: no scan before 2025-12-31\n")
    let rows = try program.run("trend", "PCI", "--as-of", "2025-12-31", "-f", "csv")
    #expect(rows.errors == "warning: no scan before 2025-12-31\n")
    #expect(try program.run("trend", "PCI").output.contains("PCI: failures"))
  }

  // Root may write to what nobody may write to.
  @Test(.enabled(if: geteuid() != 0))
  func `what cannot be written to can be verified, and asked`() throws {
    try ingest()
    let files = FileManager.default
    let database = program.folder.appending(path: "tickmark.db").path
    try files.setAttributes([.posixPermissions: 0o444], ofItemAtPath: database)
    try files.setAttributes([.posixPermissions: 0o555], ofItemAtPath: program.folder.path)
    defer {
      // The folder goes with the program.
      try? files.setAttributes([.posixPermissions: 0o755], ofItemAtPath: program.folder.path)
    }
    let verify = try program.run("verify")
    #expect(verify.status == 0, "\(verify.errors)")
    #expect(try program.run("query", "framework_status").status == 0)
    for command in [["ingest", "--dry-run", "1.csv"], ["init"]] {
      let result = try program.run(arguments: command)
      #expect(result.status == 1)
      #expect(result.errors.contains("the database cannot be written to"), "\(result.errors)")
    }
  }

  @Test func `a period that ends before it begins is refused with a hint`() throws {
    try ingest()
    let result = try program.run(
      "query", "period_summary", "-p", "from_at=2026-03-01", "--as-of", "2026-02-01")
    #expect(result.status == 1)
    #expect(result.errors.contains("before it begins\nhint: it goes from from_at to as_of"))
  }
}
