import EvidenceModel

/// Reads the COMPLIANCE column of Prowler's CSV: `PCI-4.0: 3.5.1.1, 3.5.1.2 | HIPAA: 164_312_a_2`.
enum ProwlerCompliance {
  /// Names that hold the very text that separates names. No other name of Prowler's does.
  private static let namesWithCommas = [
    "Billing, emergency, security contacts",
    "IDC integration, SSO configuration",
  ]

  /// The requirements that the text names, sorted.
  static func mappings(_ text: String) -> [RequirementReference] {
    var mappings: Set<RequirementReference> = []
    for part in split(text[...], at: " | ") {
      guard let colon = range(of: ": ", in: part) else { continue }
      let edition = String(part[..<colon.lowerBound])
      var rest = part[colon.upperBound...]
      while !rest.isEmpty {
        let whole = namesWithCommas.first(where: rest.hasPrefix)
        let end =
          whole.map { rest.index(rest.startIndex, offsetBy: $0.count) }
          ?? range(of: ", ", in: rest)?.lowerBound ?? rest.endIndex
        if end > rest.startIndex {
          mappings.insert(
            RequirementReference.prowler(edition: edition, requirement: String(rest[..<end])))
        }
        rest = rest[end...]
        if rest.hasPrefix(", ") { rest = rest.dropFirst(2) }
      }
    }
    return mappings.sorted()
  }

  private static func split(_ text: Substring, at separator: String) -> [Substring] {
    var parts: [Substring] = []
    var rest = text
    while let found = range(of: separator, in: rest) {
      parts.append(rest[..<found.lowerBound])
      rest = rest[found.upperBound...]
    }
    return parts + [rest]
  }

  private static func range(of text: String, in whole: Substring) -> Range<Substring.Index>? {
    whole.firstRange(of: text)
  }
}
