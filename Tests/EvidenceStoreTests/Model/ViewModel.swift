import EvidenceModel

/// What the model says a public view holds.
struct ViewModel: Sendable {
  let name: String
  /// Columns that the model does not work out: numbers that mean nothing outside of one database,
  /// and what runs with the clock.
  let leftOut: Set<String>
  let rows: @Sendable (Standpoint) -> [ModelRow]

  init(
    _ name: String, leavingOut leftOut: Set<String> = [],
    _ rows: @escaping @Sendable (Standpoint) -> [ModelRow]
  ) {
    self.name = name
    self.leftOut = leftOut
    self.rows = rows
  }

  /// One for each view of the outside contract.
  static let all: [ViewModel] = RuleViews.models + ScanViews.models + FindingViews.models

  static let byName = Dictionary(uniqueKeysWithValues: all.map { ($0.name, $0) })
}
