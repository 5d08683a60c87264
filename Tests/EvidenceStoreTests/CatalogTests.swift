import Crypto
import EvidenceModel
import Foundation
import Testing

@testable import EvidenceStore

/// Catalogs are loaded again and again.
@Suite struct CatalogTests {
  private func catalog(_ severity: Severity, equivalent: String? = nil) -> RuleCatalog {
    var rule = RuleDefinition(key: "bucket-is-public", title: "Bucket is public")
    rule.severity = severity
    rule.scopes = [.init(framework: "PCI"), .init(framework: "HIPPA")]
    rule.equivalents = [
      equivalent.map { .same(catalog: "prowler", rule: $0) }
        ?? .none(catalog: "prowler", reason: "nothing looks at it")
    ]
    var catalog = RuleCatalog(key: "ours", title: "Our rules")
    catalog.rules = [rule]
    catalog.frameworks = [
      FrameworkDefinition(key: "HIPAA", title: "Health", aliases: ["HIPPA"])
    ]
    return catalog
  }

  private func load(_ catalog: RuleCatalog, _ bytes: String, in test: TestStore) throws
    -> CatalogReport
  {
    try test.store.load(
      catalog,
      artifact: ArtifactRecord(
        sha256: [UInt8](SHA256.hash(data: Data(bytes.utf8))), path: bytes, format: "test",
        byteCount: 1),
      recordedAt: Timestamp(microseconds: 0), programVersion: "test")
  }

  @Test func `the same document twice changes nothing, and an earlier one can come back`() throws {
    let test = try TestStore()
    #expect(try !load(catalog(.high), "a", in: test).isAlreadyLoaded)
    #expect(try load(catalog(.high), "a", in: test).isAlreadyLoaded)
    #expect(try !load(catalog(.low), "b", in: test).isAlreadyLoaded)
    #expect(try !load(catalog(.high), "a", in: test).isAlreadyLoaded)
    #expect(try test.rows("SELECT rule, severity FROM rule_overview") == ["bucket-is-public|high"])
    #expect(try test.rows("SELECT count(*) FROM artifact") == ["2"])
  }

  @Test func `scopes reach a scanner's rules across an equivalence, aliases resolved`() throws {
    let test = try TestStore()
    _ = try load(catalog(.high, equivalent: "s3_public"), "a", in: test)
    try test.ingest(
      [observation("s3_public", "b1", .fail, day: 1)], artifact: "1",
      rules: [.init(key: "s3_public", title: "Public")])
    #expect(
      try test.rows(
        "SELECT catalog, rule, framework, via FROM rule_framework ORDER BY 1, 2, 3") == [
          "ours|bucket-is-public|HIPAA|scope", "ours|bucket-is-public|PCI|scope",
          "prowler|s3_public|HIPAA|equivalence", "prowler|s3_public|PCI|equivalence",
        ])
  }

  @Test func `a statement that is taken back stays known as what was said before`() throws {
    let test = try TestStore()
    _ = try load(catalog(.high, equivalent: "s3_public"), "a", in: test)
    _ = try load(catalog(.high), "b", in: test)
    #expect(
      try test.rows("SELECT recorded_in, superseded_in FROM rule_equivalence") == ["1|2"])
    #expect(
      try test.rows("SELECT reason, superseded_in FROM rule_without_equivalent") == [
        "nothing looks at it|"
      ])
  }

  @Test func `what is muted or could not be decided is never a pass`() throws {
    let test = try TestStore()
    let cases: [(String, [Observation], String)] = [
      ("only passes", [observation("a", "r1", .pass, day: 1)], "stale"),
      (
        "a muted failure",
        [
          observation("b", "r1", .pass, day: 1),
          observation("b", "r2", .fail, day: 1, isMuted: true),
        ],
        "manual"
      ),
      ("a failure", [observation("c", "r1", .fail, day: 1)], "fail"),
      ("nothing to check", [observation("d", "r1", .notApplicable, day: 1)], "not_evaluated"),
      ("an error", [observation("e", "r1", .error, day: 1)], "manual"),
    ]
    let rules = ["a", "b", "c", "d", "e", "f"].map { key in
      var rule = RuleDefinition(key: key, title: key)
      rule.mappings = [RequirementReference(edition: "PCI-4.0", requirement: key)]
      return rule
    }
    try test.ingest(cases.flatMap(\.1), artifact: "1", rules: rules)
    let rows = try test.rows(
      "SELECT requirement, status FROM requirement_status ORDER BY requirement")
    // The sixth is mapped, and nothing looked at it.
    #expect(
      rows == zip(["a", "b", "c", "d", "e"], cases.map(\.2)).map { "\($0)|\($1)" }
        + ["f|not_evaluated"])
  }
}
