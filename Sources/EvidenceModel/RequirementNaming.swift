/// The rules by which names of requirements are read as what publications call them.
///
/// Scanners shorten the numbers of requirements to words that suit their programs, and each does so
/// in its own way. `AC-2(3)` of NIST SP 800-53 is `ac_2_3` for Prowler and `ac-2.3` in OSCAL. A name
/// that no rule fits is left as it is.
public enum RequirementNaming: String, Sendable {
  /// Prowler's PCI DSS 4.0 numbers rows of evidence below each requirement: `3.5.1.30` is the
  /// thirtieth row of 3.5.1, whatever the publication calls 3.5.1.30.
  ///
  /// Source: the attribute `Section` of Prowler's compliance file.
  case evidenceRow = "row of evidence"
  /// A testing procedure of PCI DSS 3.2.1 is evidence for its requirement: `1.1.4.c` for 1.1.4.
  case testingProcedure = "testing procedure"
  /// A control of NIST SP 800-53 with its enhancement; the letters behind name a part of its
  /// statement. Digits behind the control's number name the enhancement: `ac_2_3_c`.
  case control = "control and enhancement"
  /// A subcategory of NIST's Cybersecurity Framework whose function was left out: `ac_5`.
  case cybersecurityFunction = "function of the category"
  /// A paragraph of the HIPAA rules: `164_308_a_1_ii_a`.
  case paragraph = "paragraph"
  /// A criterion of SOC 2: `cc_6_7`.
  case criterion = "criterion"
  /// An article of the GDPR: `article_32`.
  case article = "article"
  /// A control of Annex A of ISO/IEC 27001:2022 without its letter: `5.1` for A.5.1.
  case annex = "annex"
  /// Only the edition has another name.
  case edition = "edition"
}

extension RequirementReference {
  /// A requirement as Prowler names it.
  public static func prowler(edition: String, requirement: String) -> RequirementReference {
    if edition == "PCI-4.0" || edition == "PCI-4.0.1" {
      guard let genuine = RequirementReader.evidenceRow(requirement) else {
        return RequirementReference(edition: edition, requirement: requirement)
      }
      return read(edition, requirement, as: (edition, genuine), by: .evidenceRow)
    }
    return named(edition: edition, requirement: requirement)
  }

  /// A requirement as documents and other scanners name it.
  public static func named(edition: String, requirement: String) -> RequirementReference {
    let name = RequirementReader.edition(edition)
    if let (key, rule) = RequirementReader.requirement(requirement, of: name), key != requirement {
      return read(edition, requirement, as: (name, key), by: rule)
    }
    return name == edition
      ? RequirementReference(edition: edition, requirement: requirement)
      : read(edition, requirement, as: (name, requirement), by: .edition)
  }

  private static func read(
    _ edition: String, _ requirement: String, as name: (edition: String, key: String),
    by rule: RequirementNaming
  ) -> RequirementReference {
    var reference = RequirementReference(edition: name.edition, requirement: name.key)
    reference.written = Written(edition: edition, requirement: requirement, rule: rule)
    return reference
  }
}

/// Reads the names of editions and requirements.
private enum RequirementReader {
  // MARK: Editions

  /// What an edition is called here, which is what Prowler calls it.
  ///
  /// Security Hub writes `PCI DSS v4.0.1`, `NIST.800-53.r5`, `CIS AWS Foundations Benchmark v1.4.0`
  /// and the ids of its own standards. Before controls were consolidated, it left out the versions.
  static func edition(_ text: String) -> String {
    switch text {
    case "PCI DSS": return "PCI-3.2.1"
    case "CIS AWS Foundations": return "CIS-1.2"
    default: break
    }
    if let version = text.rest(after: "PCI DSS v") ?? text.rest(after: "PCI DSS ") {
      return "PCI-" + version
    }
    if let version = text.rest(after: "CIS AWS Foundations Benchmark v") {
      return "CIS-" + (version.hasSuffix(".0") ? String(version.dropLast(2)) : version)
    }
    if let number = text.rest(after: "NIST."), let revision = number.range(of: ".r") {
      return "NIST-\(number[..<revision.lowerBound])-Revision-\(number[revision.upperBound...])"
    }
    if text.hasPrefix("aws-foundational-security-best-practices") {
      return "AWS-Foundational-Security-Best-Practices"
    }
    return text
  }

