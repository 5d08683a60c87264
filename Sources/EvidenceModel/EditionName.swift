/// What the name of an edition says: its framework and its version.
///
/// Prowler writes `PCI-4.0`, `NIST-800-53-Revision-5`, `ISO27001-2022`, `GDPR`; the version is the
/// part from the first word that begins with a digit or is `Revision`, unless that is part of the
/// publication's own number, as in `NIST-800-53`.
public struct EditionName: Hashable, Sendable {
  /// The framework's key: `PCI`, `NIST`, or the edition's own words where no family is known.
  public let framework: String
  /// The version, such as `4.0` or `800-53 Revision 5`; `nil` where the name has none.
  public let version: String?

  /// Families whose editions have several names. The first prefix that fits decides.
  private static let families: [(prefix: String, framework: String)] = [
    ("PCI", "PCI"), ("NIST", "NIST"), ("HIPAA", "HIPAA"), ("GDPR", "GDPR"), ("SOC2", "SOC2"),
    ("SOC-2", "SOC2"), ("ISO27001", "ISO27001"), ("ISO-27001", "ISO27001"), ("CIS", "CIS"),
    ("FedRAMP", "FedRAMP"), ("MAS", "MAS"), ("APRA", "APRA"),
  ]

  /// Reads an edition's name as a tool writes it.
  public init(_ name: String) {
    let lowered = name.lowercased()
    for family in Self.families where lowered.hasPrefix(family.prefix.lowercased()) {
      let rest = name.dropFirst(family.prefix.count)
      guard rest.isEmpty || rest.first == "-" || rest.first == " " || rest.first == "_" else {
        continue
      }
      framework = family.framework
      version = rest.isEmpty ? nil : Self.words(of: rest)
      return
    }
    let parts = name.split(separator: "-", omittingEmptySubsequences: false)
    let cut = parts.dropFirst().firstIndex { part in
      part.first?.isNumber == true || part == "Revision"
        || (part.first == "v" && part.dropFirst().first?.isNumber == true)
    }
    if let cut {
      framework = parts[..<cut].joined(separator: "-")
      version = parts[cut...].joined(separator: "-")
    } else {
      framework = name
      version = nil
    }
  }

  /// `-800-53-Revision-5` as `800-53 Revision 5`.
  private static func words(of rest: Substring) -> String {
    String(rest.dropFirst()).replacing("-Revision-", with: " Revision ")
      .replacing("CSF-", with: "CSF ")
  }
}

extension String {
  /// This string with each occurrence of `text` replaced. The standard library has it only for
  /// Foundation's strings and for regular expressions.
  fileprivate func replacing(_ text: String, with other: String) -> String {
    split(separator: text, omittingEmptySubsequences: false).joined(separator: other)
  }
}
