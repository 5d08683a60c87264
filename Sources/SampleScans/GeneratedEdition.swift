import EvidenceModel

/// An edition that checks of a ``GeneratedYear`` are mapped to: the name of a real one, with made-up
/// requirements.
///
/// How many checks and requirements an edition has, and how many requirements a check has in it, is
/// what Prowler 5.46 reports of an account with twenty services.
struct GeneratedEdition {
  /// The name, as Prowler writes it.
  let name: String
  /// The share of checks that are mapped to it.
  let share: Double
  /// How many requirements it has.
  let requirements: Int
  /// The most requirements that one check is evidence for; half as many are usual.
  let most: Int

  private init(_ name: String, _ share: Double, _ requirements: Int, most: Int) {
    self.name = name
    self.share = share
    self.requirements = requirements
    self.most = most
  }

  /// What a check is mapped to, in order: about 38 requirements of 14 editions.
  static func mappings(ofCheck number: Int, bits: SeededBits) -> [RequirementReference] {
    let check = UInt64(number)
    return all.enumerated().flatMap { index, edition -> [RequirementReference] in
      let draw = UInt64(1000 + index)
      guard bits.share(check, draw) < edition.share else { return [] }
      let count = 1 + bits.number(below: edition.most, check, draw + 1000)
      let clauses = (0..<count).map { clause in
        bits.number(below: edition.requirements, check, draw + UInt64(1000 * (clause + 2)))
      }
      return Set(clauses).map {
        RequirementReference(
          edition: edition.name, requirement: "\($0 / 10 + 1).\($0 % 10 + 1)")
      }
    }.sorted()
  }

  private static let all = [
    GeneratedEdition("AWS-AI-Security-Framework-1.0", 0.39, 23, most: 1),
    GeneratedEdition("AWS-Account-Security-Onboarding", 0.11, 40, most: 4),
    GeneratedEdition("AWS-Foundational-Security-Best-Practices", 0.40, 90, most: 1),
    GeneratedEdition("AWS-Foundational-Technical-Review", 0.23, 11, most: 1),
    GeneratedEdition("AWS-Well-Architected-Framework-Security-Pillar", 0.52, 33, most: 1),
    GeneratedEdition("C5-2025", 0.75, 147, most: 8),
    GeneratedEdition("CCC-v2025.10", 0.47, 98, most: 3),
    GeneratedEdition("CIS-1.4", 0.21, 43, most: 1),
    GeneratedEdition("CIS-1.5", 0.23, 48, most: 1),
    GeneratedEdition("CIS-2.0", 0.24, 49, most: 1),
    GeneratedEdition("CIS-3.0", 0.23, 48, most: 1),
    GeneratedEdition("CIS-4.0.1", 0.24, 51, most: 1),
    GeneratedEdition("CIS-5.0", 0.24, 50, most: 1),
    GeneratedEdition("CIS-6.0", 0.24, 50, most: 1),
    GeneratedEdition("CIS-7.0", 0.25, 50, most: 1),
    GeneratedEdition("CISA", 0.25, 15, most: 3),
    GeneratedEdition("ENS-RD2022", 0.28, 81, most: 2),
    GeneratedEdition("FFIEC", 0.25, 41, most: 4),
    GeneratedEdition("FedRAMP-Low-Revision-4", 0.21, 18, most: 3),
    GeneratedEdition("FedRamp-Moderate-Revision-4", 0.25, 61, most: 10),
    GeneratedEdition("GDPR", 0.17, 3, most: 1),
    GeneratedEdition("GxP-21-CFR-Part-11", 0.23, 11, most: 3),
    GeneratedEdition("HIPAA", 0.27, 32, most: 5),
    GeneratedEdition("ISO27001-2013", 0.17, 65, most: 2),
    GeneratedEdition("ISO27001-2022", 0.65, 31, most: 3),
    GeneratedEdition("KISA-ISMS-P-2023", 0.91, 24, most: 4),
    GeneratedEdition("MITRE-ATTACK", 0.39, 32, most: 4),
    GeneratedEdition("NIS2", 0.40, 83, most: 5),
    GeneratedEdition("NIST-800-171-Revision-2", 0.26, 48, most: 8),
    GeneratedEdition("NIST-800-53-Revision-4", 0.24, 57, most: 7),
    GeneratedEdition("NIST-800-53-Revision-5", 0.27, 266, most: 40),
    GeneratedEdition("NIST-CSF-1.1", 0.26, 52, most: 8),
    GeneratedEdition("NIST-CSF-2.0", 0.45, 39, most: 4),
    GeneratedEdition("PCI-3.2.1", 0.23, 104, most: 14),
    GeneratedEdition("PCI-4.0", 0.30, 491, most: 14),
    GeneratedEdition("ProwlerThreatScore-1.0", 0.42, 63, most: 1),
    GeneratedEdition("RBI-Cyber-Security-Framework", 0.20, 9, most: 1),
    GeneratedEdition("SOC2", 0.45, 26, most: 2),
    GeneratedEdition("SecNumCloud-3.2", 0.49, 36, most: 2),
  ]
}
