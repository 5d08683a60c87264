import Crypto
import EvidenceModel
import Foundation
import Reports
import Testing

@testable import EvidenceStore

/// What reports say of documents about requirements, which stories do not tell of.
@Suite struct RequirementRelationTests {
  private func load(_ catalog: RuleCatalog, _ path: String, day: Int, in test: TestStore) throws {
    _ = try test.store.load(
      catalog,
      artifact: ArtifactRecord(
        sha256: [UInt8](SHA256.hash(data: Data(path.utf8))), path: path, format: "test",
        byteCount: 1),
      recordedAt: moment(day: day), programVersion: "test")
  }

  private func rows(
    _ query: String, _ columns: [String], asOf: String? = nil, in test: TestStore
  ) throws -> [String] {
    let rows = try NamedRow.all(
      CannedQuery.named(query).rows(
        from: ReadOnlyConnection(path: test.store.path), asOf: asOf))
    return rows.map { row in columns.map { row.text($0) ?? "" }.joined(separator: "|") }
  }

  private func law(_ requirement: String) -> RequirementReference {
    RequirementReference(edition: "LAW-9", requirement: requirement)
  }

  @Test func `a relation is told of both of its sides`() throws {
    let test = try TestStore()
    var catalog = RuleCatalog(key: "crosswalk", title: "Crosswalk")
    let house = RequirementReference(edition: "HOUSE-1", requirement: "7")
    catalog.relations = [
      RequirementRelation(law("3.5"), .subset, house, strength: 4, reason: "Only vaults."),
      RequirementRelation(law("3.6"), .equal, house),
    ]
    try load(catalog, "a.yaml", day: 1, in: test)
    let columns = [
      "edition", "requirement", "relation", "related_edition", "related_requirement", "strength",
      "reason", "artifact_path",
    ]
    #expect(
      try rows("requirement_relations", columns, in: test) == [
        "HOUSE-1|7|superset|LAW-9|3.5|4|Only vaults.|a.yaml",
        "HOUSE-1|7|equal|LAW-9|3.6|||a.yaml",
        "LAW-9|3.5|subset|HOUSE-1|7|4|Only vaults.|a.yaml",
        "LAW-9|3.6|equal|HOUSE-1|7|||a.yaml",
      ])
    catalog.relations = []
    try load(catalog, "b.yaml", day: 10, in: test)
    #expect(try rows("requirement_relations", columns, in: test) == [])
    #expect(
      try rows("requirement_relations", ["relation"], asOf: "2026-01-05", in: test).count == 4)
  }

  @Test func `a rule is evidence with the reason of each document that says so`() throws {
    let test = try TestStore()
    var catalog = RuleCatalog(key: "ours", title: "Ours")
    catalog.rules = [RuleDefinition(key: "open", title: "Open")]
    catalog.rules[0].severity = .high
    catalog.rules[0].equivalents = [.same(catalog: "prowler", rule: "closed")]
    catalog.evidence = [
      RequirementEvidence(
        requirement: law("3.5"), rule: RuleReference(catalog: "ours", rule: "open"),
        reason: "Gold is there.")
    ]
    try load(catalog, "ours.yaml", day: 1, in: test)
    var mapping = RuleCatalog(key: "theirs", title: "Theirs")
    mapping.evidence = [
      RequirementEvidence(
        requirement: law("3.5"), rule: RuleReference(catalog: "prowler", rule: "closed"))
    ]
    try load(mapping, "theirs.json", day: 2, in: test)
    let columns = [
      "catalog", "rule", "title", "severity", "via", "source", "reason", "artifact_path",
      "scan_id", "equivalence_path", "equivalents",
    ]
    #expect(
      try rows("requirement_rules", columns, in: test) == [
        "ours|open|Open|high|mapping|ours/open|Gold is there.|ours.yaml|||prowler/closed",
        "ours|open|Open|high|equivalence|prowler/closed||theirs.json||ours.yaml|prowler/closed",
        "prowler|closed|||mapping|prowler/closed||theirs.json|||ours/open",
        "prowler|closed|||equivalence|ours/open|Gold is there.|ours.yaml||ours.yaml|ours/open",
      ])
  }
}
