import EvidenceModel

/// A part of an account that a scan covered: each of the rules in each of the regions.
struct CoverageArea: Hashable {
  var basis: CoverageBasis
  /// `nil` for every rule.
  var rules: Set<Int64>?
  /// `nil` for every region.
  var regions: Set<Int64>?

  func covers(ruleID: Int64, regionID: Int64) -> Bool {
    (rules?.contains(ruleID) ?? true) && (regions?.contains(regionID) ?? true)
  }
}

/// What a scan says that it covered in one account, until all of it has been read.
struct StagedCoverage {
  private struct Place: Hashable {
    var ruleID: Int64
    var regionID: Int64
  }

  private let isComplete: Bool
  private var reported: Set<Place> = []
  private var declared: [CoverageArea] = []

  /// What a scan covers that has said nothing yet.
  init(isComplete: Bool) { self.isComplete = isComplete }

  /// True where the file says what was evaluated.
  var isDeclared: Bool { !declared.isEmpty }

  /// Notes that a rule is reported in a region.
  mutating func report(ruleID: Int64, regionID: Int64) {
    reported.insert(Place(ruleID: ruleID, regionID: regionID))
  }

  /// Notes what the file says that was evaluated.
  mutating func declare(rules: Set<Int64>?, regions: Set<Int64>?) {
    let area = CoverageArea(basis: .declared, rules: rules, regions: regions)
    if !declared.contains(area) { declared.append(area) }
  }

  /// What was covered: what the file declares, and the smallest product that holds what it reports
  /// besides.
  var areas: [CoverageArea] {
    if isComplete { return [CoverageArea(basis: .complete)] }
    let others = reported.filter { place in
      !declared.contains { $0.covers(ruleID: place.ruleID, regionID: place.regionID) }
    }
    guard !others.isEmpty else { return declared }
    return declared + [
      CoverageArea(
        basis: .inferred, rules: Set(others.map(\.ruleID)), regions: Set(others.map(\.regionID)))
    ]
  }
}

/// What a scan covered in one account.
struct AccountCoverage {
  let areas: [CoverageArea]

  func covers(_ cell: KnownFindings.Cell) -> Bool {
    areas.contains { $0.covers(ruleID: cell.ruleID, regionID: cell.regionID) }
  }
}
