import Crypto
import EvidenceModel
import Foundation
import Reports
import Testing

@testable import EvidenceStore

/// Documents that list requirements and what is evidence for them, loaded again and again.
@Suite struct RequirementLedgerTests {
  private func document(
    _ mappings: [(requirement: String, rule: String?)], title: String = "Vaults are closed"
  ) -> RuleCatalog {
    var catalog = RuleCatalog(key: "law", title: "The law")
    var edition = EditionDefinition(key: "LAW-9", title: "The ninth law")
    edition.requirements = [
      RequirementDefinition(key: "3", title: "Vaults", isAssessable: false),
      RequirementDefinition(key: "3.5", title: title, parent: "3"),
      RequirementDefinition(key: "3.6", title: "Keepers", parent: "3"),
    ]
    catalog.editions = [edition]
    catalog.evidence = mappings.map { requirement, rule in
      RequirementEvidence(
        requirement: RequirementReference(edition: "LAW-9", requirement: requirement),
        rule: rule.map { RuleReference(catalog: "prowler", rule: $0) })
    }
    return catalog
  }

  @discardableResult
  private func load(
    _ catalog: RuleCatalog, _ bytes: String, day: Int, in test: TestStore
  ) throws -> CatalogReport {
    try test.store.load(
      catalog,
      artifact: ArtifactRecord(
        sha256: [UInt8](SHA256.hash(data: Data(bytes.utf8))), path: bytes, format: "test",
        byteCount: 1),
      recordedAt: moment(day: day), programVersion: "test")
  }

  private let requirements =
    "SELECT requirement, title, status, rules_mapped FROM requirement_status ORDER BY requirement"

  @Test func `a document's mapping makes a scanner's findings evidence`() throws {
    let test = try TestStore()
    let report = try load(document([("3.5", "closed"), ("3.6", nil)]), "a", day: 1, in: test)
    #expect(report.requirements == 2 && report.manual == 1 && report.mappings == 1)
    #expect(
      try test.rows(requirements) == [
        "3.5|Vaults are closed|not_evaluated|0", "3.6|Keepers|manual|0",
      ])
    try test.ingest(
      [observation("closed", "v1", .fail, day: 2)], artifact: "1",
      rules: [.init(key: "closed", title: "Closed")])
    #expect(
      try test.rows(requirements) == ["3.5|Vaults are closed|fail|1", "3.6|Keepers|manual|0"])
    #expect(
      try test.rows("SELECT framework, via FROM rule_framework WHERE rule = 'closed'")
        == ["LAW|mapping"])
    #expect(try test.store.verify().differences == [])
  }

  @Test func `the card of a rule says why it is evidence`() throws {
    let test = try TestStore()
    var catalog = document([])
    catalog.rules = [RuleDefinition(key: "closed", title: "Closed")]
    func card(reason: String, day: Int) throws -> [String] {
      catalog.evidence = [
        RequirementEvidence(
          requirement: RequirementReference(edition: "LAW-9", requirement: "3.5"),
          rule: RuleReference(catalog: "law", rule: "closed"), reason: reason)
      ]
      try load(catalog, reason, day: day, in: test)
      let rows = try CannedQuery.named("rule_card").rows(
        from: ReadOnlyConnection(path: test.store.path), parameters: ["rule": "closed"])
      var lines: [String] = []
      while let row = try rows.next() {
        guard case .text(let field) = row[1], case .text(let value) = row[2] else { continue }
        if field.contains("LAW-9") { lines.append("\(field): \(value)") }
      }
      return lines
    }
    #expect(
      try card(reason: "It is a vault.", day: 1)
        == ["requirements of LAW-9: 3.5", "reason for LAW-9 3.5: It is a vault."])
    #expect(
      try card(reason: "It holds gold.", day: 2)
        == ["requirements of LAW-9: 3.5", "reason for LAW-9 3.5: It holds gold."])
  }

  @Test func `a mapping that a newer version drops held until then`() throws {
    let test = try TestStore()
    try load(document([("3.5", "closed")]), "a", day: 10, in: test)
    try test.ingest(
      [observation("closed", "v1", .fail, day: 2), observation("awake", "k1", .pass, day: 2)],
      artifact: "1",
      rules: [.init(key: "closed", title: "Closed"), .init(key: "awake", title: "Awake")])
    #expect(
      !(try load(document([("3.5", "awake")], title: "Keys"), "b", day: 20, in: test))
        .isAlreadyLoaded)
    #expect(try test.rows(requirements) == ["3.5|Keys|stale|1", "3.6|Keepers|not_evaluated|0"])
    #expect(
      try load(document([("3.5", "awake")], title: "Keys"), "b", day: 21, in: test)
        .isAlreadyLoaded)
    func status(asOf day: Int, knownAt ingest: Int? = nil) throws -> [String] {
      let connection = try ReadOnlyConnection(path: test.store.path)
      let rows = try CannedQuery.named("requirement_status").rows(
        from: connection, parameters: ["edition": "LAW-9"], asOf: "2026-01-\(day)",
        knownAt: ingest.map(String.init))
      var lines: [String] = []
      while let row = try rows.next() {
        guard case .text(let key) = row[2], case .text(let status) = row[4] else { continue }
        lines.append("\(key) \(status)")
      }
      return lines
    }
    // The first version also holds for the time before it was loaded.
    #expect(try status(asOf: 12) == ["3.5 fail", "3.6 not_evaluated"])
    #expect(try status(asOf: 25) == ["3.5 pass", "3.6 not_evaluated"])
  }

  @Test func `what was tested is as before when the first version comes back`() throws {
    let test = try TestStore()
    try load(document([("3.5", "closed")]), "a", day: 1, in: test)
    try load(document([("3.5", "closed"), ("3.6", "awake")]), "b", day: 2, in: test)
    #expect(!(try load(document([("3.5", "closed")]), "a", day: 3, in: test)).isAlreadyLoaded)
    #expect(
      try test.rows(
        """
        SELECT requirement.key, since_at IS NOT -9223372036854775808, superseded_in IS NULL
        FROM requirement_mapping
        JOIN requirement USING (requirement_id)
        ORDER BY requirement_mapping_id
        """) == ["3.5|0|1", "3.6|1|0"])
  }
}
