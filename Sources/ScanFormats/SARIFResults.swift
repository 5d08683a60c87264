import EvidenceModel

/// Turns the results of a SARIF run into findings.
struct SARIFResults {
  /// What is known of the run.
  let run: SARIFRun
  private var hit: Set<String> = []
  private var absent = 0
  private var new = 0
  private var known = 0
  private var occurrences = Occurrences()

  private struct Location {
    /// The URI, or the logical name; `nil` for none.
    var resource: String?
    var type = ""
    var logicalName: String?
    var line: String?
    var region = ""
  }

  private struct Fingerprint {
    var text: String
    var isWhole: Bool
  }

  private static let statuses: [String: Status] = [
    "fail": .fail, "pass": .pass, "notapplicable": .notApplicable, "review": .manual,
    "open": .manual, "informational": .manual,
  ]

  /// Bytes of a message from which on no argument is put in.
  private static let longestMessage = 1 << 20

  /// The results of a run, none of which was taken yet.
  init(run: SARIFRun) { self.run = run }

  /// Hands on a result.
  ///
  /// - Returns: Why it was not taken; `nil` where it was.
  /// - Throws: `ImportError` where nobody tells the account or the time; what `emit` throws.
  mutating func take(
    _ record: JSONRecord, writer: inout FindingWriter, emit: (ScanItem) throws -> Void
  ) throws -> String? {
    let value = record.value
    guard let (key, rest, rule) = run.rule(of: value) else { return "names no rule" }
    switch value.string("baselineState") {
    case "absent":
      absent += 1
      return nil
    case "new": new += 1
    case .some: known += 1
    case nil: break
    }
    hit.insert(key)
    var finding = Finding(rule: key, status: .fail, bytes: record.bytes)
    if let kind = value.string("kind") {
      finding.status = try writer.status(kind, among: Self.statuses, emit: emit)
    }
    finding.severity = try severity(of: value, rule: rule, writer: &writer, emit: emit)
    finding.isMuted = Self.isMuted(value)
    finding.detail = Self.message(of: value, rule: rule)
    finding.alias = value.string("guid")
    finding.scannedAt = run.scannedAt
    let fingerprint = Self.fingerprint(of: value)
    for location in locations(of: value) {
      finding.resource = location.resource
      finding.resourceType = location.type
      let own = discriminator(of: location, rule: key, fingerprint: fingerprint)
      finding.discriminator = rest.isEmpty ? own : rest + " " + own
      try writer.write(finding, emit: emit) {
        rule?.definition ?? RuleDefinition(key: key, title: "")
      }
    }
    return nil
  }

  /// Hands on what the run says of itself, after its results.
  func end(writer: inout FindingWriter, emit: (ScanItem) throws -> Void) throws {
    if absent > 0 {
      try writer.warn(
        "\(absent) results of \(run.tool) are absent from their run, as their baseline state says; "
          + "they are not reported", emit: emit)
    }
    if run.hasFailed {
      try writer.warn("\(run.tool) reports an error, or a run without success", emit: emit)
    }
    if run.isSplit {
      try writer.warn(
        "\(run.tool) has part of its run in other files, which are not read", emit: emit)
    }
    // A run that was compared with an earlier one, and has nothing that was in both.
    if new > 0, known == 0 {
      try writer.warn(
        "every result of \(run.tool) is new since another run, as where only those are reported: "
          + "what is absent here may be there still, and is taken for gone", emit: emit)
      return
    }
    guard let rules = run.evaluatedRules(hit: hit) else { return }
    try writer.declare(
      provider: "", account: nil, rules: rules, regions: nil, scannedAt: run.scannedAt, at: 0,
      emit: emit)
  }

  // MARK: Rating and text

  private func severity(
    of value: JSONValue, rule: SARIFRule?, writer: inout FindingWriter,
    emit: (ScanItem) throws -> Void
  ) throws -> Severity {
    if let own = SARIFRule.securitySeverity(value["properties"]) { return own }
    if let own = rule?.securitySeverity { return own }
    // What is no failure has the level 'none', which is no rating of the rule.
    let isFailure = value.string("kind").map { $0 == "fail" } ?? true
    let level =
      (isFailure ? value.string("level") : nil) ?? rule?.level ?? (isFailure ? "warning" : nil)
    guard let level else { return .unknown }
    if let severity = SARIFNames.severity(level: level) { return severity }
    return try writer.severity(level, emit: emit)
  }

  private static func isMuted(_ value: JSONValue) -> Bool {
    var isMuted = false
    for suppression in value.elements("suppressions") {
      switch suppression.string("status") {
      case nil, "accepted": isMuted = true
      default: return false
      }
    }
    return isMuted
  }

