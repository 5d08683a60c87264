import EvidenceModel

/// One finding in ASFF, which lives as long as the record that it stands in.
struct ASFFRecord {
  let product: ASFFProduct
  private let json: JSONRecord
  private var value: JSONValue { json.value }

  init(_ json: JSONRecord, keys: inout ASFFProduct.Keys) {
    self.json = json
    product = ASFFProduct(of: json.value, keys: &keys)
  }

  /// True for what has the marks of the format.
  static func isFinding(_ value: JSONValue) -> Bool {
    guard value["Resources"] != nil, value["GeneratorId"] != nil else { return false }
    return value["ProductArn"] != nil || value["SchemaVersion"]?.string == "2018-10-08"
  }

  /// True where the finding is over, or its product keeps it out of sight.
  var isArchived: Bool { value["RecordState"]?.text.map { $0 == "ARCHIVED" } ?? false }

  /// The key of the rule.
  ///
  /// The consolidated id of a control, then the id in its standard. A rule of CIS 1.2.0 has only a
  /// number there, which means another rule in the next edition: it keeps the name of its edition.
  /// GuardDuty and Macie have the kind of finding in place of a rule, Inspector the vulnerability.
  var rule: String? {
    let generator = value["GeneratorId"]?.text?.ifPresent?.string
    if let control = value["Compliance"]?["SecurityControlId"]?.text?.ifPresent
      ?? value["ProductFields"]?["ControlId"]?.text?.ifPresent
    {
      return control.string
    }
    if product.isScanner {
      let prefix = product.tool + "-"
      return generator.map { $0.hasPrefix(prefix) ? String($0.dropFirst(prefix.count)) : $0 }
    }
    if product.tool == ASFFProduct.securityHub {
      guard let generator else { return nil }
      for prefix in ["security-control/", "arn:aws:securityhub:::ruleset/"]
      where generator.hasPrefix(prefix) {
        return String(generator.dropFirst(prefix.count))
      }
      return generator
    }
    if let vulnerability { return vulnerability.string }
    if product.tool.hasPrefix("aws-"), let kind = value["Types"]?.firstElement?.text?.ifPresent {
      return kind.string.split(separator: "/").last.map(String.init)
    }
    return generator
  }

  private var vulnerability: TextSlice? {
    value["Vulnerabilities"]?.firstElement?["Id"]?.text?.ifPresent
  }

  /// What the record says: one result for each of its resources.
  ///
  /// - Throws: What `emit` throws.
  func findings(
    rule: String, writer: inout FindingWriter, emit: (ScanItem) throws -> Void
  ) throws -> [Finding] {
    let (status, isMutedByStatus) = try status(writer: &writer, emit: emit)
    var finding = Finding(rule: rule, status: status, bytes: json.bytes)
    finding.severity = try severity(status: status, writer: &writer, emit: emit)
    finding.isMuted =
      isMutedByStatus || isArchived
      || value["Workflow"]?["Status"]?.text.map { $0 == "SUPPRESSED" } ?? false
    finding.detail = detail
    finding.alias = value["Id"]?.text?.ifPresent?.string
    finding.provider = "aws"
    finding.account = account
    finding.scannedAt = time(clock: &writer.clock)
    if !product.writesResults, value["Compliance"]?["Status"] == nil, vulnerability == nil {
      finding.discriminator = finding.alias ?? ""
    }
    let region = value["Region"]?.text?.ifPresent?.string
    // The control had nothing to check; the account stands for the resources that are not there.
    let hasNoResources = status == .pass && hasReason("CONFIG_EVALUATIONS_EMPTY")
    var findings: [Finding] = []
    for resource in elements(value["Resources"]) {
      finding.region = region ?? resource["Region"]?.text?.ifPresent?.string
      finding.resourceType = resource["Type"]?.string ?? ""
      finding.resource = resource["Id"]?.text?.ifPresent
        .flatMap { $0.hasPrefix("AWS::::Account:") ? nil : $0.string }
      finding.tags = TagSet(
        (resource["Tags"]?.members).map { members in
          members.map { ResourceTag(key: $0.key.string, value: $0.value.string ?? "") }
        } ?? [])
      finding.status =
        hasNoResources && finding.resourceType == "AwsAccount" ? .notApplicable : status
      findings.append(finding)
    }
    guard findings.isEmpty else { return findings }
    finding.region = region
    return [finding]
  }

  /// When the finding last changed.
  func time(clock: inout RecordClock) -> Timestamp? {
    clock.time(value["UpdatedAt"]) ?? clock.time(value["CreatedAt"])
  }

  /// AWS account ids have 12 digits; a program that took one for a number dropped its zeros.
  private var account: String? {
    guard
      let account = value["AwsAccountId"]?.text?.ifPresent?.string
        ?? value["AwsAccountId"]?.int.map(String.init)
    else { return nil }
    guard account.utf8.count < 12, account.allSatisfy(\.isNumber) else { return account }
    return String(repeating: "0", count: 12 - account.utf8.count) + account
  }

  /// What is said of this result. The description of a control is that of the rule.
  private var detail: String {
    guard product.tool == ASFFProduct.securityHub else {
      return value["Description"]?.string ?? ""
    }
    let reason = value["Compliance"]?["StatusReasons"]?.firstElement?["Description"]
    return value["ProductFields"]?["aws/securityhub/annotation"]?.string ?? reason?.string ?? ""
  }

  // MARK: Status and severity

