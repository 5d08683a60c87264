import EvidenceModel
import Testing

@testable import ScanFormats

@Suite struct AWSConfigTests {
  private let context = ReadingContext(account: "111122223333", region: "eu-south-2")

  private func result(
    _ status: String, resource: String = "blue", time: String = "1772848800.25",
    mode: String = "DETECTIVE"
  ) -> String {
    """
    {"EvaluationResultIdentifier":{"EvaluationResultQualifier":{"ConfigRuleName":"vault-closed",
    "ResourceType":"AWS::Vault::Vault","ResourceId":"\(resource)","EvaluationMode":"\(mode)"},
    "OrderingTimestamp":1},"ComplianceType":"\(status)","ResultRecordedTime":\(time),
    "Annotation":"It is open."}
    """
  }

  @Test func `reads every field of a result`() throws {
    let record = result("NON_COMPLIANT")
    let scan = try ReadScan("{\"EvaluationResults\":[\(record)]}", context: context)
    let resource = Resource(
      provider: "aws", account: "111122223333", region: "eu-south-2", uid: "blue",
      type: "AWS::Vault::Vault")
    #expect(
      scan.observations == [
        Observation(
          rule: "vault-closed", resource: resource, status: .fail, severity: .unknown,
          detail: "It is open.", scannedAt: Timestamp(microseconds: 1_772_848_800_000_000),
          bytes: ByteRange(offset: 22, count: record.utf8.count))
      ])
    #expect(scan.tools == ["aws-config -"])
    #expect(scan.rules == [RuleDefinition(key: "vault-closed", title: "")])
    #expect(scan.warnings == [])
  }

  @Test func `reads the words for a status`() throws {
    let words = ["COMPLIANT", "NON_COMPLIANT", "NOT_APPLICABLE", "INSUFFICIENT_DATA", "FINE"]
    let records = words.map { result($0) }.joined(separator: ",")
    let scan = try ReadScan("{\"EvaluationResults\":[\(records)]}", context: context)
    #expect(
      scan.observations.map(\.status) == [.pass, .fail, .notApplicable, .unknown, .unknown])
    #expect(scan.warnings == ["the status 'FINE' is unknown; it is kept as 'unknown'"])
  }

  @Test func `has one time for the pages of several rules, the last`() throws {
    let pages = ["\"2026-03-05T02:00:00+01:00\"", "1772848800.9"].map {
      "{\"NextToken\":\"x\",\"EvaluationResults\":[\(result("COMPLIANT", time: $0))]}"
    }
    let scan = try ReadScan(pages.joined(separator: "\n"), context: context)
    #expect(
      scan.observations.map(\.scannedAt.description)
        == Array(repeating: "2026-03-07T02:00:00Z", count: 2))
  }

  @Test func `keeps apart what was evaluated before it was made`() throws {
    let records = [result("COMPLIANT"), result("NON_COMPLIANT", mode: "PROACTIVE")]
    let scan = try ReadScan(
      "{\"EvaluationResults\":[\(records.joined(separator: ","))]}", context: context)
    #expect(scan.observations.map(\.discriminator) == ["", "proactive"])
  }

  @Test func `asks for the account, and rejects what names no rule`() throws {
    let text = "{\"EvaluationResults\":[{\"ComplianceType\":\"COMPLIANT\"},\(result("COMPLIANT"))]}"
    #expect(importError { _ = try ReadScan(text) }?.hint == "name what was scanned with --account")
    let scan = try ReadScan(text, context: context)
    #expect(scan.rejected.map(\.reason) == ["names no rule"])
    #expect(scan.observations.count == 1)
  }

  @Test func `reads the accounts and regions of an aggregator`() throws {
    let own = #""AccountId":"444455556666","AwsRegion":"eu-west-9","#
    let record = result("COMPLIANT").replacing(
      #"{"EvaluationResultIdentifier""#, with: "{" + own + #""EvaluationResultIdentifier""#)
    let scan = try ReadScan("{\"AggregateEvaluationResults\":[\(record)]}")
    #expect(scan.observations.map(\.resource.account) == ["444455556666"])
    #expect(scan.observations.map(\.resource.region) == ["eu-west-9"])
    #expect(scan.observations.map(\.status) == [.pass])
  }
}
