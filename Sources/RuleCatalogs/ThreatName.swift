import EvidenceModel

/// The spellings of threat categories that documents use.
enum ThreatName {
  /// Spellings that are not a category's own name, and what they mean.
  private static let misspellings: [String: ThreatCategory] = [
    "denial of amazon service": .denialOfService,
    "elevation of privileges": .elevationOfPrivilege,
    "escalation of privilege": .elevationOfPrivilege,
    "escalation of privileges": .elevationOfPrivilege,
    "information disclosures": .informationDisclosure,
  ]

  /// The category that a name means, whatever its case, and whether its spelling is wrong.
  static func category(of name: String) -> (category: ThreatCategory, isMisspelt: Bool)? {
    let words = name.lowercased().split { !$0.isLetter }
    if let category = ThreatCategory(key: words.joined(separator: "_")) {
      return (category, false)
    }
    return misspellings[words.joined(separator: " ")].map { ($0, true) }
  }
}
