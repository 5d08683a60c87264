import EvidenceModel
import Foundation

@testable import EvidenceStore

/// Reads a story from its text.
struct StoryReader {
  struct Failure: Error, CustomStringConvertible {
    var description: String
  }

  private var story = Story()
  private var lineNumber = 0

  static func read(_ text: String) throws -> Story {
    var reader = Self()
    for line in text.split(separator: "\n", omittingEmptySubsequences: false) {
      reader.lineNumber += 1
      if line.isEmpty || line.hasPrefix("#") { continue }
      do {
        if line.hasPrefix("  ") {
          try reader.readDetail(String(line.dropFirst(2)))
        } else {
          try reader.readStep(StoryWords(String(line)))
        }
      } catch {
        throw Failure(description: "line \(reader.lineNumber): \(error): \(line)")
      }
    }
    return reader.story
  }

  private mutating func readStep(_ words: StoryWords) throws {
    switch words.verb {
    case "rule": story.steps.append(.rule(try rule(words), tool: words["tool"] ?? "prowler"))
    case "catalog":
      story.steps.append(
        .catalog(
          Story.Catalog(
            artifact: words["as"] ?? "line \(lineNumber)",
            recordedAt: try words.time("recorded"),
            catalog: RuleCatalog(
              key: try words.plain(0), title: try words["title"] ?? "Catalog \(words.plain(0))"))))
    case "scan":
      story.steps.append(
        .scan(
          Story.Scan(
            artifact: words["as"] ?? "line \(lineNumber)", tool: words["tool"] ?? "prowler",
            scannedAt: try Timestamp(storyText: words.plain(0)),
            basis: words.has("complete") ? .complete : .declared,
            recordedAt: try words.time("recorded"))))
    case "waive": story.steps.append(.waive(try acceptance(words)))
    case "revoke":
      story.steps.append(.revoke(try number(words.plain(0)), at: try words.moment("at")))
    case "attest": story.steps.append(.attest(try testimony(words)))
    case "withdraw":
      story.steps.append(.withdraw(try number(words.plain(0)), at: try words.moment("at")))
    case "set":
      for (key, value) in words.pairs where key != "recorded" {
        story.steps.append(
          .set(Setting(key: key, value: value), recordedAt: try words.time("recorded")))
      }
    case "target":
      for (key, value) in words.pairs where key != "framework" && key != "recorded" {
        story.steps.append(
          .target(
            RemediationTarget(
              framework: words["framework"], severity: try severity(key),
              days: value == "none" ? nil : Int(try number(value))),
            recordedAt: try words.time("recorded")))
      }
    case "query", "view":
      var parameters: [String: String] = [:]
      for (key, value) in words.pairs { parameters[key] = value }
      story.steps.append(
        .query(
          Story.Query(
            name: try words.plain(0), isView: words.verb == "view", parameters: parameters,
            line: lineNumber)))
    default: throw Failure(description: "there is no such step")
    }
  }

  /// A line below a catalog, a scan or a query.
  private mutating func readDetail(_ line: String) throws {
    switch story.steps.popLast() {
    case .query(var query):
      query.expected.append(line)
      story.steps.append(.query(query))
    case .scan(var scan):
      try read(StoryWords(line), into: &scan)
      story.steps.append(.scan(scan))
    case .catalog(var document):
      try read(StoryWords(line), into: &document.catalog)
      story.steps.append(.catalog(document))
    default: throw Failure(description: "this belongs to nothing")
    }
  }

  private func read(_ words: StoryWords, into scan: inout Story.Scan) throws {
    switch words.verb {
    case "reject": scan.rejections.append(try words.plain(0))
    case "declare":
      let (provider, account) = Self.account(try words.plain(0))
      scan.declarations.append(
        DeclaredCoverage(
          provider: provider, account: account,
          rules: words["rules"].map { _ in Set(words.list("rules")) },
          regions: words["regions"].map { _ in Set(words.list("regions")) },
          scannedAt: scan.scannedAt))
    default:
      scan.observations.append(
        try observation(
          words, at: words.time("at") ?? scan.scannedAt, offset: scan.observations.count))
    }
  }

