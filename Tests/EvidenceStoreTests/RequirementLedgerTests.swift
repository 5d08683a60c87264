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

  /// The columns of a report's rows about LAW-9, joined by `|`.
  private func report(
    _ name: String, _ columns: [String], _ parameters: [String: String], in test: TestStore
  ) throws -> [String] {
    let rows = try CannedQuery.named(name).rows(
      from: ReadOnlyConnection(path: test.store.path),
      parameters: parameters.merging(["edition": "LAW-9"]) { first, _ in first })
    let places = columns.compactMap { column in
      rows.columns.firstIndex { $0.name == column }
    }
    var lines: [String] = []
    while let row = try rows.next() {
      lines.append(places.map { row[$0].storyText }.joined(separator: "|"))
    }
    return lines
  }

  @Test func `what a document changes is told apart from what was found`() throws {
    let test = try TestStore()
    try load(document([("3.5", "closed"), ("3.6", nil)]), "a", day: 1, in: test)
    try test.ingest(
      [observation("closed", "v1", .fail, day: 2), observation("awake", "k1", .pass, day: 2)],
      artifact: "1",
      rules: [.init(key: "closed", title: "Closed"), .init(key: "awake", title: "Awake")])
    var newer = document([("3.5", "awake"), ("3.6", "closed"), ("3.7", nil), ("3.5", "asleep")])
    newer.editions[0].requirements.append(RequirementDefinition(key: "3.7", title: "Alarms"))
    try load(newer, "b", day: 20, in: test)
    newer.evidence[0].reason = "Keepers see to it."
    try load(newer, "c", day: 21, in: test)
    let columns = [
      "requirement", "status_then", "status_now", "status_now_by_old_mapping", "moved",
      "rules_added", "rules_removed",
    ]
    func moves(from day: Int, to end: Int) throws -> [String] {
      try report(
        "requirement_moves", columns,
        ["from_at": "2026-01-\(day)", "as_of": "2026-01-\(end)"], in: test)
    }
    #expect(
      try moves(from: 12, to: 25) == [
        "3.5|fail|pass|fail|mapping|prowler/asleep, prowler/awake|prowler/closed",
        "3.6|manual|fail|manual|requirement|prowler/closed|", "3.7||manual||requirement||",
      ])
    #expect(try moves(from: 12, to: 19) == [])
    #expect(try moves(from: 22, to: 25) == [])
    // And back: what the document no longer lists has left the edition.
    try load(document([("3.5", "awake")]), "d", day: 26, in: test)
    #expect(
      try moves(from: 25, to: 27) == [
        "3.5|pass|pass|pass|mapping||prowler/asleep",
        "3.6|fail|not_evaluated|fail|mapping||prowler/closed", "3.7|manual||manual|requirement||",
      ])
    #expect(try test.store.verify().differences == [])
  }

  @Test func `the history of a mapping has those of documents`() throws {
    let test = try TestStore()
    try load(document([("3.5", "closed")]), "a", day: 1, in: test)
    try test.ingest(
      [observation("closed", "v1", .fail, day: 2), observation("awake", "k1", .pass, day: 2)],
      artifact: "1",
      rules: [.init(key: "closed", title: "Closed"), .init(key: "awake", title: "Awake")])
    var newer = document([("3.5", "awake")])
    newer.rules = [
      RuleDefinition(key: "vaults", title: "Vaults").with(equivalent: "closed", of: "prowler")
    ]
    newer.evidence.append(
      RequirementEvidence(
        requirement: RequirementReference(edition: "LAW-9", requirement: "3.6"),
        rule: RuleReference(catalog: "law", rule: "vaults")))
    try load(newer, "b", day: 20, in: test)
    // Another reason is no other mapping.
    newer.evidence[0].reason = "Keepers see to it."
    try load(newer, "c", day: 21, in: test)
    func history(_ parameters: [String: String]) throws -> [String] {
      try report(
        "mapping_history",
        [
          "requirement", "rule", "via", "source", "mapped_from", "mapped_to", "is_changed",
          "artifact_path", "equivalence_path",
        ], parameters, in: test)
    }
    let began = "2026-01-21T00:00:00Z"
    #expect(
      try history([:]) == [
        "3.5|awake|document|law|\(began)||1|b|", "3.5|closed|document|law||\(began)|1|a|",
        "3.6|closed|equivalence|law/vaults|\(began)||1|b|b",
      ])
    #expect(
      try history(["as_of": "2026-01-19"]) == ["3.5|closed|document|law|||0|a|"])
    #expect(
      try history(["from_at": "2026-01-23", "requirement": "3.5"]) == [
        "3.5|awake|document|law|\(began)||0|b|"
      ])
    #expect(try history(["known_at": "1"]) == ["3.5|closed|document|law|||0|a|"])
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

extension RuleDefinition {
  fileprivate func with(equivalent rule: String, of catalog: String) -> RuleDefinition {
    var copy = self
    copy.equivalents = [.same(catalog: catalog, rule: rule)]
    return copy
  }
}
