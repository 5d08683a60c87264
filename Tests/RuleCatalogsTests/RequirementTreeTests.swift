import EvidenceModel
import Testing

@testable import RuleCatalogs

@Suite struct RequirementTreeTests {
  private func tree(_ pairs: [(String, String?)]) -> ([String], [String]) {
    var tree = RequirementTree()
    for (line, (key, parent)) in pairs.enumerated() {
      tree.add(RequirementDefinition(key: key, parent: parent), line: line + 1)
    }
    let ordered = tree.ordered().map { "\($0.key)<\($0.parent ?? "")" }
    return (ordered, tree.anomalies.map { "\($0.line) \($0.code)" })
  }

  @Test func `puts parents before their children`() {
    #expect(
      tree([("c", "b"), ("b", "a"), ("a", nil), ("d", "a")]).0 == ["a<", "b<a", "c<b", "d<a"])
  }

  @Test func `lets stand for themselves what has no sound parent`() {
    let (ordered, anomalies) = tree([("a", "c"), ("b", "a"), ("c", "b"), ("d", "x"), ("e", "e")])
    #expect(ordered == ["b<", "c<b", "a<c", "d<", "e<"])
    #expect(
      anomalies == ["4 unknown-parent", "2 circular-requirements", "5 circular-requirements"])
  }

  @Test func `keeps the first of two`() {
    let (ordered, anomalies) = tree([("a", nil), ("b", "a"), ("a", "b")])
    #expect(ordered == ["a<", "b<a"])
    #expect(anomalies == ["3 repeated-requirement"])
  }
}