  private static func message(of value: JSONValue, rule: SARIFRule?) -> String {
    guard let message = value["message"] else { return "" }
    let text =
      message.string("text") ?? message.string("id").flatMap { rule?.message($0) }
      ?? message.string("markdown")
    guard let text else { return "" }
    let arguments = message.elements("arguments").map { $0.string ?? "" }
    return arguments.isEmpty ? text : filled(text, with: arguments)
  }

  /// A message with its arguments in the place of `{0}`, `{1}` and so on.
  ///
  /// What an argument says is not looked at again, and where the message gets long, the rest of it
  /// is left as it is: a few bytes could else become gigabytes.
  private static func filled(_ text: String, with arguments: [String]) -> String {
    var filled = ""
    var rest = text[...]
    while filled.utf8.count < longestMessage,
      let open = rest.utf8.firstIndex(of: UInt8(ascii: "{"))
    {
      let inside = rest[rest.utf8.index(after: open)...]
      let digits = inside.utf8.prefix(6).prefix {
        $0 >= UInt8(ascii: "0") && $0 <= UInt8(ascii: "9")
      }
      let after = inside[digits.endIndex...]
      filled += rest[..<open]
      if let number = Int(inside[..<digits.endIndex]), arguments.indices.contains(number),
        after.utf8.first == UInt8(ascii: "}")
      {
        filled += arguments[number]
        rest = after.dropFirst()
      } else {
        filled += "{"
        rest = inside
      }
    }
    return filled + rest
  }

  // MARK: Identity

  /// What the tool says that makes the result itself; `nil` where it says nothing.
  private static func fingerprint(of value: JSONValue) -> Fingerprint? {
    if let whole = texts(of: value["fingerprints"]).first?.text ?? value.string("correlationGuid") {
      return Fingerprint(text: whole, isWhole: true)
    }
    let parts = texts(of: value["partialFingerprints"])
    guard !parts.isEmpty else { return nil }
    // The rest of CodeQL's is a column.
    let line = parts.first { $0.key == "primaryLocationLineHash" }
    return Fingerprint(
      text: line?.text ?? parts.map(\.text).joined(separator: " "), isWhole: false)
  }

  /// The texts in an object, by their keys; some tools nest objects there.
  private static func texts(of value: JSONValue?) -> [(key: String, text: String)] {
    guard let value else { return [] }
    var texts: [(key: String, text: String)] = []
    for (key, member) in value.members {
      if let text = member.string {
        // Semgrep writes this where it knows no account.
        if !text.isEmpty, text != "requires login" { texts.append((key.string, text)) }
      } else {
        texts += Self.texts(of: member).map { (key.string + "/" + $0.key, $0.text) }
      }
    }
    return texts.sorted { $0.key < $1.key }
  }

  /// What tells a result from others of its rule and resource.
  ///
  /// Only `fingerprints` and `correlationGuid` are a whole identity: results that have the same part
  /// of one can be two.
  private mutating func discriminator(
    of location: Location, rule: String, fingerprint: Fingerprint?
  ) -> String {
    if let fingerprint, fingerprint.isWhole { return fingerprint.text }
    let text = fingerprint?.text ?? location.line ?? location.logicalName ?? ""
    return occurrences.discriminator(
      text, ofRule: rule, on: location.resource, mark: location.region)
  }

  // MARK: Locations

  private func locations(of value: JSONValue) -> [Location] {
    let locations = value.elements("locations").map(location)
    guard locations.isEmpty else { return locations }
    return [Location(resource: value["analysisTarget"].flatMap(run.uri))]
  }

  private func location(_ value: JSONValue) -> Location {
    let physical = value["physicalLocation"]
    let logical = value["logicalLocations"]?.firstElement ?? value["logicalLocation"]
    var location = Location(resource: physical?["artifactLocation"].flatMap(run.uri))
    location.logicalName = logical?.string("fullyQualifiedName") ?? logical?.string("name")
    if location.resource == nil {
      location.resource = location.logicalName
      location.type = logical?.string("kind") ?? ""
    }
    guard let region = physical?["region"] else { return location }
    let snippet = region["snippet"]?.string("text") ?? ""
    let line = snippet.drop(while: \.isWhitespace).prefix { !$0.isNewline }.prefix(200)
    if !line.isEmpty { location.line = String(line) }
    let numbers = [region["startLine"], region["startColumn"], region["charOffset"]]
    location.region = numbers.compactMap { $0?.int }.map(String.init).joined(separator: ":")
    return location
  }
}
