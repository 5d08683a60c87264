import Foundation
import Testing

/// `tickmark attest` and `tickmark attestations`, run as their user runs them.
@Suite struct AttestCommandTests {
  private let program: Program
  /// Of what is in training.pdf.
  private static let digest = "4a3cdfae6f291c8f544daea5b72905cf9e74c1ed427d831ad0d7ca00c73c794d"

  /// A law of a heading and a requirement; of PCI DSS, one that a check fails.
  init() throws {
    program = try Program()
    try program.write(
      "1.csv",
      ScanText.csv(
        day: 1,
        [.init(check: "a", resource: "r1"), .init(check: "a", resource: "r2", status: "PASS")]
      ).utf8)
    try program.write(
      "law.yaml",
      """
      urn: urn:intuitem:risk:library:law-9
      name: LAW-9
      objects:
        framework:
          urn: urn:intuitem:risk:framework:law-9
          name: LAW-9
          requirement_nodes:
          - {urn: "urn:intuitem:risk:req_node:law-9:1", ref_id: "1", assessable: false}
          - urn: urn:intuitem:risk:req_node:law-9:1.1
            parent_urn: urn:intuitem:risk:req_node:law-9:1
            ref_id: "1.1"
            assessable: true

      """.utf8)
    try program.write("training.pdf", "signed".utf8)
    try #require(try program.run("ingest", "1.csv").status == 0)
    let loaded = try program.run("catalog", "load", "law.yaml")
    try #require(loaded.status == 0, "\(loaded.errors)")
  }

  private func attest(_ arguments: String...) throws -> Program.Result {
    try program.run(arguments: ["attest"] + arguments + ["--by", "Jane"])
  }

