import EvidenceModel
import GRDB
import Reports
import Testing

@testable import EvidenceStore

/// The canned reports over random histories: the order of ingest does not show in them, and
/// `--known-at` gives what a database gave that had not learned the rest.
@Suite struct CannedReportTests {
  private static let seeds: Range<UInt64> = 0..<8

  @Test func `the order of ingest does not show`() throws {
    for seed in Self.seeds {
      var random = SeededGenerator(seed: seed &+ 77)
      let scans = RandomHistory.scans(seed: seed)
      let inOrder = try TestStore()
      for scan in scans.sorted(by: { $0.order < $1.order }) {
        try inOrder.ingest(scan, using: &random)
      }
      let shuffled = try TestStore()
      for scan in scans.shuffled(using: &random) { try shuffled.ingest(scan, using: &random) }
      for day in [1, 3, 9] {
        try compare(inOrder, shuffled, day: day, knownAt: nil, "seed \(seed), day \(day)")
      }
    }
  }

  @Test func `known-at gives what was known then`() throws {
    for seed in Self.seeds {
      var random = SeededGenerator(seed: seed &+ 99)
      let scans = RandomHistory.scans(seed: seed).shuffled(using: &random)
      let whole = try TestStore()
      for scan in scans { try whole.ingest(scan, using: &random) }
      let partial = try TestStore()
      for (index, scan) in scans.enumerated() {
        try partial.ingest(scan, using: &random)
        let label: Comment = "seed \(seed), ingest \(index + 1)"
        for day in [2, 9] {
          try compare(partial, whole, day: day, knownAt: "\(index + 1)", label)
        }
      }
    }
  }

  /// Compares every report that can be asked for a moment, but for the numbers that name things.
  private func compare(
    _ expected: TestStore, _ found: TestStore, day: Int, knownAt: String?, _ label: Comment
  ) throws {
    let numbers: Set = ["scan_id", "ingest_id", "finding_id", "recorded_at", "recorded_in"]
    for query in CannedQuery.all {
      let names = Set(query.parameters.map(\.name))
      guard names.contains("as_of"), names.contains("known_at"),
        !query.parameters.contains(where: \.isRequired)
      else { continue }
      func rows(_ store: TestStore, knownAt: String?) throws -> [String] {
        let connection = try ReadOnlyConnection(path: store.store.path, limits: .canned)
        let result = try query.rows(
          from: connection, asOf: moment(day: day).description, knownAt: knownAt)
        let kept = result.columns.indices.filter { !numbers.contains(result.columns[$0].name) }
        var lines: [String] = []
        while let row = try result.next() {
          lines.append(kept.map { "\(row[$0])" }.joined(separator: "|"))
        }
        return lines
      }
      let left = try rows(expected, knownAt: nil)
      let right = try rows(found, knownAt: knownAt)
      #expect(left == right, "\(query.name), \(label)")
    }
  }
}

extension TestStore {
  /// Ingests a model's scan, with rules that are mapped to requirements.
  fileprivate func ingest(
    _ scan: HistoryModel.Scan, using random: inout SeededGenerator
  ) throws {
    let rules = Set(scan.observations.keys.map(\.rule)).sorted().map { key in
      var rule = RuleDefinition(key: key, title: "Rule \(key)")
      rule.severity = .high
      rule.mappings = [
        RequirementReference(edition: "PCI-4.0", requirement: key),
        RequirementReference(edition: "HIPAA", requirement: "164"),
      ]
      return rule
    }
    try ingest(
      scan.asObservations(using: &random), artifact: scan.artifact,
      basis: scan.isComplete ? .complete : .inferred, rules: rules)
  }
}
