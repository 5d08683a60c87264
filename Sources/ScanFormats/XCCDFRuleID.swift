/// The stable part of a rule's id in XCCDF and in checklists.
///
/// DISA's ids hold the release of the rule, `SV-230221r743913_rule`, and change with each release of
/// the guide; XCCDF 1.2 puts a prefix before them, and STIG Viewer 3 leaves out the `_rule`. What is
/// left, `SV-230221`, is the same in XCCDF 1.1, in 1.2 and in a checklist. Ids of others are kept as
/// they are.
enum XCCDFRuleID {
  /// The key of the rule with this id.
  static func key(of id: String) -> String {
    let prefix = "xccdf_mil.disa.stig_rule_"
    let short = id.hasPrefix(prefix) ? id.dropFirst(prefix.count) : id[...]
    guard short.hasPrefix("SV-") else { return id }
    let body = short.dropFirst(3).dropLast(short.hasSuffix("_rule") ? "_rule".count : 0)
    let number = body.prefix(while: \.isASCIIDigit)
    let release = body.dropFirst(number.count)
    guard !number.isEmpty, release.first == "r", release.count > 1,
      release.dropFirst().allSatisfy(\.isASCIIDigit)
    else { return id }
    return "SV-" + number
  }
}

extension Character {
  fileprivate var isASCIIDigit: Bool { isASCII && isNumber }
}