  // MARK: Requirements

  /// What a requirement of an edition is called in the publication; `nil` where no rule is known.
  static func requirement(_ text: String, of edition: String) -> (String, RequirementNaming)? {
    let folded = edition.lowercased()
    if folded.hasPrefix("nist-800-53") || folded.hasPrefix("fedramp-") {
      return control(text).map { ($0, .control) }
    }
    if folded.hasPrefix("nist-csf") {
      return subcategory(text, isSecond: folded.contains("2.")).map { ($0, .cybersecurityFunction) }
    }
    if folded.hasPrefix("hipaa") { return paragraph(text).map { ($0, .paragraph) } }
    if folded.hasPrefix("soc2") || folded.hasPrefix("soc-2") {
      return criterion(text).map { ($0, .criterion) }
    }
    if folded.hasPrefix("gdpr") { return article(text).map { ($0, .article) } }
    if folded.hasPrefix("iso27001-2022") { return annexControl(text).map { ($0, .annex) } }
    if folded == "pci-3.2.1" { return testingProcedure(text).map { ($0, .testingProcedure) } }
    return nil
  }

  /// `3.5.1` of `3.5.1.30`.
  static func evidenceRow(_ text: String) -> String? {
    // Two rows stand in the section behind the one that they are numbered after.
    if text == "A3.2.5.1.3" || text == "A3.2.5.1.4" { return "A3.2.5.2" }
    let parts = text.split(separator: ".")
    guard parts.count >= 3, parts.last?.allSatisfy(\.isNumber) == true else { return nil }
    return parts.dropLast().joined(separator: ".")
  }

  /// `1.1.4` of `1.1.4.c`.
  private static func testingProcedure(_ text: String) -> String? {
    let parts = text.split(separator: ".")
    guard let last = parts.last, parts.count > 1, last.count == 1, last.first?.isLetter == true
    else { return nil }
    return parts.dropLast().joined(separator: ".")
  }

  /// `AC-2(3)` of `ac_2_3_c`, `ac-2.3`, `AC-02(03)`, `AC-2 (3)` and `ac-2.3_smt.a`.
  private static func control(_ text: String) -> String? {
    var rest = text[...]
    let family = rest.prefix { $0.isASCII && $0.isLetter }
    guard family.count == 2 else { return nil }
    rest = rest.dropFirst(2)
    guard let hyphen = rest.popFirst(), hyphen == "-" || hyphen == "_" else { return nil }
    let number = rest.prefix(while: \.isASCIIDigit)
    guard let control = Int(number), number.count <= 3 else { return nil }
    rest = rest.dropFirst(number.count)
    let name = "\(family.uppercased())-\(control)"
    if rest.isEmpty { return name }
    guard rest.first.map({ "_-.( ".contains($0) }) == true else { return nil }
    rest = rest.drop { "_-.( ".contains($0) }
    let digits = rest.prefix(while: \.isASCIIDigit)
    guard let enhancement = Int(digits), digits.count <= 3 else { return name }
    return "\(name)(\(enhancement))"
  }

  /// The functions of Prowler's categories; `rp` of version 1.1 can be of two and is left.
  private static let functions: [String: String] = [
    "ae": "DE", "cm": "DE", "dp": "DE", "am": "ID", "be": "ID", "ra": "ID", "ac": "PR", "ds": "PR",
    "ip": "PR", "ma": "PR", "pt": "PR", "an": "RS", "mi": "RS",
  ]
  private static let firstFunctions = ["sc": "ID", "cp": "DE", "gv": "ID", "at": "PR"]
  private static let secondFunctions = [
    "oc": "GV", "rm": "GV", "sc": "GV", "rr": "GV", "po": "GV", "ov": "GV", "aa": "PR",
    "at": "PR", "ps": "PR", "ir": "PR", "rp": "RS",
  ]

