import EvidenceModel
import Foundation
import Testing

@testable import ScanFormats

@Suite struct SARIFTests {
  private let context = ReadingContext(
    scannedAt: Timestamp(microseconds: 1_772_848_800_000_000), account: "shop")

  /// A log of one run with these rules and results.
  private func log(rules: String = "", results: String, more: String = "") -> String {
    #"""
    {"version": "2.1.0", "runs": [{\#(more)
      "results": [\#(results)],
      "tool": {"driver": {"name": "Lint Hawk", "semanticVersion": "1.2.0", "rules": [\#(rules)]}}}]}
    """#
  }

  private func observations(
    rules: String = "", results: String, more: String = ""
  ) throws -> [Observation] {
    let scan = try ReadScan(log(rules: rules, results: results, more: more), context: context)
    #expect(scan.rejected == [])
    return scan.observations
  }

  private func result(_ more: String, id: String = "L1", uri: String = "a.tf") -> String {
    #"""
    {"ruleId": "\#(id)", "message": {"text": "m"}, "locations": [{"physicalLocation":
      {"artifactLocation": {"uri": "\#(uri)"}}}]\#(more.isEmpty ? "" : ", " + more)}
    """#
  }

  @Test func `reads a result and its rule, which stands after it`() throws {
    let rule = #"""
      {"id": "L1", "shortDescription": {"text": "Lock it"},
       "fullDescription": {"text": "All of it."},
       "help": {"text": "Turn the key."}, "helpUri": "https://docs.example/L1",
       "properties": {"tags": ["security", "external/cwe/cwe-079"], "security-severity": "9.1"}}
      """#
    let text = log(rules: rule, results: result(#""guid": "g-1""#))
    let scan = try ReadScan(text, context: context)
    #expect(scan.tools == ["lint-hawk 1.2.0"])
    var definition = RuleDefinition(key: "L1", title: "Lock it")
    definition.description = "All of it."
    definition.recommendation = "Turn the key."
    definition.referenceURL = "https://docs.example/L1"
    definition.severity = .critical
    definition.cwe = 79
    #expect(scan.rules == [definition])
    let observation = try #require(scan.observations.first)
    #expect(observation.rule == "L1")
    #expect(observation.status == .fail)
    #expect(observation.severity == .critical)
    #expect(observation.resource.uid == "a.tf")
    #expect(observation.resource.account == "shop")
    #expect(observation.detail == "m")
    #expect(observation.alias == "g-1")
    let bytes = observation.bytes
    let record = String(
      decoding: Array(text.utf8)[bytes.offset..<bytes.offset + bytes.count], as: UTF8.self)
    #expect(record == result(#""guid": "g-1""#))
  }

  @Test(arguments: [
    (#""rule": {"id": "L1"}"#, "L1"), (#""ruleIndex": 1"#, "L2"), (#""rule": {"index": 1}"#, "L2"),
    (#""ruleId": "L2/7""#, "L2"), (#""ruleId": "L9", "ruleIndex": -1"#, "L9"),
    (#""rule": {"index": 0, "toolComponent": {"index": 0}}"#, "X1"),
    (#""rule": {"index": 0, "toolComponent": {"guid": "e-1"}}"#, "X1"),
  ])
  func `finds the rule wherever a result names it`(members: String, rule: String) throws {
    let text = #"""
      {"version": "2.1.0", "runs": [{"tool": {"driver": {"name": "T", "rules": [{"id": "L1"},
       {"id": "L2"}]},
       "extensions": [{"name": "E", "guid": "e-1", "rules": [{"id": "X1"}]}]},
       "results": [{"message": {"text": "m"}, \#(members)}]}]}
      """#
    #expect(try ReadScan(text, context: context).observations.map(\.rule) == [rule])
  }

  @Test func `rejects a result that names no rule`() throws {
    let scan = try ReadScan(log(results: #"{"message": {"text": "m"}}"#), context: context)
    #expect(scan.observations == [])
    #expect(scan.rejected.map(\.reason) == ["names no rule"])
  }

  @Test(arguments: [
    ("", Status.fail), (#""kind": "fail""#, .fail), (#""kind": "pass""#, .pass),
    (#""kind": "notApplicable""#, .notApplicable), (#""kind": "review""#, .manual),
    (#""kind": "open""#, .manual), (#""kind": "informational""#, .manual),
    (#""kind": "fine""#, .unknown),
  ])
  func `reads the kind of a result`(member: String, status: Status) throws {
    #expect(try observations(results: result(member)).map(\.status) == [status])
  }

  @Test(arguments: [
    ("", "", Severity.medium), ("", #""level": "error""#, .high),
    (#""defaultConfiguration": {"level": "note"}"#, "", .low),
    (#""defaultConfiguration": {"level": "note"}"#, #""level": "error""#, .high),
    (#""properties": {"security-severity": "5.0"}"#, #""level": "error""#, .medium),
    (#""properties": {"security-severity": 7.0}"#, "", .high),
    (
      #""properties": {"security-severity": "9.5"}"#, #""kind": "pass", "level": "none""#, .critical
    ),
    ("", #""kind": "pass", "level": "none""#, .unknown),
    ("", #""level": "none""#, .informational),
    (#""properties": {"security-severity": "LOW"}"#, "", .low),
  ])
  func `rates by security-severity, then by level`(
    rule: String, member: String, severity: Severity
  ) throws {
    let rule = #"{"id": "L1"\#(rule.isEmpty ? "" : ", " + rule)}"#
    #expect(
      try observations(rules: rule, results: result(member)).map(\.severity) == [severity])
  }

  @Test(arguments: [
    ("", false), (#""suppressions": []"#, false),
    (#""suppressions": [{"kind": "inSource"}]"#, true),
    (#""suppressions": [{"kind": "external", "status": "accepted"}]"#, true),
    (#""suppressions": [{"kind": "external", "status": "underReview"}]"#, false),
    (
      #""suppressions": [{"kind": "inSource"}, {"kind": "external", "status": "rejected"}]"#, false
    ),
  ])
  func `mutes what is suppressed beyond doubt`(member: String, isMuted: Bool) throws {
    #expect(try observations(results: result(member)).map(\.isMuted) == [isMuted])
  }

  @Test func `does not report what is absent, and counts it`() throws {
    let absent = result(#""baselineState": "absent""#)
    let scan = try ReadScan(
      log(
        results: [absent, result(#""baselineState": "unchanged""#), absent].joined(separator: ",")),
      context: context)
    #expect(scan.observations.count == 1)
    #expect(scan.warnings.count == 1)
    #expect(scan.warnings.first?.hasPrefix("2 results of lint-hawk are absent") == true)
  }

  @Test func `takes a message from the rule`() throws {
    let rule = #"{"id": "L1", "messageStrings": {"bad": {"text": "{0} is not {1}."}}}"#
    let result = #"{"ruleId": "L1", "message": {"id": "bad", "arguments": ["a", "b"]}}"#
    #expect(try observations(rules: rule, results: result).map(\.detail) == ["a is not b."])
  }

  @Test func `a result without location is about the account, one with two about each`() throws {
    let none = #"{"ruleId": "L1", "message": {"text": "m"}}"#
    let two = #"""
      {"ruleId": "L2", "message": {"text": "m"}, "locations": [
        {"physicalLocation": {"artifactLocation": {"uri": "a.tf"}}},
        {"physicalLocation": {"artifactLocation": {"index": 1}}}]}
      """#
    let logical = #"""
      {"ruleId": "L3", "message": {"text": "m"}, "locations": [
        {"logicalLocations": [{"fullyQualifiedName": "stack.bucket", "kind": "resource"}]}]}
      """#
    let observations = try observations(
      results: [none, two, logical].joined(separator: ","),
      more: #""artifacts": [{}, {"location": {"uri": "b.tf"}}],"#)
    #expect(observations.map(\.resource.uid) == ["shop", "a.tf", "b.tf", "stack.bucket"])
    #expect(observations[1].bytes == observations[2].bytes)
    #expect(observations[3].resource.type == "resource")
  }

  @Test(arguments: [
    (#""fingerprints": {"b/v1": "bb", "a/v1": "aa"}, "correlationGuid": "c""#, "aa"),
    (#""fingerprints": {"a": {"inner": "nested"}}"#, "nested"),
    (#""correlationGuid": "c", "partialFingerprints": {"p": "q"}"#, "c"),
    (
      #""partialFingerprints": {"primaryLocationLineHash": "h:1", "primaryLocationStartColumnFingerprint": "0"}"#,
      "h:1"
    ),
    (#""partialFingerprints": {"y": "2", "x": "1"}"#, "1 2"),
    (#""fingerprints": {"matchBasedId/v1": "requires login"}"#, ""),
    (#""guid": "changes-every-time""#, ""),
  ])
  func `tells results apart by their fingerprints`(member: String, discriminator: String) throws {
    #expect(try observations(results: result(member)).map(\.discriminator) == [discriminator])
  }

  @Test func `tells results without fingerprint apart by their first line, whatever its number`()
    throws
  {
    func result(_ line: Int, _ snippet: String) -> String {
      #"""
      {"ruleId": "L1", "message": {"text": "m"}, "locations": [{"physicalLocation": {
        "artifactLocation": {"uri": "a.tf"},
        "region": {"startLine": \#(line), "snippet": {"text": "\#(snippet)"}}}}]}
      """#
    }
    let first = try observations(
      results: [
        result(3, #"\n  bucket {\n    x = 1"#), result(9, "bucket {"), result(9, "bucket {"),
        result(20, "table {"),
      ].joined(separator: ","))
    #expect(first.map(\.discriminator) == ["bucket {", "bucket { #2", "bucket { #2", "table {"])
    let later = try observations(
      results: [result(13, "bucket {"), result(19, "bucket {")].joined(separator: ","))
    #expect(later.map(\.discriminator) == ["bucket {", "bucket { #2"])
  }

  @Test
  func `reads requirements and weaknesses from relationships, resolved by name, index or guid`()
    throws
  {
    let rule = #"""
      {"id": "L1", "relationships": [
        {"target": {"id": "22", "toolComponent": {"name": "CWE"}}},
        {"target": {"id": "AC-3", "toolComponent": {"index": 0}}},
        {"target": {"id": "AC-2", "toolComponent": {"guid": "t-0"}}},
        {"target": {"id": "AC-1", "toolComponent": {"guid": "nobody"}}}]}
      """#
    let scan = try ReadScan(
      log(
        rules: rule, results: result(""),
        more: #""taxonomies": [{"name": "NIST-800-53", "guid": "t-0"}],"#), context: context)
    #expect(scan.rules.first?.cwe == 22)
    #expect(
      scan.rules.first?.mappings == [
        RequirementReference(edition: "NIST-800-53", requirement: "AC-2"),
        RequirementReference(edition: "NIST-800-53", requirement: "AC-3"),
      ])
  }

  @Test func `takes the time of the invocation, and the tool of each run`() throws {
    let text = #"""
      {"$schema": "s", "version": "2.1.0", "runs": [
        {"tool": {"driver": {"name": "A"}},
         "invocations": [{"executionSuccessful": true, "endTimeUtc": "2026-03-06T21:00:00Z"}],
         "results": [{"ruleId": "1", "message": {"text": "m"}}]},
        {"tool": {"driver": {"name": "C"}}, "invocations":
          [{"executionSuccessful": true, "startTimeUtc": "2026-03-06T21:00:00Z"}]},
        {"tool": {"driver": {"name": "B", "version": "7"}},
         "invocations": [{"executionSuccessful": true,
          "startTimeUtc": "2026-03-06T22:00:00Z", "endTimeUtc": "2026-03-06T23:00:00Z"}],
         "results": [{"ruleId": "2", "message": {"text": "m"}}]}]}
      """#
    let scan = try ReadScan(text, context: ReadingContext(account: "shop"))
    #expect(scan.tools == ["a -", "c -", "b 7"])
    #expect(
      scan.observations.map(\.scannedAt.microseconds) == [
        1_772_830_800_000_000, 1_772_834_400_000_000,
      ])
  }

  @Test func `declares what was evaluated where the run lists rules without results`() throws {
    let rules = #"""
      {"id": "L1"}, {"id": "L2"}, {"id": "L3", "defaultConfiguration": {"enabled": false}}
      """#
    func declared(rules: String, results: String, invocations: String) throws -> [Set<String>?] {
      try ReadScan(
        log(rules: rules, results: results, more: #""invocations": [\#(invocations)],"#),
        context: context
      ).coverage.map(\.rules)
    }
    let success = #"{"executionSuccessful": true}"#
    let failure = #"{"executionSuccessful": false}"#
    let notified =
      #"{"executionSuccessful": true, "toolExecutionNotifications": [{"level": "error"}]}"#
    let own = result("")
    #expect(try declared(rules: rules, results: own, invocations: success) == [["L1", "L2"]])
    #expect(try declared(rules: rules, results: "", invocations: success) == [["L1", "L2"]])
    #expect(try declared(rules: rules, results: own, invocations: "") == [])
    #expect(try declared(rules: rules, results: own, invocations: failure) == [])
    #expect(try declared(rules: rules, results: own, invocations: notified) == [])
    #expect(try declared(rules: #"{"id": "L1"}"#, results: own, invocations: success) == [])
    #expect(
      try declared(rules: rules, results: result("", id: "L9"), invocations: success) == [])
  }

  @Test func `declares nothing where a run has only what is new`() throws {
    let more = #""invocations": [{"executionSuccessful": true}],"#
    let rules = #"{"id": "L1"}, {"id": "L2"}"#
    let new = result(#""baselineState": "new""#)
    let old = result(#""baselineState": "unchanged""#, uri: "b.tf")
    let some = try ReadScan(log(rules: rules, results: new, more: more), context: context)
    #expect(some.coverage == [])
    #expect(some.warnings.map { $0.contains("taken for gone") } == [true])
    let all = try ReadScan(
      log(rules: rules, results: new + "," + old, more: more), context: context)
    #expect(all.coverage.map(\.rules) == [["L1", "L2"]])
    #expect(all.warnings == [])
  }

  @Test func `takes what an invocation was told of a rule`() throws {
    let more = #"""
      "invocations": [{"executionSuccessful": true, "ruleConfigurationOverrides": [
        {"descriptor": {"id": "L1"}, "configuration": {"level": "error"}},
        {"descriptor": {"index": 1}, "configuration": {"enabled": false}},
        {"descriptor": {"id": "X1", "toolComponent": {"name": "None"}},
         "configuration": {"enabled": false}}]}],
      """#
    let rules = #"""
      {"id": "L1", "defaultConfiguration": {"level": "note"}}, {"id": "L2"}, {"id": "L3"}
      """#
    let scan = try ReadScan(log(rules: rules, results: result(""), more: more), context: context)
    #expect(scan.observations.map(\.severity) == [.high])
    #expect(scan.rules.map(\.severity) == [.high])
    #expect(scan.coverage.map(\.rules) == [["L1", "L3"]])
  }

  @Test(arguments: [("L0", ""), ("L0/7", "7 "), ("L1/7", "7 ")])
  func `knows a rule by the id that it had before`(id: String, rest: String) throws {
    let rule = #"{"id": "L1", "deprecatedIds": ["L0"], "shortDescription": {"text": "Lock"}}"#
    let scan = try ReadScan(log(rules: rule, results: result("", id: id)), context: context)
    #expect(scan.observations.map(\.rule) == ["L1"])
    #expect(scan.observations.map(\.discriminator) == [rest])
    #expect(scan.rules.map(\.title) == ["Lock"])
  }

  @Test func `puts the folders before a path that it is relative to, but for the first`() throws {
    func location(_ artifact: String) -> String {
      #"""
      {"ruleId": "L1", "message": {"text": "m"}, "locations": [{"physicalLocation":
        {"artifactLocation": \#(artifact)}}]}
      """#
    }
    let more = #"""
      "artifacts": [{"location": {"uri": "d.c", "uriBaseId": "SRC"}}],
      "originalUriBaseIds": {"ROOT": {"uri": "file:///home/somebody/"},
       "SRC": {"uri": "src/", "uriBaseId": "ROOT"}, "SUB": {"uri": "sub/", "uriBaseId": "SRC"},
       "LOOP": {"uri": "x/", "uriBaseId": "LOOP"}},
      """#
    let artifacts = [
      #"{"uri": "a.c", "uriBaseId": "ROOT"}"#, #"{"uri": "a.c", "uriBaseId": "SRC"}"#,
      #"{"uri": "a.c", "uriBaseId": "SUB"}"#, #"{"uri": "a.c", "uriBaseId": "%ELSE%"}"#,
      #"{"index": 0}"#,
    ]
    let found = try observations(
      results: artifacts.map(location).joined(separator: ","), more: more)
    #expect(
      found.map(\.resource.uid) == ["a.c", "src/a.c", "src/sub/a.c", "a.c", "src/d.c"])
    #expect(
      try observations(
        results: location(#"{"uri": "a.c", "uriBaseId": "LOOP"}"#), more: more
      ).count == 1)
  }

  @Test func `a file without runs or results is a scan without findings`() throws {
    for text in [
      #"{"version": "2.1.0", "runs": []}"#, log(results: ""),
      #"{"version": "2.1.0", "runs": [{"tool": {"driver": {"name": "T"}}, "results": null}]}"#,
    ] {
      #expect(try ReadScan(text).observations == [])
    }
  }

  @Test func `asks for the account and the time`() throws {
    let error = importError { _ = try ReadScan(log(results: result(""))) }
    #expect(error?.code == .missingContext)
    #expect(error?.hint?.contains("--account") == true)
  }
}
