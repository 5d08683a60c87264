import Foundation
import Testing

/// `tickmark settings`, run as its user runs it.
@Suite struct SettingsCommandTests {
  private let program: Program

  init() throws {
    program = try Program()
    try #require(try program.run("init").status == 0)
  }

  /// Setting, value and source of all that is set.
  private func list() throws -> [String] {
    let result = try program.run("settings", "-f", "csv")
    #expect(result.status == 0, "\(result.errors)")
    return result.output.split(separator: "\r\n").dropFirst().map { line in
      line.split(separator: ",").prefix(3).joined(separator: " ")
    }
  }

  @Test func `sets one value after the other, and lists what is set`() throws {
    #expect(
      try list() == [
        "freshness_days 30 default", "scan_interval_days 7 default",
        "sla_clock_restarts_after resolved default",
      ])
    let first = try program.run("settings", "set", "freshness_days", "45", "-f", "csv")
    #expect(first.output == "setting,before,now\r\nfreshness_days,30,45\r\n")
    for (key, value) in [("sla.critical", "15"), ("sla.pci dss.critical", "7"), ("sla.high", "30")]
    {
      #expect(try program.run("settings", "set", key, value).status == 0)
    }
    let gone = try program.run("settings", "set", "sla.high", "none", "-f", "csv")
    #expect(gone.output == "setting,before,now\r\nsla.high,30,\r\n")
    #expect(
      try list() == [
        "freshness_days 45 command line", "scan_interval_days 7 default",
        "sla_clock_restarts_after resolved default", "sla.critical 15 command line",
        "sla.PCI.critical 7 command line",
      ])
    let again = try program.run("settings", "set", "sla.critical", "15")
    #expect(again.status == 0)
    #expect(again.output == "")
    #expect(again.errors == "nothing changed: all of it is set already\n")
    #expect(try program.run("verify").status == 0)
  }

  @Test func `loads a file and a preset`() throws {
    try program.write(
      "policy.yaml",
      """
      tickmark-settings: 1
      settings: {freshness_days: 14}
      targets: [{severity: critical, days: 10}, {framework: HIPPA, severity: high, days: 20}]
      """.utf8)
    #expect(try program.run("settings", "load", "policy.yaml").status == 0)
    #expect(try program.run("settings", "load", "--preset", "fedramp-rev5").status == 0)
    #expect(
      try list() == [
        "freshness_days 14 policy.yaml", "scan_interval_days 7 default",
        "sla_clock_restarts_after resolved default", "sla.critical 30 fedramp-rev5",
        "sla.high 30 fedramp-rev5", "sla.medium 90 fedramp-rev5", "sla.low 180 fedramp-rev5",
        "sla.HIPAA.high 20 policy.yaml",
      ])
    let presets = try program.run("settings", "presets")
    #expect(presets.output.contains("cisa-bod-19-02: sla.critical 15, sla.high 30"))
    #expect(presets.output.contains("from PCI DSS 4.0.1, requirement 6.3.3"))
  }

  @Test func `refuses what is no setting, and then sets none of it`() throws {
    let before = try list()
    try program.write(
      "bad.yaml",
      """
      tickmark-settings: 1
      settings: {freshness_days: 14}
      targets: [{framework: PCJ, severity: high, days: 20}]
      """.utf8)
    for (status, message, arguments) in [
      (64, "did you mean freshness_days?", ["set", "freshness_day", "4"]),
      (64, "a whole number of days", ["set", "freshness_days", "four"]),
      (64, "a whole number of days from 1 to 36500, or none", ["set", "sla.high", "0"]),
      (64, "there is no severity 'PCI'", ["set", "sla.high.PCI", "4"]),
      (64, "write sla.SEVERITY", ["set", "sla..high", "4"]),
      (64, "resolved or closed", ["set", "sla_clock_restarts_after", "gone"]),
      (64, "Name a file or a preset", ["load"]),
      (64, "Name a file or a preset", ["load", "bad.yaml", "--preset", "fedramp-rev5"]),
      (1, "did you mean PCI?", ["set", "sla.PCJ.high", "4"]),
      (1, "did you mean PCI?", ["load", "bad.yaml"]),
      (1, "missing.yaml: no such file", ["load", "missing.yaml"]),
      (1, "did you mean fedramp-rev5?", ["load", "--preset", "fedramp-rev4"]),
      (1, "there is no database here", ["set", "freshness_days", "4", "--db", "other.db"]),
    ] {
      let result = try program.run(arguments: ["settings"] + arguments)
      #expect(result.status == status, "\(arguments)")
      #expect(result.errors.contains(message), "\(result.errors)")
    }
    #expect(try list() == before)
    #expect(try program.files == ["bad.yaml", "tickmark.db"])
  }
}