  /// `PR.AC-5` of `ac_5`, and in the second version `GV.OC-01` of `oc_1` and `RC.RP-01` of `rc_rp_1`.
  private static func subcategory(_ text: String, isSecond: Bool) -> String? {
    if text.contains(".") {
      // Two digits in the second version's own numbers, one in the first's.
      let parts = text.split(separator: "-")
      guard parts.count == 2, let number = Int(parts[1]) else { return nil }
      return "\(parts[0].uppercased())-\(digits(number, isSecond))"
    }
    let parts = text.lowercased().split(separator: "_").map(String.init)
    guard parts.count == 2 || parts.count == 3, let number = parts.last.flatMap({ Int($0) }) else {
      return nil
    }
    let category = parts[parts.count - 2]
    let own = isSecond ? secondFunctions : firstFunctions
    guard
      let function = parts.count == 3
        ? parts[0].uppercased() : own[category] ?? functions[category]
    else { return nil }
    // Prowler's file of version 1.1 calls the subcategories of DE.DP by another name.
    let name = category == "cp" ? "DP" : category.uppercased()
    return "\(function).\(name)-\(digits(number, isSecond))"
  }

  private static func digits(_ number: Int, _ isSecond: Bool) -> String {
    isSecond && number < 10 ? "0\(number)" : "\(number)"
  }

  /// `164.308(a)(1)(ii)(A)` of `164_308_a_1_ii_a`: the fourth level is in capitals.
  private static func paragraph(_ text: String) -> String? {
    let parts = text.split(separator: "_").map(String.init)
    guard parts.count >= 2, parts[0].allSatisfy(\.isNumber), parts[1].allSatisfy(\.isNumber) else {
      return nil
    }
    let levels = parts.dropFirst(2).enumerated().map { level, part in
      "(\(level == 3 ? part.uppercased() : part))"
    }
    return parts[0] + "." + parts[1] + levels.joined()
  }

  /// `CC6.7` of `cc_6_7`, `A1.1` of `cc_a_1_1`.
  private static func criterion(_ text: String) -> String? {
    var parts = text.split(separator: "_").map(String.init)
    // Its text is that of the second criterion.
    if text == "cc_a_1_1" { return "A1.2" }
    if parts.count == 4, parts[0] == "cc" { parts.removeFirst() }
    guard parts.count == 3, Int(parts[1]) != nil, Int(parts[2]) != nil else { return nil }
    return "\(parts[0].uppercased())\(parts[1]).\(parts[2])"
  }

  /// `A.5.1` of `5.1`. The annex begins with the fifth clause and ends with the eighth.
  private static func annexControl(_ text: String) -> String? {
    let parts = text.split(separator: ".")
    guard parts.count == 2, let clause = Int(parts[0]), (5...8).contains(clause),
      Int(parts[1]) != nil
    else { return nil }
    return "A." + text
  }

  /// `Art. 32` of `article_32` and `Article 32`.
  private static func article(_ text: String) -> String? {
    let folded = text.lowercased()
    guard let number = folded.rest(after: "article_") ?? folded.rest(after: "article "),
      Int(number) != nil
    else { return nil }
    return "Art. \(number)"
  }
}

extension Character {
  fileprivate var isASCIIDigit: Bool { isASCII && isNumber }
}

extension String {
  /// What follows a prefix; `nil` where it is not there.
  fileprivate func rest(after prefix: String) -> String? {
    hasPrefix(prefix) ? String(dropFirst(prefix.count)) : nil
  }

  fileprivate func range(of text: String) -> Range<Index>? { firstRange(of: text) }
}