  private func read(_ words: StoryWords, into catalog: inout RuleCatalog) throws {
    switch words.verb {
    case "rule": catalog.rules.append(try rule(words))
    case "framework":
      let key = try words.plain(0)
      catalog.frameworks.append(
        FrameworkDefinition(key: key, title: words["title"] ?? key, aliases: words.list("aliases")))
    case "heading", "requirement":
      let reference = try requirement(words.plain(0))
      let definition = RequirementDefinition(
        key: reference.requirement, title: words["title"] ?? "", parent: words["parent"],
        isAssessable: words.verb == "requirement")
      if catalog.editions.last?.key != reference.edition {
        catalog.editions.append(EditionDefinition(key: reference.edition))
      }
      catalog.editions[catalog.editions.count - 1].requirements.append(definition)
    case "weakness": catalog.cwes[Int(try number(words.plain(0)))] = try words.plain(1)
    case "anomaly":
      catalog.anomalies.append(
        CatalogAnomaly(
          code: try words.plain(0), rule: words["rule"],
          line: Int(try number(words["line"] ?? "1")), message: words["message"] ?? ""))
    case "evidence":
      catalog.evidence.append(
        RequirementEvidence(
          requirement: try requirement(words.plain(0)), rule: try words["rule"].map(named),
          reason: words["reason"] ?? ""))
    default: throw Failure(description: "a catalog has no \(words.verb)")
    }
  }

  private func named(_ text: String) throws -> RuleReference {
    let parts = text.split(separator: "/", maxSplits: 1).map(String.init)
    guard parts.count == 2 else { throw Failure(description: "write CATALOG/RULE") }
    return RuleReference(catalog: parts[0], rule: parts[1])
  }

  private func rule(_ words: StoryWords) throws -> RuleDefinition {
    let key = try words.plain(0)
    var rule = RuleDefinition(key: key, title: words["title"] ?? "Rule \(key)")
    rule.service = words["service"] ?? ""
    rule.severity = try words["severity"].map(severity) ?? .high
    rule.cvss = words["cvss"].flatMap(Double.init)
    rule.cwe = try words["cwe"].map { Int(try number($0)) }
    rule.threats = words.list("threats").compactMap(ThreatCategory.init(key:))
    rule.scopes = words.list("scopes").map(RuleDefinition.Scope.init(framework:))
    rule.mappings = try words.list("maps").map(requirement)
    rule.description = words["description"] ?? ""
    rule.recommendation = words["recommendation"] ?? ""
    rule.referenceURL = words["url"]
    for (key, value) in words.pairs where key == "same" || key == "none" {
      let parts = value.split(separator: "/", maxSplits: 1).map(String.init)
      guard parts.count == 2 else { throw Failure(description: "write CATALOG/RULE") }
      rule.equivalents.append(
        key == "same"
          ? .same(catalog: parts[0], rule: parts[1]) : .none(catalog: parts[0], reason: parts[1]))
    }
    return rule
  }

  private func observation(
    _ words: StoryWords, at moment: Timestamp, offset: Int
  ) throws -> Observation {
    guard let status = Status.allCases.first(where: { $0.key == words.verb }) else {
      throw Failure(description: "there is no status \(words.verb)")
    }
    let place = try words.plain(1).split(separator: "/", maxSplits: 2).map(String.init)
    guard place.count == 3 else { throw Failure(description: "write account/region/resource") }
    let (provider, account) = Self.account(place[0])
    let label = words["label"].map {
      $0.split(separator: ":", omittingEmptySubsequences: false).map(String.init)
    }
    let rating = Severity.allCases.first { words.has($0.key) }
    return Observation(
      rule: try words.plain(0),
      resource: Resource(
        provider: provider, account: account, region: place[1], uid: place[2],
        name: label?.first ?? "", type: label?.last ?? "",
        tags: TagSet(try words.list("tags").map(tag))),
      discriminator: words["part"] ?? "", status: status, severity: rating ?? .high,
      isMuted: words.has("muted"), detail: words["detail"] ?? "", scannedAt: moment,
      bytes: ByteRange(offset: offset, count: 1))
  }

