/// Finds the editions that titles, addresses and keys of documents name.
///
/// Catalogs of one edition have many titles: `NIST Special Publication 800-53 Revision 5.1.1 HIGH
/// IMPACT BASELINE`, `NIST_SP-800-53_rev5_catalog.json` and `nist-sp-800-53-rev5` are all about
/// `NIST-800-53-Revision-5`. Keys are those that Prowler's findings have.
enum EditionKey {
  /// The edition that the first of the texts names which names one; `nil` where none does.
  static func known(in texts: [String]) -> String? {
    for text in texts {
      if let key = known(in: text) { return key }
    }
    return nil
  }

  /// The key of an edition that has no known name: the words of its title, with its version.
  static func made(title: String, version: String) -> String {
    let words = title.split { !($0.isLetter || $0.isNumber || $0 == ".") }
    let name = words.joined(separator: "-")
    return version.isEmpty || name.hasSuffix(version) ? name : "\(name)-\(version)"
  }

  private static func known(in text: String) -> String? {
    let folded = text.lowercased().replacing("_", with: "-")
    if let publication = folded.firstRange(of: "800-53") {
      return revision(in: folded[publication.upperBound...])
    }
    // FedRAMP's baselines are made of the controls of the publication.
    if folded.contains("fedramp") { return revision(in: folded[...]) }
    if folded.contains("nist"), folded.contains("csf") || folded.contains("cybersecurity framework")
    {
      return version(in: folded).map { "NIST-CSF-" + $0 }
    }
    if folded.contains(/pci[ -]?dss|payment card industry/) {
      return version(in: folded).map { "PCI-" + $0 }
    }
    if folded.contains("27001"), folded.contains("2022") { return "ISO27001-2022" }
    if folded.contains(/cis.*(?:aws|amazon web services).*foundations/) {
      return version(in: folded).map { "CIS-" + ($0.hasSuffix(".0.0") ? $0.droppingZero : $0) }
    }
    return nil
  }

  /// `Revision 5` of `-rev5`, `Revision 5.1.1` and `r5`; minor revisions have the same controls.
  private static func revision(in text: Substring) -> String? {
    text.firstMatch(of: /(?:^|[^a-z])r(?:ev(?:ision)?)?[ .-]*([1-9])/)
      .map { "NIST-800-53-Revision-" + $0.1 }
  }

  private static func version(in text: String) -> String? {
    text.firstMatch(of: /(?:^|[^0-9.])([1-9][0-9]?(?:\.[0-9]+){1,2})(?:[^0-9]|$)/)
      .map { String($0.1) }
  }
}

extension String {
  fileprivate var droppingZero: String { String(dropLast(2)) }
}
