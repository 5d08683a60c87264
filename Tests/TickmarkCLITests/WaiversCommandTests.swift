import Foundation
import Testing

/// `tickmark waivers`, run as its user runs it.
@Suite struct WaiversCommandTests {
  private let program: Program

  /// One waiver of a check, and one of a framework that begins next century.
  init() throws {
    program = try Program()
    try program.write(
      "1.csv",
      ScanText.csv(
        day: 1,
        [.init(check: "a", resource: "r1"), .init(check: "a", resource: "r2", status: "PASS")]
      ).utf8)
    try #require(try program.run("ingest", "1.csv").status == 0)
    try waive("--rule", "a", "--expires", "2099-06-30")
    try waive("--framework", "gdpr", "--start", "2098-01-01", "--expires", "2098-06-30")
  }

  private func waive(_ arguments: String...) throws {
    let result = try program.run(
      arguments: ["waive", "--reason", "r", "--owner", "o", "--approver", "ciso", "--allow-long"]
        + arguments)
    try #require(result.status == 0, "\(result.errors)")
  }

  /// Number, state and what else is asked for of each waiver.
  private func list(_ columns: [String] = [], _ arguments: String...) throws -> [String] {
    let result = try program.run(arguments: ["waivers", "-f", "ndjson"] + arguments)
    #expect(result.status == 0, "\(result.errors)")
    return try result.output.split(separator: "\n").map { line in
      let row = try #require(
        try JSONSerialization.jsonObject(with: Data(line.utf8)) as? [String: Any])
      return (["waiver_id", "state"] + columns).map { "\(row[$0] ?? "")" }.joined(separator: " ")
    }
  }

  @Test func `lists what is accepted, now and on another day`() throws {
    #expect(
      try list(["findings", "failing", "is_backdated"])
        == ["1 in_force 2 1 0", "2 upcoming 2 1 0"])
    #expect(try list([], "--as-of", "2098-02-01") == ["2 in_force", "1 in_force"])
    #expect(try list([], "--as-of", "2099-07-01") == ["2 expired", "1 expired"])
    #expect(try list([], "--state", "in_force") == ["1 in_force"])
    #expect(try list([], "--known-at", "1") == [])
    let table = try program.run("waivers")
    #expect(
      table.output.hasPrefix(
        "waiver_id  state     expires_at            findings  failing  approver"))
    #expect(try program.run("waivers", "--state", "lapsed").status == 64)
  }

  @Test func `shows one with what it fits`() throws {
    let card = try program.run("waivers", "show", "1", "-f", "csv")
    #expect(card.output.contains("\r\ncheck,prowler/a\r\n"), "\(card.output)")
    #expect(card.output.contains("\r\nfits a finding: fail,a on r1 in 111111111111 eu-west-1\r\n"))
    #expect(!card.output.contains("backdated"))
    let unknown = try program.run("waivers", "show", "3")
    #expect(unknown.status == 1)
    #expect(unknown.errors.contains("there is no waiver 3"))
  }

  @Test func `ends one, and keeps what it was`() throws {
    let revoked = try program.run(
      "waivers", "revoke", "1", "--by", "auditor", "--reason", "not so", "-f", "json")
    #expect(revoked.status == 0, "\(revoked.errors)")
    #expect(revoked.output.contains(#""revoked_by":"auditor""#))
    #expect(
      try list(["revoked_by", "revocation_reason"])
        == ["2 upcoming <null> <null>", "1 revoked auditor not so"])
    #expect(try program.run("verify").status == 0)
    for (status, message, arguments) in [
      (1, "waiver 1 was revoked on", ["1", "--by", "a", "--reason", "r"]),
      (1, "there is no waiver 7", ["7", "--by", "a", "--reason", "r"]),
      (64, "the name is blank", ["2", "--by", " ", "--reason", "r"]),
      (64, "the reason is blank", ["2", "--by", "a", "--reason", ""]),
      (64, "--reason", ["2", "--by", "a"]),
      (1, "there is no database here", ["2", "--by", "a", "--reason", "r", "--db", "other.db"]),
    ] {
      let result = try program.run(arguments: ["waivers", "revoke"] + arguments)
      #expect(result.status == status, "\(arguments)")
      #expect(result.errors.contains(message), "\(result.errors)")
    }
    #expect(try program.files == ["1.csv", "tickmark.db"])
  }
}
