import Foundation
import Testing

/// `tickmark requests`, run as its user runs it.
@Suite struct RequestsCommandTests {
  private let program: Program

  init() throws {
    program = try Program()
    let records = (0..<9).map {
      ScanText.Record(check: "a", resource: "r\($0)", status: $0 < 4 ? "PASS" : "FAIL")
    }
    try program.write("1.csv", ScanText.csv(day: 1, records).utf8)
    try #require(try program.run("ingest", "1.csv").status == 0)
  }

  private func text(_ name: String) throws -> String {
    try String(contentsOf: program.folder.appending(path: name), encoding: .utf8)
  }

  private func answer(_ list: String, out: String = "out") throws -> Program.Result {
    try program.write("audit.yaml", list.utf8)
    return try program.run("requests", "run", "audit.yaml", "--out", out)
  }

  @Test func `answers each request in a folder of its own`() throws {
    let result = try answer(
      """
      title: An audit
      framework: pci
      as_of: 2026-01-31
      requests:
      - name: status
        question: What is met?
        report: requirement_status
        parameters: {edition: PCI-4.0, requirement: 3.5.1}
      - name: all.of-it
        report: framework_findings
        format: ndjson
      - name: three
        report: framework_findings
        parameters: {status: fail}
        sample: 3
        seed: 1
      - name: own
        question: How many?
        sql: SELECT count(*) AS findings, :wanted AS wanted, :as_of AS as_of FROM current_finding
        parameters: {wanted: 07}
      - {name: own.2, sql: SELECT count(*) AS n FROM ingest WHERE ingest_id <= :known_at}
      - {name: own.3, sql: SELECT 3 AS n}
      """)
    #expect(result.status == 0, "\(result.errors)")
    #expect(
      try text("out/status/answer.csv").split(separator: "\r\n").last?
        .hasPrefix("PCI,PCI-4.0,3.5.1,") == true)
    #expect(try text("out/all.of-it/answer.ndjson").split(separator: "\n").count == 9)
    #expect(try text("out/three/answer.csv").split(separator: "\r\n").count == 4)
    #expect(
      try text("out/own/answer.csv")
        == "findings,wanted,as_of\r\n9,07,1769903999999999\r\n")
    #expect(try text("out/own.2/answer.csv") != "n\r\n0\r\n")
    #expect(try text("out/own.3/answer.csv") == "n\r\n3\r\n")
    #expect(try text("out/README.md").contains("| `status/answer.csv` | 1 | What is met? |"))
    let verified = try program.run("verify", "out", "--db", "tickmark.db")
    #expect(verified.status == 0, "\(verified.output)")
    #expect(verified.errors.contains("are no report of tickmark: read the statement in queries"))
  }

  @Test(arguments: [
    ("requests: []", "audit.yaml, line 1: there are no requests"),
    ("requests:\n- report: a", "audit.yaml, line 2: the request has no name"),
    ("requests:\n- name: ../a\n  report: b", "line 2: '../a' is no name for a folder"),
    ("requests:\n- name: queries\n  report: b", "'queries' is no name for a folder"),
    ("requests:\n- name: readme.MD\n  report: b", "'readme.MD' is no name for a folder"),
    ("requests:\n- name: a", "line 2: a request is answered by a report or by SQL"),
    ("requests:\n- {name: a, report: b, sql: c}", "a request is answered by a report or by SQL"),
    ("framwork: PCI\nrequests: []", "line 1: 'framwork' is not known here"),
    ("requests:\n- {name: a, report: trend, format: table}", "'table' is no format of a file"),
    ("requests:\n- {name: a, report: trend, sample: 3}", "a sample needs its size and a seed"),
    (
      "requests:\n- {name: a, report: trend}\n- {name: A, report: trend}",
      "line 3: there are two requests 'A'"
    ),
    (
      "requests:\n- {name: a, report: trendd}",
      "the request 'a', line 2: there is no query 'trendd'"
    ),
    (
      "requests:\n- {name: a, report: trend, parameters: {colour: red}}",
      "the request 'a', line 2: the query 'trend' has no parameter 'colour'"
    ),
    ("requests:\n- {name: a, sql: DELETE FROM scan}", "the statement would delete"),
    ("- a", "this is no mapping of names and values"),
    ("a: [", "audit.yaml is no YAML"),
    ("", "audit.yaml: there is nothing in it"),
  ])
  func `says what is wrong with a list, and writes nothing`(list: String, reason: String) throws {
    let result = try answer(list)
    #expect(result.status != 0)
    #expect(result.errors.contains(reason), "\(result.errors)")
    #expect(try program.files.filter { $0.contains("out") } == [])
  }

  @Test(arguments: ["pci-dss", "soc2"])
  func `the examples can be answered`(name: String) throws {
    let example = URL(filePath: #filePath).deletingLastPathComponent()
      .appending(path: "../../Examples/\(name).yaml").standardizedFileURL
    let result = try program.run("requests", "run", example.path, "--out", "out")
    #expect(result.status == 0, "\(result.errors)")
    #expect(try program.run("verify", "out", "--db", "tickmark.db").status == 0)
  }
}
