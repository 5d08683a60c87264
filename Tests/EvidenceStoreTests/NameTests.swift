import EvidenceModel
import Testing

@testable import EvidenceStore

/// Names are what their bytes say.
@Suite struct NameTests {
  /// Not arguments of the test: its runner would print the NULs.
  private static let pairs = [
    ("caf\u{E9}", "cafe\u{301}"), ("a\u{0}b", "a\u{0}c"), ("a\u{0}b", "a"), ("\u{0}", ""),
  ]

  @Test(arguments: pairs.indices)
  func `that look alike stay apart`(pair: Int) throws {
    let (one, other) = Self.pairs[pair]
    let test = try TestStore()
    func scan(_ name: String) -> [Observation] {
      [
        observation("rule", name, .fail, day: 1),
        observation("rule " + name, "r", .fail, day: 1),
        observation("rule", "r", .fail, day: 1, region: "region " + name),
        observation("rule", "r", .fail, day: 1, account: "account " + name),
      ]
    }
    var rule = RuleDefinition(key: "rule", title: "title " + one)
    rule.mappings = [one, other].map { .init(edition: "PCI " + $0, requirement: "1 " + $0) }
    let report = try test.ingest(scan(one) + scan(other), artifact: "1", rules: [rule])
    #expect(report?.scans[0].accepted == 8)
    #expect(report?.scans[0].merged == 0)
    #expect(try test.rows("SELECT count(DISTINCT hex(uid)) FROM resource") == ["3"])
    #expect(try test.rows("SELECT count(DISTINCT hex(key)) FROM rule") == ["3"])
    #expect(try test.rows("SELECT count(DISTINCT hex(key)) FROM region") == ["3"])
    #expect(try test.rows("SELECT count(DISTINCT hex(key)) FROM requirement") == ["2"])
    #expect(try test.store.verify().differences == [])
  }
}
