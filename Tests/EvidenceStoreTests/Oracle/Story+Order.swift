import EvidenceModel

@testable import EvidenceStore

extension Story {
  /// The same history, as if its scans had been ingested in another order and before all else.
  ///
  /// Each scan still says of its rules what it says here. Whatever else is told keeps its order and
  /// its time: what was decided last stands, in any order of the scans.
  func withScansReordered(using random: inout some RandomNumberGenerator) -> Story {
    var rules: [RuleStep] = []
    var scans: [[Step]] = []
    var others: [Step] = []
    var known: Set<String> = []
    for step in steps {
      switch step {
      case .rule(let rule, let tool): rules.append(RuleStep(rule: rule, tool: tool))
      case .scan(var scan):
        // A file that comes again changes nothing, and must not come first with other rules.
        guard known.insert(scan.artifact).inserted else { continue }
        scan.recordedAt = nil
        scans.append(
          Set(scan.observations.map(\.rule)).sorted().map { key in
            let said = rules.last { $0.tool == scan.tool && $0.rule.key == key }?.rule
            return .rule(said ?? RuleDefinition(key: key, title: "Rule \(key)"), tool: scan.tool)
          } + [.scan(scan)])
      default: others.append(step)
      }
    }
    return Story(steps: scans.shuffled(using: &random).joined() + others)
  }

  private struct RuleStep {
    var rule: RuleDefinition
    var tool: String
  }

  /// Its scans, in the order of the numbers that a database gives them.
  var scanNames: [ModelScan.Name] { HistoryModel(self).scansAsTold.map(\.name) }
}

extension Story.Query {
  /// The query with the numbers that scans have in another order of ingest.
  func renumbered(from names: [ModelScan.Name], to others: [ModelScan.Name]) -> Self {
    var query = self
    let moments: Set = ["as_of", "from_at"]
    for (name, text) in parameters where name.hasPrefix("scan_") || moments.contains(name) {
      guard let number = Int(text), names.indices.contains(number - 1) else { continue }
      query.parameters[name] = others.firstIndex(of: names[number - 1]).map { "\($0 + 1)" }
    }
    return query
  }
}
