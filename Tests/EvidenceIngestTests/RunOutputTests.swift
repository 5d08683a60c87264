import EvidenceIngest
import EvidenceModel
import EvidenceStore
import Foundation
import ScanFormats
import Testing

/// Several outputs of one run of Prowler, in its output folder.
@Suite struct RunOutputTests {
  /// A finding, as each of the outputs tells it.
  private struct Sample {
    var check = "vault_is_closed"
    var region = "eu-south-2"
    var name = "blue"
    var status = "PASS"

    var csv: String {
      "\(status);012345678901;aws;\(check);high;arn:vault/\(name);\(name);\(region);"
        + "2026-03-02 02:00:00.250000;5.46.0"
    }

    func ocsf(time: Int = 1_772_416_800) -> String {
      """
      {"class_uid": 2004, "time": \(time), "status_code": "\(status)", "severity": "High",
       "metadata": {"event_code": "\(check)", "product": {"name": "Prowler", "version": "5.46.0"}},
       "finding_info": {"uid": "prowler-aws-\(check)-012345678901-\(region)-\(name)"},
       "cloud": {"provider": "aws", "region": "\(region)", "account": {"uid": "012345678901"}},
       "resources": [{"uid": "arn:vault/\(name)", "name": "\(name)", "region": "\(region)"}],
       "unmapped": {"compliance": {}}}
      """
    }

    var asff: String {
      """
      {"SchemaVersion": "2018-10-08", "Id": "prowler-\(check)-\(name)",
       "ProductArn": "arn:aws:securityhub:\(region)::product/prowler/prowler",
       "ProductFields": {"ProviderName": "Prowler", "ProviderVersion": "5.46.0"},
       "GeneratorId": "prowler-\(check)", "AwsAccountId": "012345678901",
       "UpdatedAt": "2026-03-02T02:00:00Z", "CreatedAt": "2026-03-02T02:00:00Z",
       "FirstObservedAt": "2026-03-02T02:00:00Z",
       "Severity": {"Label": "HIGH"}, "Title": "Vaults", "Description": "-",
       "Resources": [{"Type": "Vault", "Id": "arn:vault/\(name)", "Region": "\(region)"}],
       "Compliance": {"Status": "\(status)ED"}}
      """
    }

    func requirement(_ id: String, status: String? = nil) -> String {
      "aws;012345678901;\(region);2026-03-02 02:00:00.250000;\(id);\(status ?? self.status);"
        + "arn:vault/\(name);\(check);False;\(name);ABC;The ABC v2.1"
    }
  }

  private static let findings = [
    Sample(), Sample(name: "red", status: "FAIL"), Sample(region: "eu-west-6", name: "green"),
    Sample(check: "keeper_is_awake", name: "red", status: "FAIL"),
  ]
  private static let day = "night/prowler-output-012345678901-20260302020000"

  private static func csv(_ samples: [Sample]) -> String {
    ([
      "STATUS;ACCOUNT_UID;PROVIDER;CHECK_ID;SEVERITY;RESOURCE_UID;RESOURCE_NAME;REGION;"
        + "TIMESTAMP;PROWLER_VERSION;AUTH_METHOD;FINDING_UID"
    ]
      + samples.map { $0.csv + ";key;" }).joined(separator: "\n") + "\n"
  }

  private static func ocsf(_ samples: [Sample], time: Int = 1_772_416_800) -> String {
    "[" + samples.map { $0.ocsf(time: time) }.joined(separator: ",") + "]"
  }

  private static func compliance(_ rows: [String]) -> String {
    ([
      "PROVIDER;ACCOUNTID;REGION;ASSESSMENTDATE;REQUIREMENTS_ID;STATUS;RESOURCEID;CHECKID;MUTED;"
        + "RESOURCENAME;FRAMEWORK;NAME"
    ] + rows).joined(separator: "\n") + "\n"
  }

  private let database: ScratchDatabase

  init() throws { database = try ScratchDatabase() }

  private func ingest(_ name: String, _ text: String) throws -> ScanFileReport {
    try database.ingest(database.write(text, as: name))
  }

  private func rows(_ sql: String) throws -> [[String]] {
    try database.rows(sql).map { $0.components(separatedBy: "|") }
  }

