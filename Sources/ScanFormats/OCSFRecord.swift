import EvidenceModel

/// One finding in OCSF, which lives as long as the record that it stands in.
struct OCSFRecord {
  /// The key of the tool.
  let tool: String
  /// True for Prowler, which does not keep to OCSF in everything.
  let isOfProwler: Bool
  /// True where Prowler tells how a requirement stands.
  let isOfRequirement: Bool
  private let json: JSONRecord
  private var value: JSONValue { json.value }
  private var product: JSONValue? { value["metadata"]?["product"] }
  /// The verdict's object; some serializers write null where there is none.
  private var compliance: JSONValue? {
    value["compliance"].flatMap { $0.kind == "null" ? nil : $0 }
  }

  /// A record; `keys` remembers those of tools.
  init(_ json: JSONRecord, keys: inout TextMeanings<String>) {
    self.json = json
    let product = json.value["metadata"]?["product"]
    isOfProwler = product?["name"]?.text.map { $0 == "Prowler" } ?? false
    isOfRequirement = isOfProwler && json.value["class_uid"]?.int == 2003
    if isOfProwler {
      tool = ProwlerScan.tool
    } else if product?["uid"]?.string?.hasSuffix("/aws/securityhub") == true {
      tool = ASFFProduct.securityHub
    } else {
      let name = (product?["name"] ?? product?["vendor_name"])?.text
      tool = name.map { keys.meaning(of: $0, find: Self.toolKey) } ?? "ocsf"
    }
  }

  private static func toolKey(_ name: String) -> String {
    let key = name.lowercased().split { !$0.isLetter && !$0.isNumber }.joined(separator: "-")
    return key.isEmpty ? "ocsf" : key == "security-hub" ? ASFFProduct.securityHub : key
  }

  private static let classes: Set<Int64> = [2001, 2002, 2003, 2004, 2007]

  /// What an object is that tells no result; `nil` where it tells one.
  var foreignKind: String? {
    guard let number = value["class_uid"]?.int else { return "is not an OCSF record" }
    guard Self.classes.contains(number) else {
      return "is an OCSF record of class \(number), not a finding"
    }
    if value["activity_id"]?.int == 3 { return "is closed: it is no longer true" }
    guard compliance == nil else { return nil }
    switch lifecycle {
    case "resolved", "deleted": return "is \(lifecycle): it is no longer true"
    default: return nil
    }
  }

  private var isOfSecurityHub: Bool { tool == ASFFProduct.securityHub }

  /// The version of the tool, where it tells.
  var version: String? { present(product?["version"]) }

  /// The key of the rule: the control, the check, the vulnerability, or the kind of finding; empty
  /// for a requirement without a check.
  var rule: String? {
    if isOfRequirement {
      return present(compliance?["checks"]?.firstElement?["uid"]) ?? ""
    }
    let info = value["finding_info"]
    return (isOfSecurityHub ? present(compliance?["control"]) : nil)
      ?? present(value["metadata"]?["event_code"])
      ?? present(info?["analytic"]?["uid"])
      ?? present(product?["feature"]?["uid"])
      ?? present(compliance?["control"])
      ?? vulnerability
      ?? present(info?["types"]?.firstElement)
      ?? present(info?["analytic"]?["name"])
  }

  private var vulnerability: String? {
    let first = value["vulnerabilities"]?.firstElement
    return present(first?["cve"]?["uid"]) ?? present(first?["advisory"]?["uid"])
  }

  // MARK: The result

  /// What the record says: one result for each of its resources.
  ///
  /// - Throws: What `emit` throws.
  func findings(
    rule: String, writer: inout FindingWriter, tags: inout ProwlerTags,
    emit: (ScanItem) throws -> Void
  ) throws -> [Finding] {
    let info = value["finding_info"] ?? value["finding"]
    let status = try status(writer: &writer, emit: emit)
    var finding = Finding(rule: rule, status: status, bytes: json.bytes)
    finding.severity = try severity(writer: &writer, emit: emit)
    finding.isMuted = lifecycle == "suppressed" || lifecycle == "archived"
    finding.detail = present(value["status_detail"]) ?? present(value["message"]) ?? ""
    finding.alias = present(info?["uid"])
    finding.scannedAt = time(clock: &writer.clock)
    finding.discriminator = discriminator(alias: finding.alias)
    let cloud = value["cloud"]
    finding.provider = present(cloud?["provider"])?.lowercased() ?? ""
    finding.account =
      present(cloud?["account"]?["uid"]) ?? present(value["unmapped"]?["provider_uid"])
    let region = present(cloud?["region"])
    finding.region = region
    var findings: [Finding] = []
    for resource in resources {
      finding.region = region ?? present(resource["region"])
      finding.account =
        finding.account ?? present(resource["owner"]?["account"]?["uid"])
      // A native id or an address, and the ARN beside it.
      let other = present(resource["uid_alt"]).flatMap { $0.hasPrefix("arn:") ? $0 : nil }
      finding.resource = other ?? present(resource["uid"])
      finding.resourceName = present(resource["name"])
      finding.resourceType = present(resource["type"]) ?? ""
      finding.tags = self.tags(of: resource, labels: &tags)
      findings.append(finding)
    }
    return findings.isEmpty ? [finding] : findings
  }

  private var resources: [JSONValue] {
    if let resources = value["resources"] { return Array(resources.elements) }
    return value["resource"].map { [$0] } ?? []
  }

  private func tags(of resource: JSONValue, labels: inout ProwlerTags) -> TagSet {
    guard let tags = resource["tags"] else { return labels.tags(in: resource["labels"]) }
    return TagSet(
      tags.elements.compactMap { tag in
        present(tag["name"]).map { ResourceTag(key: $0, value: tag["value"]?.string ?? "") }
      })
  }

