import EvidenceModel
import Foundation
import Testing

@testable import ScanFormats

@Suite struct TrivyTests {
  private let context = ReadingContext(
    scannedAt: Timestamp(microseconds: 1_772_848_800_000_000), account: "shop")

  private func report(_ results: String, artifact: String = "store:1.2") -> String {
    #"""
    {"SchemaVersion": 2, "CreatedAt": "2026-03-06T21:00:00.123456789Z",
     "ArtifactName": "\#(artifact)",
     "ArtifactType": "container_image", "Results": \#(results)}
    """#
  }

  private func check(_ status: String, id: String = "AB001", more: String = "") -> String {
    #"""
    {"ID": "\#(id)", "Title": "Vault is closed", "Description": "d", "Message": "Vault is open",
     "Resolution": "Close it", "Severity": "HIGH", "Status": "\#(status)"\#(more)}
    """#
  }

  private func results(_ checks: String) -> String {
    #"[{"Target": "a.tf", "Class": "config", "Type": "terraform", "Misconfigurations": [\#(checks)]}]"#
  }

  @Test func `reads a misconfiguration`() throws {
    let cause =
      #", "CauseMetadata": {"Resource": "x_vault.blue", "Service": "vault", "StartLine": 3}"#
    let scan = try ReadScan(
      report(results(check("FAIL", more: cause))), context: ReadingContext(account: "shop"))
    #expect(scan.tools == ["trivy -"])
    var rule = RuleDefinition(key: "AB-0001", title: "Vault is closed")
    rule.severity = .high
    rule.description = "d"
    rule.recommendation = "Close it"
    rule.service = "vault"
    #expect(scan.rules == [rule])
    let observation = try #require(scan.observations.first)
    #expect(observation.status == .fail)
    #expect(observation.resource.uid == "store:1.2:a.tf")
    #expect(observation.resource.account == "shop")
    #expect(observation.discriminator == "x_vault.blue")
    #expect(observation.scannedAt.microseconds / 1_000_000 == 1_772_830_800)
  }

  @Test func `reads passes and exceptions`() throws {
    let text = report(
      results(
        [check("PASS"), check("EXCEPTION", id: "B"), check("ODD", id: "C")].joined(separator: ",")))
    let scan = try ReadScan(text, context: context)
    #expect(scan.observations.map(\.status) == [.pass, .unknown, .unknown])
    #expect(scan.observations.map(\.isMuted) == [false, true, false])
  }

  @Test(arguments: [
    ("DS002", "DS-0002"), ("AVD-DS-0002", "DS-0002"), ("AVD-AWS-0086", "AWS-0086"),
    ("AWS-0086", "AWS-0086"), ("KSV116", "KSV-0116"), ("my-own-rule", "my-own-rule"),
    ("N5", "N5"), ("CVE-2026-12345", "CVE-2026-12345"),
  ])
  func `writes ids of checks in one way`(id: String, key: String) {
    #expect(TrivyRule.key(id) == key)
  }

  @Test func `reads vulnerabilities, secrets, licences and what was suppressed`() throws {
    let text = report(
      #"""
      [{"Target": "store:1.2 (quay 9.1)", "Class": "os-pkgs", "Type": "quay", "Vulnerabilities": [
         {"VulnerabilityID": "CVE-2026-1", "PkgName": "zip", "InstalledVersion": "1",
          "FixedVersion": "2",
          "Severity": "LOW", "CweIDs": ["CWE-400"]},
         {"PkgName": "nameless"},
         {"VulnerabilityID": "CVE-2026-2", "PkgName": "zip", "Status": "not_affected"}],
        "ExperimentalModifiedFindings": [{"Type": "vulnerability", "Status": "ignored",
          "Finding": {"VulnerabilityID": "CVE-2026-3", "PkgName": "tar", "Severity": "HIGH"}}]},
       {"Target": "k.env", "Class": "secret", "Secrets": [
         {"RuleID": "key", "Title": "A key", "Severity": "CRITICAL", "StartLine": 1, "EndLine": 1},
         {"RuleID": "key", "Title": "A key", "Severity": "CRITICAL", "StartLine": 7,
          "EndLine": 7}]},
       {"Target": "licences", "Class": "license", "Licenses": [
         {"Name": "GPL-3.0", "Category": "restricted", "PkgName": "zip", "Severity": "HIGH"},
         {"Name": "MIT", "Category": "notice", "PkgName": "tar", "Severity": "LOW"}]}]
      """#)
    let scan = try ReadScan(text, context: context)
    #expect(
      scan.observations.map(\.rule) == [
        "CVE-2026-1", "CVE-2026-2", "CVE-2026-3", "key", "key", "license-GPL-3.0", "license-MIT",
      ])
    #expect(
      scan.observations.map(\.status) == [
        .fail, .notApplicable, .fail, .fail, .fail, .fail, .manual,
      ])
    #expect(
      scan.observations.map(\.isMuted) == [false, false, true] + Array(repeating: false, count: 4))
    #expect(
      scan.observations.map(\.discriminator) == ["zip", "zip", "tar", "", "#2", "zip", "tar"])
    #expect(scan.observations[0].resource.uid == "store:1.2")
    #expect(scan.observations[0].detail == "zip 1, fixed in 2")
    #expect(scan.observations[3].resource.uid == "store:1.2:k.env")
    #expect(scan.rules.first?.cwe == 400)
    #expect(scan.rejected.map(\.reason) == ["names no vulnerability"])
  }

  @Test func `takes results that are null, missing or empty as a scan without findings`() throws {
    for text in [
      report("null"), report("[]"), #"{"SchemaVersion": 2, "ArtifactName": "a"}"#,
      report(#"[{"Target": "a", "Class": "config", "Misconfigurations": null}]"#), "null",
    ] {
      #expect(try ReadScan(text).observations == [])
    }
  }

  @Test func `reads the array of results of early versions`() throws {
    let text = #"""
      [{"Target": "quay (quay 9)", "Type": "quay",
       "Vulnerabilities": [{"VulnerabilityID": "CVE-1", "PkgName": "zip"}]},
       {"Target": "lock", "Type": "npm", "Vulnerabilities": null}]
      """#
    let scan = try ReadScan(text, context: context)
    #expect(scan.observations.map(\.resource.uid) == ["quay"])
  }

  @Test(arguments: ["Resources", "Findings", "Misconfigurations"])
  func `reads a cluster`(list: String) throws {
    let text = #"""
      {"ClusterName": "blue", "\#(list)": [{"Namespace": "web", "Kind": "Deployment", "Name": "api",
        "Results": [{"Target": "Deployment/api", "Class": "config", "Type": "kubernetes",
          "Misconfigurations": [\#(check("FAIL", id: "KSV001"))]},
         {"Target": "reg.example:5000/api:2.1 (quay 9)", "Class": "os-pkgs", "Vulnerabilities": [
          {"VulnerabilityID": "CVE-1", "PkgName": "zip"}]}]}]}
      """#
    let scan = try ReadScan(text, context: context)
    #expect(scan.observations.map(\.resource.account) == ["blue", "blue"])
    #expect(scan.observations.map(\.resource.uid) == ["web/Deployment/api", "web/Deployment/api"])
    #expect(scan.observations.map(\.resource.provider) == ["kubernetes", "kubernetes"])
    #expect(scan.observations.map(\.discriminator) == ["", "reg.example:5000/api zip"])
    #expect(scan.observations.map(\.rule) == ["KSV-0001", "CVE-1"])
  }

  @Test(arguments: ["%", #"{"kind": "List", "items": [%]}"#])
  func `reads the operator's reports, alone and in a list`(container: String) throws {
    let report = #"""
      {"apiVersion": "aquasecurity.github.io/v1alpha1", "kind": "ConfigAuditReport",
       "metadata": {"name": "deployment-api", "namespace": "web", "labels": {
         "trivy-operator.resource.kind": "Deployment", "trivy-operator.resource.name": "api"}},
       "report": {"updateTimestamp": "2026-03-06T21:00:00Z", "scanner": {"name": "Trivy",
        "version": "0.60.0"},
         "checks": [{"checkID": "KSV001", "title": "t", "severity": "LOW", "success": false,
          "messages": ["m"]},
           {"checkID": "KSV002", "title": "t", "severity": "LOW", "success": true},
           {"checkID": "", "success": true}]}}
      """#
    let scan = try ReadScan(
      container.replacing("%", with: report), context: ReadingContext(account: "blue"))
    #expect(scan.tools == ["trivy 0.60.0"])
    #expect(scan.observations.map(\.rule) == ["KSV-0001", "KSV-0002"])
    #expect(scan.observations.map(\.status) == [.fail, .pass])
    #expect(scan.observations.map(\.resource.uid) == ["web/Deployment/api", "web/Deployment/api"])
    #expect(scan.observations.first?.scannedAt.microseconds == 1_772_830_800_000_000)
    #expect(scan.rejected.map(\.reason) == ["names no check"])
  }

  @Test func `a control of a compliance report never passes`() throws {
    let summary = #"""
      {"ID": "k8s-abc-1", "Title": "ABC", "SummaryControls": [
        {"ID": "1.1", "Name": "n", "Severity": "HIGH", "TotalFail": 3},
        {"ID": "1.2", "Name": "n", "Severity": "HIGH", "TotalFail": 0},
        {"ID": "1.3", "Name": "n", "Severity": "HIGH"}]}
      """#
    let full = #"""
      {"ID": "k8s-abc-1", "Title": "ABC", "Results": [
        {"ID": "1.1", "Results": [{"Misconfigurations": [{"Status": "FAIL"}]}]},
        {"ID": "1.2", "Results": [{"Misconfigurations": [{"Status": "PASS"}]}]}, {"ID": "1.3"}]}
      """#
    let cluster = #"""
      {"kind": "ClusterComplianceReport", "metadata": {"name": "x"},
       "spec": {"compliance": {"id": "k8s-abc-1"}},
       "status": {"updateTimestamp": "2026-03-06T21:00:00Z",
        "summaryReport": {"controlCheck": [{"id": "1.1", "totalFail": 9}]},
        "detailReport": {"results": [{"id": "1.1", "checks": [{"checkID": "KSV001",
         "success": false}]},
          {"id": "1.2", "checks": [{"checkID": "", "success": true}]}, {"id": "1.3",
           "checks": null}]}}}
      """#
    let list = #"{"kind": "List", "items": [\#(cluster), \#(cluster)]}"#
    #expect(try ReadScan(list, context: context).observations.count == 6)
    for text in [summary, full, cluster, #"{"kind": "List", "items": [\#(cluster)]}"#] {
      let scan = try ReadScan(text, context: context)
      #expect(scan.observations.map(\.rule) == ["k8s-abc-1/1.1", "k8s-abc-1/1.2", "k8s-abc-1/1.3"])
      #expect(scan.observations.map(\.status).prefix(2) == [.fail, .unknown])
      #expect(scan.observations.last?.status != .pass)
      #expect(
        scan.rules.first?.mappings == [
          RequirementReference(edition: "k8s-abc-1", requirement: "1.1")
        ])
    }
  }

  @Test func `says that compliance reports among others are not read`() throws {
    let text = #"""
      {"kind": "List", "items": [
       {"apiVersion": "aquasecurity.github.io/v1alpha1", "kind": "ConfigAuditReport",
        "metadata": {"name": "x"}, "report": {"updateTimestamp": "2026-03-06T21:00:00Z",
         "checks": []}},
       {"apiVersion": "aquasecurity.github.io/v1alpha1", "kind": "ClusterComplianceReport"}]}
      """#
    #expect(try ReadScan(text, context: context).warnings.count == 1)
  }
}