  @Test func `is one scan, whatever stands beside it`() throws {
    let first = try ingest("\(Self.day).ocsf.json", Self.ocsf(Self.findings))
    #expect(first.scans.count == 1)
    let csv = try ingest("\(Self.day).csv", Self.csv(Self.findings))
    let asff = try ingest(
      "\(Self.day).asff.json", "[" + Self.findings.map(\.asff).joined(separator: ",") + "]")
    for other in [csv, asff] {
      #expect(other.scans.isEmpty)
      #expect(other.others.map(\.role) == [.companion])
      #expect(other.others.map(\.scanID) == [1])
      #expect(other.records == 4 && other.accepted == 4)
      #expect(other.statuses == [.pass: 2, .fail: 2])
      #expect(other.warnings == [])
    }
    #expect(
      try rows("SELECT role, records FROM scan_artifact WHERE scan_id = 1") == [
        ["scan", "4"], ["companion", "4"], ["companion", "4"],
      ])
    #expect(try rows("SELECT count(*) FROM current_finding") == [["4"]])
    #expect(try database.verify().isEmpty)
    #expect(try ingest("again.csv", Self.csv(Self.findings)).isAlreadyIngested)
  }

  @Test func `tells where the outputs disagree`() throws {
    _ = try ingest("\(Self.day).ocsf.json", Self.ocsf(many(status: "PASS")))
    var told = many(status: "PASS")
    told[3].status = "FAIL"
    told[4].name = "unheard of"
    let report = try ingest("\(Self.day).csv", Self.csv(told))
    #expect(report.others.map(\.differing) == [2])
    #expect(report.warnings.contains { $0.hasPrefix("2 of its records say otherwise") })
    let losses = try rows("SELECT kind, reason FROM ingest_loss ORDER BY byte_offset")
    #expect(losses.map(\.[0]) == ["differing", "differing"])
    #expect(losses[0][1].hasPrefix("fail here, pass in "))
    #expect(losses[1][1].hasPrefix("pass here, not reported in "))
    #expect(try rows("SELECT DISTINCT status FROM current_finding") == [["pass"]])
  }

  private func many(status: String, region: String = "eu-south-2") -> [Sample] {
    (1...30).map { Sample(region: region, name: "vault-\($0)", status: status) }
  }

  @Test func `leaves the parts of a split scan apart`() throws {
    _ = try ingest("south.ocsf.json", Self.ocsf(many(status: "PASS")))
    let west = try ingest("west.csv", Self.csv(many(status: "PASS", region: "eu-west-6")))
    #expect(west.scans.count == 1)
    #expect(try rows("SELECT count(*) FROM scan_summary") == [["2"]])
    #expect(try rows("SELECT count(*) FROM current_finding") == [["60"]])
  }

  @Test func `keeps both where the fuller output comes later`() throws {
    _ = try ingest("\(Self.day).csv", Self.csv(Self.findings))
    let later = try ingest("\(Self.day).ocsf.json", Self.ocsf(Self.findings))
    #expect(later.scans.count == 1)
    #expect(later.warnings.contains { $0.contains("which tells less") })
    #expect(try rows("SELECT count(*) FROM current_finding") == [["4"]])
  }

  @Test func `knows a run by its name where a file's zone is not known`() throws {
    // The host's clock was five hours behind.
    let utc = 1_772_416_800 + 5 * 3600
    _ = try ingest("\(Self.day).ocsf.json", Self.ocsf(Self.findings, time: utc))
    let csv = try ingest("\(Self.day).csv", Self.csv(Self.findings))
    #expect(csv.others.map(\.role) == [.companion])
    #expect(csv.warnings == [])
    let pci = try ingest(
      "night/compliance/prowler-output-012345678901-20260302020000_abc_2.1_aws.csv",
      Self.compliance([Self.findings[0].requirement("1.2")]))
    #expect(pci.others.map(\.scannedAt) == [Timestamp(epoch: Int64(utc))])
    #expect(pci.others.map(\.scanID) == [1])
    let stranger = try ingest("other.csv", Self.csv(Self.findings + [Sample(name: "new")]))
    #expect(stranger.scans.count == 1)
  }

  @Test func `joins how requirements stand to the scan`() throws {
    let abc = Self.compliance([
      Self.findings[0].requirement("1.1"), Self.findings[1].requirement("1.1"),
      Self.findings[0].requirement("1.2", status: "FAIL"), Self.findings[2].requirement("1.3"),
      Self.findings[2].requirement("1.3"),
      "aws;;;2026-03-02 02:00:00.250000;1.4;MANUAL;manual_check;manual;False;Manual check;ABC;"
        + "The ABC v2.1",
    ])
    _ = try ingest("\(Self.day).ocsf.json", Self.ocsf(Self.findings))
    let report = try ingest("\(Self.day)_abc_2.1_aws.csv", abc)
    #expect(report.others.map(\.role) == [.requirements])
    #expect(report.records == 6 && report.accepted == 5 && report.merged == 1)
    #expect(report.differing == 1)
    #expect(
      try rows(
        """
        SELECT scan_id, edition, requirement, status, checks, passing, failing
        FROM scanner_requirement
        ORDER BY requirement
        """) == [
          ["1", "ABC-2.1", "1.1", "fail", "1", "1", "1"],
          ["1", "ABC-2.1", "1.2", "fail", "1", "0", "1"],
          ["1", "ABC-2.1", "1.3", "pass", "1", "1", "0"],
          ["1", "ABC-2.1", "1.4", "manual", "0", "0", "0"],
        ])
    #expect(
      try rows("SELECT kind, reason FROM ingest_loss") == [
        ["differing", "fail of the requirement, pass of the finding itself"]
      ])
    #expect(try rows("SELECT count(*) FROM current_finding") == [["4"]])
    #expect(try database.verify().isEmpty)
  }

  @Test func `joins requirements to a scan that comes later`() throws {
    let alone = try ingest(
      "\(Self.day)_abc_2.1_aws.csv", Self.compliance([Self.findings[0].requirement("1.1")]))
    #expect(alone.others.map(\.scanID) == [nil])
    #expect(alone.warnings.contains { $0.contains("no zone") })
    _ = try ingest("\(Self.day).ocsf.json", Self.ocsf(Self.findings))
    #expect(try rows("SELECT scan_id FROM scanner_requirement") == [["1"]])
  }

  @Test func `takes a folder's fullest output first`() throws {
    _ = try database.write(Self.csv(Self.findings), as: "\(Self.day).csv")
    _ = try database.write(Self.ocsf(Self.findings), as: "\(Self.day).ocsf.json")
    _ = try database.write(
      Self.compliance([Self.findings[0].requirement("1.1")]),
      as: "night/compliance/prowler-output-012345678901-20260302020000_abc_2.1_aws.csv")
    let scans = try ScanFolder(path: database.folder.appending(path: "night").path).scans
    #expect(
      scans.map(\.format?.key) == ["prowler-ocsf", "prowler-csv", "prowler-compliance-csv"])
    let given = RunOrder([scans[1], scans[2], scans[0]]).asGiven
    #expect(
      given.map(\.format?.key) == ["prowler-ocsf", "prowler-csv", "prowler-compliance-csv"])
  }
}
