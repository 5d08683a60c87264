/// Reads what AWS Security Hub says that its controls are evidence for.
public enum SecurityHubRequirement {
  /// The requirement that a text names, which comes in three forms: `PCI DSS v3.2.1/10.5.2`,
  /// `NIST.800-53.r5 AC-4(21)` and, before controls were consolidated, `PCI DSS 10.5.2`.
  ///
  /// Source: AWS Security Hub user guide, "Impact of consolidation on ASFF fields and values".
  public static func reference(_ text: String) -> RequirementReference? {
    let separator: String.Index? =
      if let slash = text.lastIndex(of: "/") {
        slash
      } else if text.hasPrefix("NIST.") {
        text.firstIndex(of: " ")
      } else {
        text.lastIndex(of: " ")
      }
    guard let separator else { return nil }
    let edition = text[..<separator].trimmedSpaces
    let requirement = text[text.index(after: separator)...].trimmedSpaces
    guard !edition.isEmpty, !requirement.isEmpty else { return nil }
    return RequirementReference.named(edition: edition, requirement: requirement)
  }

  /// The requirement that a control is of a standard. The requirements of AWS's own standards are
  /// the controls; of all others the findings name the requirements themselves.
  public static func reference(standard: String, control: String) -> RequirementReference? {
    guard standard.hasPrefix("standards/aws-") else { return nil }
    return RequirementReference.named(
      edition: String(standard.dropFirst("standards/".count)), requirement: control)
  }
}

extension Substring {
  fileprivate var trimmedSpaces: String {
    var text = self
    while text.first == " " { text.removeFirst() }
    while text.last == " " { text.removeLast() }
    return String(text)
  }
}
