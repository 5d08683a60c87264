import EvidenceModel

/// The known requirements of all editions at a moment, as documents place them: trees, whatever the
/// documents say.
struct RequirementForest {
  /// Requirements and headings.
  let nodes: Set<RequirementReference>
  private let parents: [RequirementReference: RequirementReference]

  /// What documents state, or did.
  init(_ standpoint: Standpoint) {
    let model = standpoint.model
    let nodes = model.knownRequirements.union(model.allStatements.map(\.requirement))
    var stated: [RequirementReference: RequirementReference] = [:]
    for statement in model.statements(at: standpoint.moment) {
      if let parent = statement.parent, nodes.contains(parent) {
        stated[statement.requirement] = parent
      }
    }
    self.nodes = nodes
    // One that is above itself is at the top.
    parents = stated.filter { node, _ in !Self.above(node, by: stated).contains(node) }
  }

  /// What a node is part of, the nearest first.
  func above(_ node: RequirementReference) -> [RequirementReference] {
    Self.above(node, by: parents)
  }

  /// A node and all that is part of it.
  func branch(_ node: RequirementReference) -> Set<RequirementReference> {
    nodes.filter { $0 == node || above($0).contains(node) }
  }

  private static func above(
    _ node: RequirementReference, by parents: [RequirementReference: RequirementReference]
  ) -> [RequirementReference] {
    var above: [RequirementReference] = []
    var next = parents[node]
    while let parent = next, !above.contains(parent) {
      above.append(parent)
      next = parents[parent]
    }
    return above
  }
}
