import EvidenceModel
import Testing

@testable import ScanFormats

@Suite struct PowerpipeSnapshotTests {
  private let context = ReadingContext(account: "111122223333")

  private func snapshot(_ panels: String..., end: String = #""2026-03-02T10:00:10Z""#) -> String {
    """
    {"end_time":\(end),"inputs":{},"panels":{\(panels.joined(separator: ","))},
     "schema_version":"20220929","start_time":"2026-03-02T10:00:00Z","layout":
     {"name":"doors.dashboard.all","panel_type":"dashboard","children":[
      {"name":"aws_doors.benchmark.abc","panel_type":"benchmark","children":[
       {"name":"aws_doors.benchmark.abc_1","panel_type":"benchmark","children":[
        {"name":"aws_doors.control.shut","panel_type":"control"}]},
       {"name":"aws_doors.control.shut","panel_type":"control"},
       {"name":"aws_doors.control.dark","panel_type":"control"}]}]}}
    """
  }

  private func control(
    _ name: String, rows: String, status: String = "complete", more: String = ""
  ) -> String {
    #"""
    "\#(name)":{"data":{"columns":[{"name":"status"}],"rows":[\#(rows)]},"description":"d",
     "name":"\#(name)","panel_type":"control","properties":{"severity":"high"},
     "status":"\#(status)"\#(more),"title":"Door shut"}
    """#
  }

  private let row = #"""
    {"account_id":"012345678901","reason":"open","region":"eu-1","resource":"arn:d",
     "side":"left","floor":3,"status":"alarm"}
    """#

  @Test func `reads the rows of controls with their benchmarks and the time`() throws {
    let scan = try ReadScan(
      snapshot(
        control("aws_doors.control.shut", rows: row + #",{"status":"ok","resource":"arn:e"}"#)),
      context: context)
    #expect(scan.tools == ["powerpipe -"] && scan.warnings == [])
    #expect(scan.observations.map(\.status) == [.fail, .pass])
    let first = try #require(scan.observations.first)
    #expect(first.rule == "aws_doors.control.shut" && first.detail == "open")
    #expect(first.resource.account == "012345678901" && first.resource.region == "eu-1")
    #expect(first.resource.provider == "aws" && first.resource.uid == "arn:d")
    #expect(first.discriminator == "floor=3 side=left")
    #expect(first.severity == .high)
    #expect(first.scannedAt == TimestampText("2026-03-02T10:00:10Z")?.timestamp)
    #expect(scan.observations[1].resource.account == "111122223333")
    #expect(
      scan.rules.map(\.mappings) == [
        [
          RequirementReference(
            edition: "aws_doors.benchmark.abc", requirement: "aws_doors.benchmark.abc"),
          RequirementReference(
            edition: "aws_doors.benchmark.abc",
            requirement: "aws_doors.benchmark.abc/aws_doors.benchmark.abc_1"),
        ]
      ])
  }

  @Test func `tells results apart as the JSON output does`() throws {
    let json = #"""
      {"group_id":"root_result_group","summary":{},"groups":[{"group_id":"abc","controls":[
       {"control_id":"aws_doors.control.shut","results":[{"reason":"open","resource":"arn:d",
        "status":"alarm","dimensions":[{"key":"side","value":"left"},{"key":"floor","value":"3"},
        {"key":"region","value":"eu-1"},{"key":"account_id","value":"012345678901"}]}]}]}]}
      """#
    let other = try ReadScan(
      json, context: ReadingContext(scannedAt: Timestamp(epoch: 1_772_848_800)))
    let scan = try ReadScan(
      snapshot(control("aws_doors.control.shut", rows: row)), context: context)
    #expect(scan.observations.map(\.resource) == other.observations.map(\.resource))
    #expect(scan.observations.map(\.discriminator) == other.observations.map(\.discriminator))
  }

  @Test func `takes a control that did not run for an error`() throws {
    let scan = try ReadScan(
      snapshot(
        control("aws_doors.control.dark", rows: "", status: "error", more: #","error":"denied""#),
        control("aws_doors.control.shut", rows: "")), context: context)
    #expect(scan.observations.map(\.rule) == ["aws_doors.control.dark"])
    #expect(scan.observations.map(\.status) == [.error])
    #expect(scan.observations.map(\.detail) == ["denied"])
  }

  @Test func `counts what is no control, and what did not complete`() throws {
    let scan = try ReadScan(
      snapshot(
        #""doors.chart.one":{"panel_type":"chart","data":{"rows":[{"n":1},{"n":2}]}}"#,
        control("aws_doors.control.shut", rows: row, status: "canceled")), context: context)
    #expect(scan.observations.count == 1)
    #expect(
      scan.warnings == [
        "panels that are no controls, and no findings: 1",
        "controls that did not complete, of which results may be missing: 1",
      ])
  }

  @Test func `does not know words that are no status`() throws {
    let scan = try ReadScan(
      snapshot(control("aws_doors.control.shut", rows: #"{"status":"fine","resource":"a"},{}"#)),
      context: context)
    #expect(scan.observations.map(\.status) == [.unknown, .unknown])
    #expect(scan.warnings.count == 2)
  }

  @Test func `takes the start where the end is not told`() throws {
    let scan = try ReadScan(
      snapshot(control("aws_doors.control.shut", rows: row), end: "null"), context: context)
    #expect(
      scan.observations.map(\.scannedAt) == [TimestampText("2026-03-02T10:00:00Z")?.timestamp])
  }

  @Test func `is not every document with panels`() {
    let error = importError {
      _ = try ReadScan(#"{"panels":[{"type":"graph"}],"schemaVersion":27,"title":"t"}"#)
    }
    #expect(error?.code == .unknownFormat)
  }
}
