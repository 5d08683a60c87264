import ArgumentParser
import EvidenceIngest
import EvidenceModel
import EvidenceStore
import Foundation
import Reports
import SampleScans

extension Tickmark {
  struct Demo: ParsableCommand {
    static let configuration = CommandConfiguration(
      abstract: "Make a database of an invented company, and show the first reports on it.",
      discussion: """
        Writes six scans of an invented company and a database with them into a new folder, and \
        shows each command with its result. Everything it shows can be typed again.

          tickmark demo
        """)

    @Option(help: ArgumentHelp("The folder to make.", valueName: "folder"))
    var out = "tickmark-demo"

    func run() throws {
      let folder = URL(fileURLWithPath: out)
      guard !FileManager.default.fileExists(atPath: out) else {
        throw ValidationError("'\(out)' is there already. Remove it, or name another with --out.")
      }
      let scans = folder.appending(path: "scans")
      try FileManager.default.createDirectory(at: scans, withIntermediateDirectories: true)
      for scan in DemoSeries.scans {
        try Data(scan.bytes).write(to: scans.appending(path: scan.name))
      }
      let database = out + "/demo.db"
      let files = DemoSeries.scans.map { "\(out)/scans/\($0.name)" }

      step("Make a database. The bundled catalog of 63 rules is loaded into it.")
      try run(["--db", database, "init"])
      step("Say how fast failures have to be fixed: the figures of FedRAMP.")
      try run(["--db", database, "settings", "load", "--preset", "fedramp-rev5"])
      step("Load six nights of scans. The fourth is a partial one: it resolves nothing elsewhere.")
      try run(["--db", database, "ingest", "--timezone", "UTC"] + files)
      step("What was scanned?")
      try run(["--db", database, "scans"])
      step("Where did PCI DSS stand on 31 March?")
      try run(
        ["--db", database, "query", "framework_status", "-p", "framework=PCI"]
          + ["--as-of", "2026-03-31"])
      step("How did its failures come and go?")
      try run(["--db", database, "trend", "PCI", "--as-of", "2026-03-31"])
      step("What was fixed in time?")
      try run(
        ["--db", database, "query", "sla_summary", "-p", "framework=PCI"]
          + ["--as-of", "2026-03-31"])
      step("What failed again after it had been fixed?")
      try run(
        [
          "--db", database, "sql",
          "SELECT rule, opened_at, closed_at, outcome FROM remediation WHERE episode > 1",
        ])
      step("What came up for HIPAA between 19 January and 2 March? The worst of it:")
      try run(
        ["--db", database, "query", "new_since", "-p", "framework=HIPAA"]
          + ["-p", "from_at=2026-01-19", "--as-of", "2026-03-02", "--limit", "1"])
      step("Accept what is overdue for three months. No command has to run when they are over.")
      try run(
        [
          "--db", database, "waive", "--rule", "secretsmanager_automatic_rotation_enabled",
          "--reason", "The new rotation is being tested", "--owner", "platform", "--approver",
          "ciso", "--ticket", "RISK-7", "--expires", Self.day(inDays: 90),
        ])
      try run(["--db", database, "waivers"])
      try run(
        [
          "--db", database, "sql",
          "SELECT count(*) AS failing, sum(is_waived) AS accepted "
            + "FROM current_finding WHERE status = 'fail'",
        ])
      step("Write the evidence for PCI as of 31 March, for an auditor.")
      try run(
        [
          "--db", database, "export", "PCI", "--out", "\(out)/evidence", "--as-of", "2026-03-31",
          "--from", "2026-01-01",
        ])
      step("Is the database what the scans said?")
      try run(["--db", database, "verify"])
      Terminal.note(
        """

        The database is \(database). Go on with:
          tickmark --db \(database) queries
          tickmark --db \(database) query requirement_status -p framework=HIPAA
          sqlite3 \(database) 'SELECT * FROM current_finding LIMIT 5'
        """)
    }

    /// The date of a day after today, in UTC.
    private static func day(inDays days: Int64) -> String {
      CivilDate(daysSince1970: Timestamp.now.microseconds / 86_400_000_000 + days).description
    }

    private func step(_ text: String) {
      Terminal.show("\n# \(text)")
    }

    /// Shows a command, and runs it as if it had been typed.
    private func run(_ arguments: [String]) throws {
      let shown = arguments.map { argument in
        argument.contains(where: { " *'()".contains($0) })
          ? "'" + argument.replacing("'", with: "'\\''") + "'" : argument
      }
      let files = "\(out)/scans/"
      let words = shown.filter { !$0.hasPrefix(files) }
      let all = words.count < shown.count ? words + ["\(files)*"] : words
      Terminal.show("$ tickmark " + all.joined(separator: " "))
      var command = try Tickmark.parseAsRoot(arguments)
      try command.run()
    }
  }
}
