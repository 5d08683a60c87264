import EvidenceModel
import SampleScans

/// What the rules of a year belong to, as the tables that peers have of it.
struct YearMappings {
  /// Rule and framework: by a mapping, or by the scope of an equivalent.
  let frameworks: [[String]]
  /// Rule, edition and requirement.
  let requirements: [[String]]

  init(_ year: GeneratedYear) {
    var pairs = Set(
      year.rules.flatMap { rule in
        rule.mappings.map { [rule.key, EditionName($0.edition).framework] }
      })
    for rule in year.catalog.rules {
      for case .same(_, let check) in rule.equivalents {
        pairs.formUnion(rule.scopes.map { [check, $0.framework] })
      }
    }
    frameworks = pairs.sorted { $0.lexicographicallyPrecedes($1) }
    requirements = year.rules.flatMap { rule in
      rule.mappings.map { [rule.key, $0.edition, $0.requirement] }
    }
  }
}
