import Foundation
import Testing

/// The page about a requirement: the whole chain from its status to the bytes of the records.
@Suite struct RequirementCommandTests {
  private let program: Program

  init() throws {
    program = try Program()
    try #require(try program.run("init").status == 0)
    try program.write(
      "house.csv",
      """
      rule,catalog,title,severity,equivalent,edition,requirement,requirement_title,parent,reason
      ,,,,,HOUSE-1,2,Vaults,,
      vault-open,,A vault is open,high,prowler:vault,HOUSE-1,2.1,Vaults are closed,2,Gold is there.
      ,,,,,HOUSE-1,2.2,Keepers are known,2,
      keys,others,,,,HOUSE-1,2.3,Keys are counted,2,

      """.utf8)
    try #require(try program.run("catalog", "load", "house.csv").status == 0)
    try program.write(
      "1.csv",
      ScanText.csv(
        day: 1,
        [.init(check: "vault", resource: "blue"), .init(check: "vault", resource: "red")]
      ).utf8)
    try #require(try program.run("ingest", "1.csv", "--coverage", "inferred").status == 0)
  }

  private func page(_ requirement: String, _ options: String...) throws -> String {
    let result = try program.run(
      arguments: ["requirement", "show", "HOUSE-1", requirement, "--as-of", "2026-01-20"]
        + options)
    #expect(result.status == 0, "\(result.errors)")
    return result.output
  }

  @Test func `tells why a rule is evidence, and where the record of each finding is`() throws {
    let text = try page("2.1", "--limit", "1")
    for expected in [
      "HOUSE-1 2.1: Vaults are closed\n", "  status   fail: 2 failing, 0 waived, 0 muted",
      "  part of  2 Vaults\n", "Rules that are evidence: 2, 1 of them with results\n",
      "    why      the same as house/vault-open, says house.csv; of that one: Gold is",
      "    same as  house/vault-open\n", "  no result of house: vault-open\n",
      "Findings, worst first: 1 of 2; --limit takes more\n", "    resource ",
    ] {
      #expect(text.contains(expected), "\(expected) is not in:\n\(text)")
    }
    #expect(text.contains(/record   scan 1, finding \d+, 1\.csv, SHA-256\s+[0-9a-f]{12}, bytes/))
    #expect(text.split(separator: "\n").allSatisfy { $0.count <= 80 }, "\(text)")
  }

  @Test func `is one object in JSON`() throws {
    let text = try page("2.1", "--format", "json")
    let object = try #require(
      try JSONSerialization.jsonObject(with: Data(text.utf8)) as? [String: Any])
    #expect(
      Set(object.keys) == [
        "status", "edition", "requirement", "title", "written", "part_of", "rules", "relations",
        "findings", "findings_left_out",
      ])
    let status = try #require(object["status"] as? [String: Any])
    #expect(status["status"] as? String == "fail" && status["rules_mapped"] as? Int == 1)
    let rules = try #require(object["rules"] as? [[String: Any]])
    #expect(rules.map { $0["rule"] as? String } == ["vault-open", "vault"])
    #expect((rules[1]["results"] as? [String: Int]) == ["fail": 2])
    let why = try #require((rules[1]["why"] as? [[String: Any]])?.first)
    #expect(why["via"] as? String == "equivalence")
    #expect(why["reason"] as? String == "Gold is there.")
    let findings = try #require(object["findings"] as? [[String: Any]])
    #expect(findings.count == 2)
    // The byte range is that of the record.
    let bytes = try Data(contentsOf: program.folder.appending(path: "1.csv"))
    for finding in findings {
      let offset = try #require(finding["byte_offset"] as? Int)
      let count = try #require(finding["byte_count"] as? Int)
      let record = String(decoding: bytes[offset..<offset + count], as: UTF8.self)
      #expect(record.contains(try #require(finding["resource"] as? String)))
    }
  }

  @Test(arguments: [
    ("2.2", "a person has to look at it"), ("2.3", "no result of others: keys"),
    ("2", "No document or scan says what is evidence for it"),
  ])
  func `helps where there is no finding`(requirement: String, expected: String) throws {
    let text = try page(requirement)
    #expect(text.replacing("\n ", with: "").contains(expected), "\(text)")
    #expect(text.contains("Findings, worst first: 0\n"))
  }

  @Test func `is tables in Markdown, and rows of findings in CSV`() throws {
    let markdown = try page("2.1", "--format", "markdown")
    #expect(markdown.contains("## Rules that are evidence\n\n| catalog "))
    #expect(markdown.contains("2 Vaults"))
    #expect(try page("2.1", "--format", "csv").hasPrefix("framework,edition,requirement,tool,"))
  }
}
