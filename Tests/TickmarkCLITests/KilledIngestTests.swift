import Foundation
import Testing

/// An ingest that is killed, at whatever moment, leaves the database as it was before.
@Suite struct KilledIngestTests {
  @Test func `killed at 50 random moments, the database is as before or as after`() throws {
    let program = try Program()
    try program.write("1.csv", ScanText.large(day: 1, count: 3000).utf8)
    try program.write("2.csv", ScanText.large(day: 2, count: 6000).utf8)
    try #require(try program.run("ingest", "1.csv").status == 0)
    let start = ContinuousClock.now
    try #require(try program.run("ingest", "2.csv", "--dry-run").status == 0)
    let duration = (ContinuousClock.now - start) / .microseconds(1)
    var killed = 0
    for attempt in 0..<400 where killed < 50 {
      let process = program.process(["ingest", "2.csv"])
      process.standardOutput = FileHandle.nullDevice
      process.standardError = FileHandle.nullDevice
      try process.run()
      let share = Double(attempt * 37 % 100) / 100
      usleep(UInt32(duration * share))
      kill(process.processIdentifier, SIGKILL)
      process.waitUntilExit()
      if process.terminationReason == .uncaughtSignal { killed += 1 }
      let scans = try program.run("sql", "SELECT count(*) AS n FROM scan_summary", "-f", "csv")
      if scans.output == "n\r\n2\r\n" {
        // It was done before it was killed. Begin again.
        for suffix in ["", "-wal", "-shm"] {
          try? FileManager.default.removeItem(
            at: program.folder.appending(path: "tickmark.db" + suffix))
        }
        try #require(try program.run("ingest", "1.csv").status == 0)
      } else {
        #expect(scans.output == "n\r\n1\r\n", "\(scans.errors)")
        let findings = try program.run(
          "sql", "SELECT count(*) AS n FROM current_finding", "-f", "csv")
        #expect(findings.output == "n\r\n3000\r\n")
        #expect(try program.run("verify").status == 0)
      }
    }
    #expect(killed == 50)
    #expect(try program.run("verify").status == 0)
    #expect(try program.run("ingest", "2.csv").status == 0)
    #expect(try program.run("verify").status == 0)
  }
}
