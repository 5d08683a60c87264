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
          try reader.readStep(Words(String(line)))
        }
      } catch {
        throw Failure(description: "line \(reader.lineNumber): \(error): \(line)")
      }
    }
    return reader.story
  }

  private mutating func readStep(_ words: Words) throws {
    switch words.verb {
    case "rule": story.steps.append(.rule(try rule(words), tool: words["tool"] ?? "prowler"))
    case "scan":
      story.steps.append(
        .scan(
          Story.Scan(
            artifact: words["as"] ?? "line \(lineNumber)", tool: words["tool"] ?? "prowler",
            scannedAt: try Self.moment(words.plain(0)),
            basis: words.has("complete") ? .complete : .inferred,
            recordedAt: try words["recorded"].map(Self.moment))))
    case "waive": story.steps.append(.waive(try waiver(words), at: try words.moment("at")))
    case "revoke":
      story.steps.append(.revoke(try number(words.plain(0)), at: try words.moment("at")))
    case "set":
      for (key, value) in words.pairs { story.steps.append(.set(Setting(key: key, value: value))) }
    case "target":
      for (key, value) in words.pairs where key != "framework" {
        story.steps.append(
          .target(
            RemediationTarget(
              framework: words["framework"], severity: try severity(key),
              days: value == "none" ? nil : Int(try number(value)))))
      }
    case "query":
      var parameters: [String: String] = [:]
      for (key, value) in words.pairs { parameters[key] = value }
      story.steps.append(
        .query(
          Story.Query(name: try words.plain(0), parameters: parameters, line: lineNumber)))
    default: throw Failure(description: "there is no such step")
    }
  }

  /// A line below a scan or a query.
  private mutating func readDetail(_ line: String) throws {
    switch story.steps.popLast() {
    case .query(var query):
      query.expected.append(line)
      story.steps.append(.query(query))
    case .scan(var scan):
      scan.observations.append(
        try observation(Words(line), at: scan.scannedAt, offset: scan.observations.count))
      story.steps.append(.scan(scan))
    default: throw Failure(description: "this belongs to nothing")
    }
  }

  private func rule(_ words: Words) throws -> RuleDefinition {
    let key = try words.plain(0)
    var rule = RuleDefinition(key: key, title: words["title"] ?? "Rule \(key)")
    rule.service = words["service"] ?? ""
    rule.severity = try words["severity"].map(severity) ?? .high
    rule.cwe = try words["cwe"].map { Int(try number($0)) }
    rule.threats = words.list("threats").compactMap(ThreatCategory.init(key:))
    rule.scopes = words.list("scopes").map(RuleDefinition.Scope.init(framework:))
    rule.mappings = try words.list("maps").map(requirement)
    return rule
  }

  private func observation(
    _ words: Words, at moment: Timestamp, offset: Int
  ) throws -> Observation {
    guard let status = Status.allCases.first(where: { $0.key == words.verb }) else {
      throw Failure(description: "there is no status \(words.verb)")
    }
    let place = try words.plain(1).split(separator: "/", maxSplits: 2).map(String.init)
    guard place.count == 3 else { throw Failure(description: "write account/region/resource") }
    let label = words["label"].map { $0.split(separator: ":").map(String.init) }
    let rating = Severity.allCases.first { words.has($0.key) }
    return Observation(
      rule: try words.plain(0),
      resource: Resource(
        provider: "aws", account: place[0], region: place[1], uid: place[2],
        name: label?.first ?? "", type: label?.last ?? ""),
      discriminator: words["part"] ?? "", status: status, severity: rating ?? .high,
      isMuted: words.has("muted"), detail: words["detail"] ?? "", scannedAt: moment,
      bytes: ByteRange(offset: offset, count: 1))
  }

  private func waiver(_ words: Words) throws -> Waiver {
    var selection = Waiver.Selection()
    selection.findingID = try words["finding"].map(number)
    selection.rule = words["rule"]
    selection.resource = words["resource"]
    selection.account = words["account"]
    if let tag = words["tag"] {
      let parts = tag.split(separator: ":", maxSplits: 1).map(String.init)
      selection.tag = Waiver.TagPattern(key: parts[0], pattern: parts[1])
    }
    if let framework = words["framework"] { selection.limit = .framework(framework) }
    if let text = words["requirement"] { selection.limit = .requirement(try requirement(text)) }
    let at = try words.moment("at")
    return Waiver(
      selection, startsAt: try words["starts"].map(Self.moment) ?? at,
      expiresAt: try words.moment("expires"), reason: words["reason"] ?? "accepted",
      owner: words["owner"] ?? "owner", approver: words["approver"] ?? "approver",
      ticket: words["ticket"])
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

  fileprivate static func moment(_ text: String) throws -> Timestamp {
    guard let time = TimestampText(text) else {
      throw Failure(description: "\(text) is no time")
    }
    return time.timestamp
  }
}

/// A line: a verb, then plain words and `key=value` pairs, a value with spaces in quotation marks.
private struct Words {
  let verb: String
  private var plain: [String] = []
  private(set) var pairs: [(String, String)] = []

  init(_ line: String) throws {
    var words: [String] = []
    var word = ""
    var isQuoted = false
    for character in line + " " {
      if character == "\"" {
        isQuoted.toggle()
      } else if character == " ", !isQuoted {
        if !word.isEmpty { words.append(word) }
        word = ""
      } else {
        word.append(character)
      }
    }
    verb = words.first ?? ""
    for word in words.dropFirst() {
      if let equals = word.firstIndex(of: "=") {
        pairs.append((String(word[..<equals]), String(word[word.index(after: equals)...])))
      } else {
        plain.append(word)
      }
    }
  }

  subscript(key: String) -> String? { pairs.first { $0.0 == key }?.1 }

  func list(_ key: String) -> [String] { self[key]?.split(separator: ",").map(String.init) ?? [] }

  func has(_ word: String) -> Bool { plain.contains(word) }

  func plain(_ index: Int) throws -> String {
    guard index < plain.count else { throw StoryReader.Failure(description: "a word is missing") }
    return plain[index]
  }

  func moment(_ key: String) throws -> Timestamp {
    guard let text = self[key] else {
      throw StoryReader.Failure(description: "\(key)= is missing")
    }
    return try StoryReader.moment(text)
  }
}
