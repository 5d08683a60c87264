import EvidenceModel

@testable import EvidenceStore

/// What documents state of requirements.
extension HistoryModel {
  /// What a document says of a requirement.
  struct RequirementStatement: Hashable {
    var requirement: RequirementReference
    var parent: RequirementReference?
    var title: String
    var isAssessable: Bool
  }

  /// What documents state at a moment.
  func statements(at moment: Timestamp) -> Set<RequirementStatement> {
    Set(documents(at: moment).flatMap(\.statements))
  }

  /// What any document ever stated.
  var allStatements: Set<RequirementStatement> {
    memory.once {
      loadings.reduce(into: []) { $0.formUnion($1.catalog.statements) }
    }
  }

  /// Requirements and headings that anything ever named.
  var namedRequirements: Set<RequirementReference> {
    knownRequirements.union(
      allStatements.flatMap { [$0.requirement, $0.parent].compactMap(\.self) })
  }

  /// Headings that documents state now.
  var headings: Set<RequirementReference> {
    Set(statements(at: .endOfTime).filter { !$0.isAssessable }.map(\.requirement))
  }
}

extension RuleCatalog {
  var statements: Set<HistoryModel.RequirementStatement> {
    Set(
      editions.flatMap { edition in
        edition.requirements.map { requirement in
          HistoryModel.RequirementStatement(
            requirement: RequirementReference(edition: edition.key, requirement: requirement.key),
            parent: requirement.parent.map {
              RequirementReference(edition: edition.key, requirement: $0)
            }, title: requirement.title, isAssessable: requirement.isAssessable)
        }
      })
  }
}
