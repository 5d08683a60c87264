import EvidenceModel
import Testing

@testable import ScanFormats

/// kube-bench, Kubescape and Docker Bench, whose files do not say what they are about.
@Suite struct KubernetesBenchmarkTests {
  private let context = ReadingContext(
    scannedAt: Timestamp(epoch: 1_772_848_800), account: "blue")

  private func control(_ nodeType: String, _ results: [(number: String, word: String)]) -> String {
    let list = results.map {
      #"{"test_number":"\#($0.number)","test_desc":"Lock \#($0.number)","status":"\#($0.word)","#
        + #""remediation":"Lock it.","actual_value":"open"}"#
    }.joined(separator: ",")
    return
      #"{"id":"1","version":"doors-2","node_type":"\#(nodeType)","tests":[{"results":[\#(list)]}]}"#
  }

  @Test func `reads every container of kube-bench`() throws {
    let one = control("master", [("1.1", "PASS")])
    let two = control("node", [("1.1", "FAIL")])
    for text in [
      #"{"Controls":[\#(one),\#(two)],"Totals":{}}"#, "[\(one),\(two)]", "\(one)\n\(two)",
      "\(one)\n" + #"{"Controls":[\#(two)],"Totals":{}}"#,
    ] {
      let scan = try ReadScan(text, context: context)
      #expect(scan.observations.map(\.rule) == ["doors-2/1.1", "doors-2/1.1"])
      #expect(scan.observations.map(\.resource.uid) == ["master", "node"])
      #expect(scan.observations.map(\.resource.account) == ["blue", "blue"])
      #expect(scan.observations.map(\.status) == [.pass, .fail])
      #expect(scan.tools == ["kube-bench -"])
    }
  }

  @Test(arguments: [
    ("PASS", Status.pass), ("FAIL", .fail), ("WARN", .manual), ("INFO", .manual), ("", .unknown),
  ])
  func `reads kube-bench's verdicts`(word: String, status: Status) throws {
    let scan = try ReadScan("[\(control("node", [("4.1", word)]))]", context: context)
    #expect(scan.observations.map(\.status) == [status])
    #expect(scan.rules.map(\.title) == ["Lock 4.1"])
    #expect(scan.rules.map(\.severity) == [.unknown])
  }

  @Test func `asks for the node and the time of kube-bench`() {
    let text = "[\(control("node", [("4.1", "PASS")]))]"
    let account = importError { _ = try ReadScan(text) }
    #expect(account?.hint?.contains("--account") == true)
    let time = importError { _ = try ReadScan(text, context: ReadingContext(account: "blue")) }
    #expect(time?.hint?.contains("--scanned-at") == true)
  }

  @Test func `rejects a test without number`() throws {
    let scan = try ReadScan("[\(control("node", [("", "PASS")]))]", context: context)
    #expect(scan.rejected.map(\.reason) == ["names no test"])
  }

  private func kubescape(_ control: String, time: String = "2026-03-02T02:00:00Z") -> String {
    #"""
    {"generationTime":"\#(time)","clusterName":"green",
     "summaryDetails":{"controls":{
       "D-1":{"name":"Door","statusInfo":{"status":"passed"},"scoreFactor":8},
       "D-2":{"name":"Lock","statusInfo":{"status":"skipped"},"scoreFactor":2}},
       "frameworks":[{"name":"ABC","controls":{"D-1":{}}}]},
     "results":[{"controls":[\#(control)],"resourceID":"apps/v1/default/Deployment/web"}],
     "metadata":{"scanMetadata":{"kubescapeVersion":"v9"}}}
    """#
  }

  @Test func `reads a result of Kubescape and its control`() throws {
    let scan = try ReadScan(
      kubescape(#"{"controlID":"D-1","status":{"status":"failed"},"rules":[]}"#))
    let observation = try #require(scan.observations.first)
    #expect(observation.resource.account == "green")
    #expect(observation.resource.uid == "apps/v1/default/Deployment/web")
    #expect(observation.resource.type == "Deployment" && observation.resource.name == "web")
    #expect(observation.status == .fail && observation.severity == .high)
    #expect(observation.scannedAt.description == "2026-03-02T02:00:00Z")
    #expect(scan.tools == ["kubescape v9"])
    #expect(scan.rules.map(\.title) == ["Door"])
    #expect(
      scan.rules[0].mappings == [RequirementReference(edition: "ABC", requirement: "D-1")])
    #expect(scan.coverage.map(\.rules) == [["D-1"]])
  }

  @Test(arguments: [
    (#""status":{"status":"passed","subStatus":"irrelevant"}"#, Status.notApplicable, false),
    (#""status":{"status":"passed","subStatus":"w/exceptions"}"#, .fail, true),
    (#""status":{"status":"skipped"}"#, .manual, false),
    (#""rules":[{"status":"passed"},{"status":"failed"}]"#, .fail, false),
    (#""rules":[{"status":"passed"}]"#, .pass, false), (#""rules":[]"#, .unknown, false),
  ])
  func `reads Kubescape's verdicts`(members: String, status: Status, isMuted: Bool) throws {
    let scan = try ReadScan(kubescape(#"{"controlID":"D-1",\#(members)}"#))
    #expect(scan.observations.map(\.status) == [status])
    #expect(scan.observations.map(\.isMuted) == [isMuted])
  }

  @Test func `does not believe the year 1`() {
    let error = importError {
      _ = try ReadScan(
        kubescape(
          #"{"controlID":"D-1","status":{"status":"passed"}}"#, time: "0001-01-01T00:00:00Z"))
    }
    #expect(error?.code == .missingContext)
  }

  @Test func `reads Docker Bench`() throws {
    let results = ["PASS", "WARN", "INFO", "NOTE"].enumerated().map {
      #"{"id":"1.\#($0)","desc":"Lock","result":"\#($1)","details":"d"}"#
    }.joined(separator: ",")
    let scan = try ReadScan(
      #"{"dockerbenchsecurity":"1.9","start":1772848800,"tests":[{"id":"1","results":[\#(results)]}]}"#,
      context: ReadingContext(account: "host"))
    #expect(scan.tools == ["docker-bench 1.9"])
    #expect(scan.observations.map(\.status) == [.pass, .fail, .manual, .manual])
    #expect(scan.observations.map(\.rule) == ["1.0", "1.1", "1.2", "1.3"])
    #expect(scan.observations[0].resource.uid == "host")
    #expect(scan.observations[0].scannedAt.description == "2026-03-07T02:00:00Z")
  }
}