  private func acceptance(_ words: StoryWords) throws -> Story.Acceptance {
    var selection = Waiver.Selection()
    var finding: Story.FindingName?
    if let text = words["finding"] {
      selection.findingID = Int64(text)
      if selection.findingID == nil { finding = try findingName(text, part: words["part"]) }
    }
    selection.rule = words["rule"]
    selection.resource = words["resource"]
    selection.account = words["account"]
    if let tag = try words["tag"].map(tag) {
      selection.tag = Waiver.TagPattern(key: tag.key, pattern: tag.value)
    }
    if let framework = words["framework"] { selection.limit = .framework(framework) }
    if let text = words["requirement"] { selection.limit = .requirement(try requirement(text)) }
    let at = try words.moment("at")
    let waiver = Waiver(
      selection, startsAt: try words.time("starts") ?? at,
      expiresAt: try words.moment("expires"), reason: words["reason"] ?? "accepted",
      owner: words["owner"] ?? "owner", approver: words["approver"] ?? "approver",
      ticket: words["ticket"])
    return Story.Acceptance(waiver: waiver, finding: finding, recordedAt: at)
  }

  private func testimony(_ words: StoryWords) throws -> Story.Testimony {
    let at = try words.moment("at")
    return Story.Testimony(
      attestation: Attestation(
        of: try requirement(words.plain(0)), account: words["account"],
        isMet: !words.has("not_met"), startsAt: try words.time("starts") ?? at,
        expiresAt: try words.moment("until"), attestedBy: words["by"] ?? "officer",
        note: words["note"]),
      evidence: words.list("evidence"), recordedAt: at)
  }

  private func findingName(_ text: String, part: String?) throws -> Story.FindingName {
    let parts = text.split(separator: "/", maxSplits: 4).map(String.init)
    guard parts.count == 5 else {
      throw Failure(description: "write tool/rule/account/region/resource")
    }
    let (provider, account) = Self.account(parts[2])
    return Story.FindingName(
      tool: parts[0], rule: parts[1], provider: provider, account: account, region: parts[3],
      resource: parts[4], discriminator: part ?? "")
  }

  /// An account of AWS, or of the provider before its colon.
  private static func account(_ text: String) -> (provider: String, account: String) {
    let parts = text.split(separator: ":", maxSplits: 1).map(String.init)
    return parts.count == 2 ? (parts[0], parts[1]) : ("aws", text)
  }

  private func tag(_ text: String) throws -> ResourceTag {
    let parts = text.split(separator: ":", maxSplits: 1).map(String.init)
    guard parts.count == 2 else { throw Failure(description: "write KEY:VALUE") }
    return ResourceTag(key: parts[0], value: parts[1])
  }

  private func requirement(_ text: String) throws -> RequirementReference {
    let parts = text.split(separator: ":", maxSplits: 1).map(String.init)
    guard parts.count == 2 else { throw Failure(description: "write EDITION:REQUIREMENT") }
    return RequirementReference(edition: parts[0], requirement: parts[1])
  }

  private func severity(_ text: String) throws -> Severity {
    guard let severity = Severity.allCases.first(where: { $0.key == text }) else {
      throw Failure(description: "there is no severity \(text)")
    }
    return severity
  }

  private func number(_ text: String) throws -> Int64 {
    guard let number = Int64(text) else { throw Failure(description: "\(text) is no number") }
    return number
  }
}
