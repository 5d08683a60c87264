import EvidenceModel
import Testing

@testable import ScanFormats

@Suite struct ScoutSuiteTests {
  private let hash = String(repeating: "0a", count: 20)

  private func results(
    _ rules: String, parameters: String = #""regions":null,"excluded_regions":null"#,
    account: String = #""123456789012""#
  ) -> String {
    """
    {"account_id":\(account),"provider_code":"aws","last_run":{"time":"2026-03-02 10:00:00+0100",
    "version":"5.14.0","run_parameters":{\(parameters)}},"services":{"s3":{"findings":{\(rules)},
    "buckets":{"\(hash)":{"name":"logs","acl":[]},
    "b2":{"name":"two","arn":"arn:aws:s3:::two"}}},
    "ec2":{"findings":{},"regions":{"eu-west-1":{"vpcs":{"vpc-1":{"name":"main",
    "groups":{"sg-9":{"name":"open"}}}}}}}}}
    """
  }

  private func rule(
    _ name: String, path: String, items: [String], checked: Int = 3, more: String = ""
  ) -> String {
    let list = items.map { "\"\($0)\"" }.joined(separator: ",")
    return #""\#(name)":{"checked_items":\#(checked),"flagged_items":\#(items.count),"#
      + #""items":[\#(list)],"level":"danger","path":"\#(path)","description":"About \#(name)","#
      + #""rationale":"R","remediation":null,"service":"S3","#
      + #""compliance":[{"name":"CIS Example","version":"1.2","reference":"2.6"}]\#(more)}"#
  }

  @Test(arguments: ["scoutsuite_results =\n", "scoutsuite_results = ", "\u{FEFF}", ""])
  func `reads what is flagged, by what the document calls it`(beginning: String) throws {
    let scan = try ReadScan(
      beginning
        + results(
          rule(
            "no-logging", path: "s3.buckets.id",
            items: [
              "s3.buckets.\(hash).logging", "s3.buckets.b2.logging", "s3.buckets.b3.logging",
            ],
            more: #","id_suffix":"logging""#)))
    #expect(scan.tools == ["scoutsuite 5.14.0"])
    #expect(scan.observations.map(\.resource.uid) == ["logs", "arn:aws:s3:::two", "b3"])
    #expect(scan.observations.map(\.resource.name) == ["logs", "two", ""])
    let first = try #require(scan.observations.first)
    #expect(first.status == .fail && first.severity == .high && first.discriminator.isEmpty)
    #expect(first.resource.account == "123456789012" && first.resource.type == "s3.buckets")
    #expect(first.scannedAt.description == "2026-03-02T09:00:00Z")
    let rule = try #require(scan.rules.first)
    #expect(rule.key == "no-logging" && rule.title == "About no-logging")
    #expect(
      rule.mappings == [RequirementReference(edition: "CIS Example 1.2", requirement: "2.6")])
    #expect(scan.coverage.map(\.rules) == [["no-logging"]])
    #expect(scan.coverage.first?.regions == nil)
  }

  @Test func `takes region and part out of the path`() throws {
    let scan = try ReadScan(
      results(
        rule(
          "open", path: "ec2.regions.id.vpcs.id.groups.id.rules.id",
          items: ["ec2.regions.eu-west-1.vpcs.vpc-1.groups.sg-9.rules.in.22"],
          more: #","display_path":"ec2.regions.id.vpcs.id.groups.id""#)))
    let found = try #require(scan.observations.first)
    #expect(found.resource.uid == "sg-9" && found.resource.name == "open")
    #expect(found.resource.region == "eu-west-1" && found.resource.type == "ec2.groups")
    #expect(found.discriminator == "rules.in.22")
  }

  @Test func `declares only rules that checked something, where they did`() throws {
    let rules =
      rule("a", path: "s3.buckets.id", items: []) + ","
      + rule("b", path: "s3.buckets.id", items: [], checked: 0)
    let everywhere = try ReadScan(results(rules))
    #expect(everywhere.observations.isEmpty)
    #expect(everywhere.coverage.map(\.rules) == [["a"]])
    let somewhere = try ReadScan(
      results(rules, parameters: #""regions":["eu-west-1"],"excluded_regions":[]"#))
    #expect(somewhere.coverage.first?.regions == ["eu-west-1", "", "global"])
    let elsewhere = try ReadScan(
      results(rules, parameters: #""regions":[],"excluded_regions":["eu-west-1"]"#))
    #expect(elsewhere.coverage.isEmpty)
  }

  @Test func `asks for the account where there is none`() {
    let text = results(rule("a", path: "s3.buckets.id", items: ["s3.buckets.b2"]), account: "null")
    #expect(importError { _ = try ReadScan(text) }?.code == .missingContext)
  }
}
