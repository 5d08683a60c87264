import Foundation
import Testing

/// The complete help, held to a file so that a change shows in review.
///
/// `RECORD=1 swift test --filter HelpTests` writes the file anew.
@Suite struct HelpTests {
  private static let commands: [[String]] = [
    [], ["init"], ["ingest"], ["scans"], ["scans", "list"], ["scans", "show"], ["scans", "diff"],
    ["catalog"], ["catalog", "load"], ["catalog", "list"], ["catalog", "show"],
    ["catalog", "lint"], ["catalog", "diff"], ["catalog", "coverage"], ["requirement", "show"],
    ["queries"], ["query"], ["trend"], ["sample"], ["sql"], ["waive"],
    ["waivers"],
    ["waivers", "list"], ["waivers", "show"], ["waivers", "revoke"],
    ["attest"], ["attestations"], ["attestations", "list"], ["attestations", "show"],
    ["attestations", "revoke"], ["settings"],
    ["settings", "list"],
    ["settings", "set"], ["settings", "load"], ["settings", "presets"], ["export"], ["verify"],
    ["demo"],
  ]

  private static let expected = URL(fileURLWithPath: #filePath)
    .deletingLastPathComponent().appending(path: "Expected/help.txt")

  @Test func `help is as recorded`() throws {
    let program = try Program()
    var text = ""
    for command in Self.commands {
      let process = program.process(command + ["--help"])
      process.environment?["COLUMNS"] = "80"
      let output = Pipe()
      process.standardOutput = output
      try process.run()
      let help = String(
        decoding: output.fileHandleForReading.readDataToEndOfFile(), as: UTF8.self)
      process.waitUntilExit()
      text += "$ tickmark \((command + ["--help"]).joined(separator: " "))\n\(help)\n"
    }
    if ProcessInfo.processInfo.environment["RECORD"] == "1" {
      try FileManager.default.createDirectory(
        at: Self.expected.deletingLastPathComponent(), withIntermediateDirectories: true)
      try Data(text.utf8).write(to: Self.expected)
    }
    let expected = try String(contentsOf: Self.expected, encoding: .utf8)
    #expect(text == expected)
  }

  @Test func `every line of help fits 80 columns`() throws {
    let expected = try String(contentsOf: Self.expected, encoding: .utf8)
    for line in expected.split(separator: "\n") {
      #expect(line.count <= 80, "\(line)")
    }
  }

  @Test func `wrong use ends with 64, and a wrong name with 1`() throws {
    let program = try Program()
    #expect(try program.run("ingest").status == 64)
    #expect(try program.run("scans", "show", "x").status == 64)
    #expect(try program.run("sql", "SELECT 1", "-p", "novalue").status == 64)
    #expect(try program.run("init").status == 0)
    #expect(try program.run("query", "nothing_like_it").status == 1)
    #expect(try program.run("scans", "show", "7").status == 1)
  }
}
