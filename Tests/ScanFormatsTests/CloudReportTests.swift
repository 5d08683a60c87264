import EvidenceModel
import Testing

@testable import ScanFormats

/// CloudSploit, Powerpipe and Defender for Cloud, which do not say when they ran.
@Suite struct CloudReportTests {
  private let context = ReadingContext(
    scannedAt: Timestamp(epoch: 1_772_848_800), account: "111122223333")

  @Test func `reads CloudSploit's JSON and CSV alike`() throws {
    let json = #"""
      [{"plugin":"vaultShut","category":"Vault","title":"Vault Shut","description":"d",
        "resource":"arn:aws:vault:::blue","region":"eu-south-2","status":"OK","message":"shut"},
       {"plugin":"vaultShut","category":"Vault","title":"Vault Shut","description":"d",
        "resource":"N/A","region":["global"],"status":"WARN","message":"none"}]
      """#
    let csv = """
      plugin,category,title,description,resource,region,status,message
      vaultShut,Vault,Vault Shut,d,arn:aws:vault:::blue,eu-south-2,OK,shut
      vaultShut,Vault,Vault Shut,d,N/A,global,WARN,none

      """
    for text in [json, csv] {
      let scan = try ReadScan(text, context: context)
      #expect(scan.observations.map(\.status) == [.pass, .fail])
      #expect(
        scan.observations.map(\.resource.uid) == ["arn:aws:vault:::blue", "111122223333"])
      #expect(scan.observations.map(\.resource.region) == ["eu-south-2", "global"])
      #expect(scan.observations.map(\.resource.provider) == ["aws", "aws"])
      #expect(scan.rules.map(\.title) == ["Vault Shut"])
    }
  }

  @Test(arguments: [
    ("PASS", Status.pass), ("FAIL", .fail), ("UNKNOWN", .unknown), ("ODD", .unknown),
  ])
  func `reads CloudSploit's verdicts`(word: String, status: Status) throws {
    let scan = try ReadScan(
      #"{"plugin":"p","category":"c","status":"\#(word)","resource":"x"}"#, context: context)
    #expect(scan.observations.map(\.status) == [status])
  }

  @Test func `reads the CSV of CloudSploit's command line, which names no plugin`() throws {
    let scan = try ReadScan(
      """
      category,title,resource,region,statusWord,message
      Vault,Vault Shut,arn:aws:vault:::blue,eu-south-2,OK,shut
      Vault,Vault Shut,N/A,Global,FAIL,none
      Vault,,N/A,Global,FAIL,none

      """, context: context)
    #expect(scan.observations.map(\.rule) == ["Vault Shut", "Vault Shut"])
    #expect(scan.observations.map(\.status) == [.pass, .fail])
    #expect(scan.observations.map(\.resource.region) == ["eu-south-2", "global"])
    #expect(scan.rejected.map(\.reason) == ["has no title"])
  }

  @Test func `takes the time of Defender's export`() throws {
    let scan = try ReadScan(
      """
      exportedTimestamp,subscriptionId,resourceId,recommendationId,severity,state
      2026-03-07T02:00:00Z,s1,/subscriptions/s1/vaults/blue,0f0f,High,Unhealthy

      """)
    #expect(scan.observations.map(\.scannedAt) == [Timestamp(epoch: 1_772_848_800)])
  }

  @Test(arguments: [
    ("control.shut", "aws_doors.benchmark.abc", "aws_doors.control.shut"),
    ("locks.control.shut", "aws_doors.benchmark.abc", "locks.control.shut"),
    ("control.shut", "root_result_group", "control.shut"),
    ("control.shut", "local.benchmark.abc", "control.shut"),
  ])
  func `gives a control the name of its mod, wherever Powerpipe was run`(
    control: String, benchmark: String, rule: String
  ) throws {
    let csv = "group_id,control_id,resource,status\n\(benchmark),\(control),arn:d,ok\n"
    let json = #"""
      {"group_id":"root_result_group","summary":{},"groups":[{"group_id":"\#(benchmark)",
       "controls":[{"control_id":"\#(control)","results":[{"resource":"arn:d","status":"ok"}]}]}]}
      """#
    let snapshot = #"""
      {"panels":{"\#(control)":{"panel_type":"control","status":"complete",
        "data":{"rows":[{"resource":"arn:d","status":"ok"}]}}},
       "layout":{"name":"\#(benchmark)","panel_type":"benchmark","children":[
        {"name":"\#(control)","panel_type":"control"}]}}
      """#
    for text in [csv, json, snapshot] {
      let scan = try ReadScan(text, context: context)
      #expect(scan.observations.map(\.rule) == [rule])
      #expect(scan.observations.map(\.resource.provider) == [rule.hasPrefix("aws_") ? "aws" : ""])
    }
  }

  @Test func `refuses groups that are deeper than it looks`() throws {
    func nested(_ depth: Int) -> String {
      let control = #""controls":[{"control_id":"c","results":[{"status":"ok","resource":"r"}]}]"#
      return (1...depth).reduce(#"{"group_id":"g0",\#(control)}"#) { inner, number in
        #"{"group_id":"g\#(number)","groups":[\#(inner)]}"#
      }
    }
    #expect(try ReadScan(nested(11), context: context).observations.count == 1)
    let error = importError { _ = try ReadScan(nested(12), context: context) }
    #expect(error?.code == .malformedFile && error?.hint != nil)
  }

  private static let powerpipeHeader =
    "group_id,title,description,control_id,control_title,control_description,reason,resource,"
    + "status,severity,account_id,region,abc\n"

  @Test func `reads Powerpipe's CSV and the benchmarks of a control`() throws {
    let row =
      "The ABC,,aws_doors.control.shut,Door shut,d,open,arn:d,alarm,,012345678901,eu-1,true\n"
    let scan = try ReadScan(
      Self.powerpipeHeader + "g1," + row + "g2," + row
        + "g1,T,,aws_doors.control.shut,Door shut,d,denied,,error,,,,\n", context: context)
    #expect(scan.observations.map(\.status) == [.fail, .fail, .error])
    #expect(scan.observations.map(\.discriminator) == ["", "", ""])
    #expect(
      scan.observations.map(\.resource.account) == [
        "012345678901", "012345678901", "111122223333",
      ])
    #expect(scan.observations[0].resource == scan.observations[1].resource)
    #expect(scan.rules.count == 1)
    #expect(scan.rules[0].mappings.map(\.requirement) == ["g1", "g2"])
  }

  @Test func `reads Powerpipe's groups in groups`() throws {
    let control = #"""
      {"control_id":"aws_doors.control.shut","title":"Door shut","severity":"high","results":[
        {"reason":"open","resource":"arn:d","status":"alarm","dimensions":[
          {"key":"account_id","value":"012345678901"},{"key":"region","value":"eu-1"},
          {"key":"side","value":"left"}]}],"run_error":""}
      """#
    let failed = #"{"control_id":"aws_doors.control.dark","results":null,"run_error":"denied"}"#
    let scan = try ReadScan(
      #"""
      {"group_id":"root_result_group","summary":{},"controls":null,"groups":[
        {"group_id":"abc","groups":[{"group_id":"abc_1","groups":null,"controls":[\#(control)]},
          {"group_id":"abc_2","groups":[],"controls":[\#(control),\#(failed)]}]}]}
      """#, context: context)
    #expect(scan.observations.map(\.status) == [.fail, .fail, .error])
    #expect(scan.observations[0].discriminator == "side=left")
    #expect(scan.observations[0].severity == .high)
    #expect(scan.observations[0].resource.provider == "aws")
    #expect(scan.observations[0].resource.account == "012345678901")
    #expect(scan.observations[0].resource == scan.observations[1].resource)
    #expect(scan.observations[2].detail == "denied")
    #expect(
      scan.rules[0].mappings == [
        RequirementReference(edition: "abc", requirement: "abc/abc_1"),
        RequirementReference(edition: "abc", requirement: "abc/abc_2"),
      ])
  }

  @Test func `reads Defender's recommendations`() throws {
    let scan = try ReadScan(
      "\u{FEFF}" + #"""
        "subscriptionId","resourceId","resourceName","recommendationId","recommendationDisplayName","severity","state","notApplicableReason"
        "s1","/subscriptions/s1/vaults/blue","blue","0f0f","Shut vaults","High","Unhealthy",""
        "","/subscriptions/s2/vaults/red","red","0f0f","Shut vaults","High","Healthy",""
        "s1","/subscriptions/s1/vaults/old","old","0f0f","Shut vaults","High","NotApplicable","exempt"
        "s1","","","0f0f","Shut vaults","High","Healthy",""

        """#, context: ReadingContext(scannedAt: context.scannedAt))
    #expect(scan.observations.map(\.status) == [.fail, .pass, .notApplicable])
    #expect(scan.observations.map(\.resource.account) == ["s1", "s2", "s1"])
    #expect(scan.observations.map(\.rule) == ["0f0f", "0f0f", "0f0f"])
    #expect(scan.observations[2].detail == "exempt")
    #expect(scan.rules.map(\.title) == ["Shut vaults"])
    #expect(scan.rejected.map(\.reason) == ["names no resource"])
  }
}
