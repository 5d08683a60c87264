import EvidenceModel
import RuleCatalogs

/// Compares the requirements of the bundled rules with those of Prowler's equivalent checks.
struct MappingComparison {
  /// What Prowler's files say of a rule's requirement.
  enum Finding: String, CaseIterable {
    /// An equivalent check is mapped to the same requirement.
    case same
    /// Equivalent checks are mapped to other requirements of the edition.
    case other
    /// No equivalent check is mapped to any requirement of the edition.
    case none
    /// There is no equivalent check, or no file of the edition.
    case incomparable
  }

  private let findings: [(requirement: RequirementReference, rule: String, finding: Finding)]

  private static let files = [
    "pci_4.0", "nist_800_53_revision_5", "gdpr", "hipaa", "cis_5.0", "soc2", "iso27001_2022",
  ]

  init(_ catalog: RuleCatalog) throws {
    var requirements: [String: Set<String>] = [:]
    var editions: Set<String> = []
    for file in Self.files {
      let text = try ProwlerFiles.text("prowler-compliance/\(file)_aws.json")
      for evidence in try CatalogFormats.read(text).evidence {
        editions.insert(evidence.requirement.edition)
        guard let check = evidence.rule?.rule else { continue }
        requirements[check + " " + evidence.requirement.edition, default: []]
          .insert(evidence.requirement.requirement)
      }
    }
    let checks = Dictionary(
      uniqueKeysWithValues: catalog.rules.map { rule in
        let keys = rule.equivalents.compactMap { statement -> String? in
          if case .same("prowler", let check) = statement { check } else { nil }
        }
        return (rule.key, keys)
      })
    findings = catalog.evidence.compactMap { evidence in
      guard let rule = evidence.rule?.rule, let equivalents = checks[rule] else { return nil }
      let edition = evidence.requirement.edition
      let mapped = equivalents.map { requirements[$0 + " " + edition] ?? [] }
        .reduce(into: Set<String>()) { $0.formUnion($1) }
      let finding: Finding =
        if equivalents.isEmpty || !editions.contains(edition) {
          .incomparable
        } else if mapped.contains(evidence.requirement.requirement) {
          .same
        } else {
          mapped.isEmpty ? .none : .other
        }
      return (evidence.requirement, rule, finding)
    }
  }

  /// The counts by edition, and the requirements that Prowler's files do not state alike.
  var markdown: String {
    var text =
      "| Edition | Stated | Same | Other | None | Not comparable |\n|---|--:|--:|--:|--:|--:|\n"
    let byEdition = Dictionary(grouping: findings, by: \.requirement.edition)
    for (edition, found) in byEdition.sorted(by: { $0.key < $1.key }) {
      text += row(edition, found.map(\.finding))
    }
    text += row("All", findings.map(\.finding))
    text += "\n## Other requirements\n\n" + list(.other)
    text += "\n## No requirement\n\n" + list(.none)
    text += "\n## Not comparable\n\n" + summary(.incomparable)
    return text
  }

  private func row(_ name: String, _ found: [Finding]) -> String {
    let counts = Finding.allCases.map { finding in "\(found.count { $0 == finding })" }
    return "| \(name) | \(found.count) | \(counts.joined(separator: " | ")) |\n"
  }

  /// One entry per requirement, with the number of its rules.
  private func summary(_ finding: Finding) -> String {
    let found = findings.filter { $0.finding == finding }
    let requirements = Dictionary(grouping: found, by: \.requirement)
    return requirements.sorted { $0.key < $1.key }.map { requirement, found in
      "- \(requirement.edition) \(requirement.requirement):"
        + " \(found.count) \(found.count == 1 ? "rule" : "rules")\n"
    }.joined()
  }

  /// One entry per requirement, with its rules.
  private func list(_ finding: Finding) -> String {
    let found = findings.filter { $0.finding == finding }
    let requirements = Dictionary(grouping: found, by: \.requirement)
    return requirements.sorted { $0.key < $1.key }.map { requirement, found in
      "- \(requirement.edition) \(requirement.requirement)\n"
        + found.map { "  - \($0.rule)\n" }.sorted().joined()
    }.joined()
  }
}