  private func discriminator(alias: String?) -> String {
    // Problems of one kind can be several on one resource.
    return isResult || vulnerability != nil ? "" : alias ?? ""
  }

  /// When the record was written.
  func time(clock: inout RecordClock) -> Timestamp? {
    clock.time(value["time"]) ?? clock.time(value["time_dt"]) ?? clock.time(value["event_time"])
      ?? clock.time(value["finding_info"]?["created_time"])
  }

  // MARK: Status and severity

  private static let words: [String: Status] = [
    "pass": .pass, "passed": .pass, "success": .pass, "compliant": .pass,
    "fail": .fail, "failed": .fail, "failure": .fail, "non_compliant": .fail,
    "manual": .manual, "info": .manual, "error": .error,
    "not_applicable": .notApplicable, "not applicable": .notApplicable,
    "warning": .unknown, "unknown": .unknown, "other": .unknown, "not_available": .unknown,
  ]

  /// True where the record tells how a requirement stands, and not a problem.
  private var isResult: Bool { compliance != nil || ownVerdict != nil }

  /// A verdict that scanners put beside `compliance`, or in place of it: Prowler 3 in `status`, its
  /// later versions, and those who follow them, in `status_code`.
  private var ownVerdict: String? {
    if let code = present(value["status_code"]), Self.words[code.lowercased()] != nil {
      return code
    }
    guard value["class_uid"]?.int == 2001, let status = present(value["status"]) else {
      return nil
    }
    return ["success", "failure", "other", "unknown"].contains(status.lowercased())
      ? status : nil
  }

  private func status(
    writer: inout FindingWriter, emit: (ScanItem) throws -> Void
  ) throws -> Status {
    guard isResult else { return .fail }
    if value["class_uid"]?.int == 2001, isOfProwler, let ownVerdict {
      return try writer.status(ownVerdict, among: Self.words, emit: emit)
    }
    if let word = present(compliance?["status"]) ?? ownVerdict {
      return try writer.status(word, among: Self.words, emit: emit)
    }
    switch compliance?["status_id"]?.int {
    case 1: return .pass
    case 3: return .fail
    case 0, 2, 99: return .unknown
    default: return try writer.status(nil, among: Self.words, emit: emit)
    }
  }

  /// Where the record is in its life, in lower case. Prowler's numbers are wrong in some versions.
  private var lifecycle: String {
    if let word = present(value["status"]) { return word.lowercased() }
    return switch value["status_id"]?.int {
    case 3: "suppressed"
    case 4: "resolved"
    case 5: "archived"
    case 6: "deleted"
    default: ""
    }
  }

  /// The severity of the result; unknown where a producer overwrites that of what passes.
  ///
  /// - Throws: What `emit` throws.
  func severity(
    writer: inout FindingWriter, emit: (ScanItem) throws -> Void
  ) throws -> Severity {
    if isOfSecurityHub, let word = present(compliance?["status"]),
      Self.words[word.lowercased()] == .pass
    {
      return .unknown
    }
    if let word = present(value["severity"]), word.lowercased() != "other" {
      return try writer.severity(word, emit: emit)
    }
    switch value["severity_id"]?.int {
    case 1: return .informational
    case 2: return .low
    case 3: return .medium
    case 4: return .high
    case 5, 6: return .critical
    default: return .unknown
    }
  }

  // MARK: The rule

  /// Combines the texts that ``mappings`` are made of.
  func hashMappings(into hasher: inout Hasher) {
    guard let compliance else { return }
    for text in compliance.elements("requirements") { text.text?.hash(into: &hasher) }
    for text in compliance.elements("standards") { text.text?.hash(into: &hasher) }
  }

  /// The requirements that the record states.
  var mappings: [RequirementReference] {
    let texts = compliance.flatMap { $0["requirements"] }?.elements.compactMap(present) ?? []
    if isOfProwler, !isOfRequirement {
      // "CIS-1.5: 1.20, 1.21"
      return texts.flatMap { ProwlerCompliance.mappings($0) }
    }
    let standards = compliance?["standards"].map { Array($0.elements) } ?? []
    if isOfSecurityHub {
      let control = present(compliance?["control"]) ?? ""
      return texts.compactMap(SecurityHubRequirement.reference)
        + standards.compactMap(present).compactMap {
          SecurityHubRequirement.reference(standard: $0, control: control)
        }
    }
    // Of several standards nothing tells which has a requirement.
    guard standards.count == 1, let edition = present(standards.first) else { return [] }
    return texts.map {
      isOfProwler
        ? RequirementReference.prowler(edition: edition, requirement: $0)
        : RequirementReference.named(edition: edition, requirement: $0)
    }
  }

  /// What the file says of the rule.
  func definition(rule key: String, survey: FindingSurvey) -> RuleDefinition {
    let info = value["finding_info"] ?? value["finding"]
    var rule = RuleDefinition(key: key, title: info?["title"]?.string ?? "")
    let id = FindingSurvey.Rule(tool: tool, key: key)
    rule.severity = survey.severity(of: id)
    rule.mappings = survey.mappings(of: id)
    rule.service = resources.first.flatMap { present($0["group"]?["name"]) } ?? ""
    rule.description = info?["desc"]?.string ?? ""
    rule.risk = present(value["risk_details"]) ?? ""
    let remediation = value["remediation"] ?? info?["remediation"]
    rule.recommendation = present(remediation?["desc"]) ?? ""
    rule.referenceURL =
      remediation?["references"]?.elements.lazy.compactMap(\.text)
      .first(where: \.isWebAddress)?.string
    return rule
  }

  private func present(_ value: JSONValue?) -> String? { value?.text?.ifPresent?.string }
}