  /// What a report says of each requirement.
  private func statuses(
    _ query: String = "requirement_status", _ arguments: String...
  ) throws -> [String] {
    let result = try program.run(
      arguments: ["query", query, "-f", "ndjson"] + arguments)
    #expect(result.status == 0, "\(result.errors)")
    return try result.output.split(separator: "\n").compactMap { line -> String? in
      let row = try #require(
        try JSONSerialization.jsonObject(with: Data(line.utf8)) as? [String: Any])
      let name = "\(row["edition"] ?? "") \(row["requirement"] ?? "")"
      return name.hasPrefix("law-9") || name == "PCI-4.0 3.5.1"
        ? "\(row["requirement"] ?? "") \(row["status"] ?? "")" : nil
    }.sorted()
  }

  @Test func `what is attested passes, and what a check found stays`() throws {
    let result = try attest(
      "LAW-9", "1.1", "--evidence", "training.pdf", "--from", "2026-01-02", "--until", "2099-06-30")
    #expect(result.status == 0, "\(result.errors)")
    #expect(
      result.output == """
        attestation 1: law-9 1.1 is met
          from 2026-01-02T00:00:00Z, which is backdated
          to before 2099-07-01T00:00:00Z
          by Jane
          kept: training.pdf, 6 bytes, SHA-256 \(Self.digest)

        """)
    #expect(
      try attest("pci-4.0", "3.5.1.7", "--evidence", "training.pdf", "--until", "2099-06-30").status
        == 0)
    #expect(try statuses() == ["1.1 pass", "3.5.1 fail"])
    #expect(
      try statuses("requirement_status", "--as-of", "2026-01-01").first == "1.1 not_evaluated")
    #expect(try statuses("requirement_status", "--as-of", "2099-07-01").first == "1.1 stale")
    #expect(try statuses("requirement_tree") == ["1 pass", "1.1 pass", "3.5.1 fail"])
    let show = try program.run("requirement", "show", "LAW-9", "1.1")
    #expect(show.output.contains("by Jane until 20"), "\(show.output)")
    // Both rest on one file, which is kept once.
    let kept = try program.run("sql", "SELECT count(*) AS n FROM kept_file", "-f", "csv")
    #expect(kept.output == "n\r\n1\r\n")
    #expect(try program.run("verify").status == 0)
  }

  @Test func `the files come back as they were given`() throws {
    try FileManager.default.createDirectory(
      at: program.folder.appending(path: "other"), withIntermediateDirectories: false)
    try program.write("other/training.pdf", "signed again".utf8)
    let result = try attest(
      "LAW-9", "1.1", "--evidence", "training.pdf", "--evidence", "other/training.pdf", "--until",
      "2099-06-30", "--result", "not_met", "--account", "111111111111", "-f", "json")
    #expect(result.status == 0, "\(result.errors)")
    let report = try #require(
      try JSONSerialization.jsonObject(with: Data(result.output.utf8)) as? [String: Any])
    #expect(report["result"] as? String == "not_met")
    #expect(report["account"] as? String == "111111111111")
    #expect(report["note"] is NSNull)
    try FileManager.default.removeItem(at: program.folder.appending(path: "training.pdf"))
    let shown = try program.run("attestations", "show", "1", "--out", "back", "-f", "csv")
    #expect(shown.status == 0, "\(shown.errors)")
    #expect(shown.output.contains("\r\nresult,not_met\r\n"), "\(shown.output)")
    let back = program.folder.appending(path: "back")
    #expect(
      try FileManager.default.contentsOfDirectory(atPath: back.path).sorted()
        == ["2-training.pdf", "training.pdf"])
    #expect(
      Set(
        try ["2-training.pdf", "training.pdf"].map {
          String(decoding: try Data(contentsOf: back.appending(path: $0)), as: UTF8.self)
        }) == ["signed", "signed again"])
    let again = try program.run("attestations", "show", "1", "--out", "back")
    #expect(again.status == 1 && again.errors.contains("is not empty"))
    #expect(try program.run("attestations", "show", "2", "--out", "none").status == 1)
    #expect(
      try statuses("requirement_accounts", "-p", "account=111111111111").first == "1.1 fail")
    #expect(try statuses().first == "1.1 not_evaluated")
  }

  @Test func `one is listed, and ended`() throws {
    _ = try attest("LAW-9", "1.1", "--evidence", "training.pdf", "--until", "2099-06-30")
    let list = try program.run("attestations")
    #expect(list.output.hasPrefix("attestation_id  state     edition  requirement  account"))
    let revoked = try program.run(
      "attestations", "revoke", "1", "--by", "auditor", "--reason", "not so")
    #expect(revoked.status == 0, "\(revoked.errors)")
    #expect(try statuses().first == "1.1 not_evaluated")
    let left = try program.run("attestations", "--state", "in_force", "-f", "csv")
    #expect(left.output.split(separator: "\r\n").count == 1)
    let again = try program.run(
      "attestations", "revoke", "1", "--by", "auditor", "--reason", "not so")
    #expect(again.status == 1 && again.errors.contains("attestation 1 was revoked on"))
  }

  @Test func `what cannot be recorded whole leaves no trace`() throws {
    try Data(count: 64 << 20 | 1).write(to: program.folder.appending(path: "large.bin"))
    let tables = "SELECT (SELECT count(*) FROM kept_file) + (SELECT count(*) FROM attestation) "
    let count = tables + "+ (SELECT count(*) FROM ingest) AS n"
    let before = try program.run("sql", count, "-f", "csv").output
    func refuse(_ status: Int32, _ message: String, _ arguments: String...) throws {
      let result = try program.run(arguments: ["attest"] + arguments)
      #expect(result.status == status, "\(arguments)")
      #expect(result.errors.contains(message), "\(result.errors)")
      #expect(result.output == "")
    }
    let terms = ["--by", "Jane", "--until", "2099-01-01"]
    func refuseFile(_ message: String, _ file: String) throws {
      let result = try program.run(
        arguments: [
          "attest", "LAW-9", "1.1", "--evidence", "training.pdf", "--evidence", file,
        ] + terms)
      #expect(result.status == 1)
      #expect(result.errors.contains(message), "\(result.errors)")
    }
    try refuseFile("no such file", "missing.pdf")
    try refuseFile("is larger than the 64 MiB", "large.bin")
    try refuseFile("is a directory", ".")
    try refuse(
      1, "called or written '7'", "LAW-9", "7", "--evidence", "training.pdf", "--by", "Jane",
      "--until", "2099-01-01")
    try refuse(
      1, "is a heading", "LAW-9", "1", "--evidence", "training.pdf", "--by", "Jane", "--until",
      "2099-01-01")
    try refuse(
      1, "there is no account", "LAW-9", "1.1", "--evidence", "training.pdf", "--by", "Jane",
      "--until", "2099-01-01", "--account", "9")
    try refuse(64, "--evidence", "LAW-9", "1.1", "--by", "Jane", "--until", "2099-01-01")
    try refuse(
      64, "the name is blank", "LAW-9", "1.1", "--evidence", "training.pdf", "--by", " ",
      "--until", "2099-01-01")
    try refuse(
      64, "would end on", "LAW-9", "1.1", "--evidence", "training.pdf", "--by", "Jane",
      "--until", "2020-01-01")
    #expect(try program.run("sql", count, "-f", "csv").output == before)
    // A past one may be recorded where its beginning is said.
    #expect(
      try program.run(
        "attest", "LAW-9", "1.1", "--evidence", "training.pdf", "--by", "Jane", "--from",
        "2019-01-01", "--until", "2020-01-01"
      ).status == 0)
    #expect(try statuses().first == "1.1 stale")
  }
}