  private static let words: [String: Status] = [
    "passed": .pass, "failed": .fail, "warning": .unknown, "not_available": .unknown,
  ]

  /// Prowler has only the words of ASFF for its own. What its mute list suppressed is a warning,
  /// which hides the verdict. Versions 3.0 to 3.6 put "ED" after every word.
  private static let wordsOfProwler: [String: Status] = [
    "passed": .pass, "failed": .fail, "infoed": .manual, "warning": .unknown,
    "warninged": .unknown, "muted": .unknown, "muteded": .unknown,
  ]

  /// Powerpipe says WARNING where a query failed, NOT_AVAILABLE for what it skipped and for
  /// information, between which the file does not tell.
  private static let wordsOfPowerpipe: [String: Status] = [
    "passed": .pass, "failed": .fail, "warning": .error, "not_available": .unknown,
  ]

  private func status(
    writer: inout FindingWriter, emit: (ScanItem) throws -> Void
  ) throws -> (Status, isMuted: Bool) {
    let word = value["Compliance"]?["Status"]?.string
    // A problem that was found, not a requirement that was checked.
    if word == nil, !product.writesResults { return (.fail, false) }
    switch product.tool {
    case "prowler":
      let status = try writer.status(word, among: Self.wordsOfProwler, emit: emit)
      let isMuted = word.map { $0.hasPrefix("WARNING") || $0.hasPrefix("MUTED") } ?? false
      return (status, isMuted)
    case "powerpipe":
      return (try writer.status(word, among: Self.wordsOfPowerpipe, emit: emit), false)
    default:
      if hasReason("CONFIG_RETURNS_NOT_APPLICABLE"), word != "FAILED" {
        return (.notApplicable, false)
      }
      return (try writer.status(word, among: Self.words, emit: emit), false)
    }
  }

  private func elements(_ array: JSONValue?) -> [JSONValue] {
    array.map { Array($0.elements) } ?? []
  }

  private func hasReason(_ code: StaticString) -> Bool {
    value["Compliance"]?["StatusReasons"]?.elements
      .contains { $0["ReasonCode"]?.text.map { $0 == code } ?? false } ?? false
  }

  /// The severity that the record tells of its rule.
  ///
  /// - Throws: What `emit` throws.
  func severity(
    writer: inout FindingWriter, emit: (ScanItem) throws -> Void
  ) throws -> Severity {
    let status = try status(writer: &writer, emit: emit).0
    return try severity(status: status, writer: &writer, emit: emit)
  }

  private func severity(
    status: Status, writer: inout FindingWriter, emit: (ScanItem) throws -> Void
  ) throws -> Severity {
    let label = value["Severity"]?["Label"]?.text?.ifPresent?.string
    // Security Hub overwrites the severity of a control where it passes.
    if !product.isScanner, status == .pass || status == .notApplicable { return .unknown }
    return try writer.severity(label, emit: emit)
  }

  // MARK: The rule

  /// Combines the texts that ``mappings(rule:)`` is made of.
  func hashMappings(into hasher: inout Hasher) {
    guard let compliance = value["Compliance"] else { return }
    for text in compliance.elements("RelatedRequirements") { text.text?.hash(into: &hasher) }
    for standard in compliance.elements("AssociatedStandards") {
      standard["StandardsId"]?.text?.hash(into: &hasher)
    }
  }

  /// The requirements that the record states. Those of Prowler are cut after 63 characters.
  func mappings(rule: String) -> [RequirementReference] {
    guard product.tool == ASFFProduct.securityHub, let compliance = value["Compliance"] else {
      return []
    }
    var mappings: [RequirementReference] = []
    for text in elements(compliance["RelatedRequirements"]) {
      if let reference = text.string.flatMap(SecurityHubRequirement.reference) {
        mappings.append(reference)
      }
    }
    for standard in elements(compliance["AssociatedStandards"]) {
      let id = standard["StandardsId"]?.string
      if let reference = id.flatMap({
        SecurityHubRequirement.reference(standard: $0, control: rule)
      }) {
        mappings.append(reference)
      }
    }
    return mappings
  }

  /// What the file says of the rule.
  func definition(rule key: String, survey: FindingSurvey) -> RuleDefinition {
    let isControl = product.tool == ASFFProduct.securityHub
    var title = value["Title"]?.string ?? ""
    // The id in the standard, `PCI.Config.1`, where controls are not consolidated.
    let ids = [key, value["ProductFields"]?["ControlId"]?.string].compactMap(\.self)
    if let id = ids.first(where: { title.hasPrefix($0 + " ") }) {
      title = String(title.dropFirst(id.count + 1))
    }
    var rule = RuleDefinition(key: key, title: title)
    if product.isScanner {
      rule.service = key.split(separator: "_").first.map(String.init) ?? ""
    } else if isControl {
      rule.service = key.firstIndex(of: ".").map { String(key[..<$0]) } ?? ""
    }
    let id = FindingSurvey.Rule(tool: product.tool, key: key)
    rule.severity = survey.severity(of: id)
    rule.mappings = survey.mappings(of: id)
    if isControl { rule.description = value["Description"]?.string ?? "" }
    let recommendation = value["Remediation"]?["Recommendation"]
    rule.recommendation = recommendation?["Text"]?.string ?? ""
    rule.referenceURL = recommendation?["Url"]?.text
      .flatMap { $0.isWebAddress ? $0.string : nil }
    return rule
  }
}
