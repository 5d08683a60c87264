import EvidenceModel
import Testing

@testable import ScanFormats

@Suite struct PolicyReportTests {
  private let context = ReadingContext(account: "green")

  private func report(_ results: String, scope: String = "null") -> String {
    #"""
    {"apiVersion":"wgpolicyk8s.io/v1alpha2","kind":"PolicyReport","metadata":{"name":"r"},
     "results":[\#(results)],"scope":\#(scope)}
    """#
  }

  private func result(_ word: String, seconds: Int = 1_772_848_800, more: String = "") -> String {
    #"{"policy":"doors","rule":"shut","result":"\#(word)","source":"Door Keeper","#
      + #""severity":"high","timestamp":{"seconds":\#(seconds),"nanos":0}\#(more)}"#
  }

  @Test func `reads results about the report's scope`() throws {
    let scan = try ReadScan(
      report(
        result("fail"),
        scope: #"{"apiVersion":"v1","kind":"Pod","namespace":"default","name":"web"}"#),
      context: context)
    let observation = try #require(scan.observations.first)
    #expect(observation.rule == "doors/shut")
    #expect(observation.resource.uid == "v1/default/Pod/web")
    #expect(observation.resource.account == "green")
    #expect(observation.status == .fail && observation.severity == .high)
    #expect(scan.tools == ["door-keeper -"])
  }

  @Test func `reads a list, with a finding for each resource at one time`() throws {
    let resources =
      #","resources":[{"apiVersion":"v1","kind":"Pod","name":"a"},{"apiVersion":"v1","kind":"Pod","name":"b"}]"#
    let scan = try ReadScan(
      #"""
      {"apiVersion":"v1","items":[\#(report(result("pass", more: resources))),
        \#(report(result("skip", seconds: 1_772_848_900)))],"kind":"List"}
      """#, context: context)
    #expect(scan.observations.map(\.resource.uid) == ["v1//Pod/a", "v1//Pod/b", "green"])
    #expect(scan.observations.map(\.status) == [.pass, .pass, .notApplicable])
    #expect(
      Set(scan.observations.map(\.scannedAt)) == [Timestamp(epoch: 1_772_848_900)])
  }

  @Test(arguments: [
    ("warn", Status.fail), ("error", .error), ("odd", .unknown),
  ])
  func `reads verdicts`(word: String, status: Status) throws {
    let scan = try ReadScan(report(result(word)), context: context)
    #expect(scan.observations.map(\.status) == [status])
  }

  @Test func `rejects a result without policy`() throws {
    let scan = try ReadScan(
      report(result("pass") + #",{"result":"pass"}"#), context: context)
    #expect(scan.rejected.map(\.reason) == ["names no policy"])
    #expect(scan.observations.count == 1)
  }

  @Test func `does not take the second 0 for a time`() throws {
    let scan = try ReadScan(
      report(result("pass", seconds: 0) + "," + result("pass", seconds: 1_772_848_800)),
      context: context)
    #expect(Set(scan.observations.map(\.scannedAt)) == [Timestamp(epoch: 1_772_848_800)])
    let error = importError {
      _ = try ReadScan(report(result("pass", seconds: 0)), context: context)
    }
    #expect(error?.code == .missingContext)
  }
}
