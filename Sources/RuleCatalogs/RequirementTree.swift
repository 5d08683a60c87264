import EvidenceModel

/// Collects the requirements of an edition, and makes a tree of what a document says of them.
///
/// A requirement that is there twice is kept as it was first. A parent that is not there, or that is
/// below its own child, is left out, and the requirement stands for itself.
struct RequirementTree {
  private var requirements: [RequirementDefinition] = []
  private var lines: [Int] = []
  private var places: [String: Int] = [:]
  /// What was doubtful so far.
  private(set) var anomalies: [CatalogAnomaly] = []

  /// True where there is a requirement of this name.
  func has(_ key: String) -> Bool { places[key] != nil }

  /// Adds a requirement that is on this line.
  ///
  /// - Returns: False where it is already there.
  @discardableResult
  mutating func add(_ requirement: RequirementDefinition, line: Int) -> Bool {
    guard places[requirement.key] == nil else {
      note("repeated-requirement", line, "the requirement '\(requirement.key)' is there twice")
      return false
    }
    places[requirement.key] = requirements.count
    requirements.append(requirement)
    lines.append(line)
    return true
  }

  /// The requirements, parents before their children.
  mutating func ordered() -> [RequirementDefinition] {
    for index in requirements.indices {
      if let parent = requirements[index].parent, places[parent] == nil {
        note(
          "unknown-parent", lines[index],
          "the requirement '\(requirements[index].key)' is part of '\(parent)', which is not there")
        requirements[index].parent = nil
      }
    }
    var ordered: [RequirementDefinition] = []
    var placed: Set<Int> = []
    for start in requirements.indices where !placed.contains(start) {
      var path = [start]
      var onPath: Set<Int> = [start]
      while let last = path.last, let parent = requirements[last].parent.flatMap({ places[$0] }),
        !placed.contains(parent)
      {
        guard onPath.insert(parent).inserted else {
          note(
            "circular-requirements", lines[last],
            "the requirement '\(requirements[last].key)' is part of itself")
          requirements[last].parent = nil
          break
        }
        path.append(parent)
      }
      for index in path.reversed() where placed.insert(index).inserted {
        ordered.append(requirements[index])
      }
    }
    return ordered
  }

  private mutating func note(_ code: String, _ line: Int, _ message: String) {
    anomalies.append(CatalogAnomaly(code: code, rule: nil, line: line, message: message))
  }
}
