import EvidenceModel
import Testing

@testable import ScanFormats

/// Files of which it is known what they are, and that they are not read.
@Suite struct UnreadReportTests {
  private func failure(_ text: String) -> ImportError? {
    importError {
      let temporary = try TemporaryFile(text)
      _ = try ScanFormats.detect(temporary.open())
    }
  }

  @Test(arguments: [
    (
      #"{"version":"1","results":[{"check_id":"a.b","path":"x"}],"errors":[]}"#, "Semgrep",
      "--sarif"
    ),
    (#"{"version":"1","results":[],"errors":[],"paths":{}}"#, "Semgrep", "--sarif"),
    (#"{"errors":[],"generated_at":"t","metrics":{},"results":[]}"#, "Bandit", "sarif"),
    ("filename,test_name,test_id,issue_severity,issue_text\n", "Bandit", "sarif"),
    (
      #"[{"Filename":"a","Level":"Error","Location":{},"Rule":{"Id":"E1"}}]"#, "cfn-lint", "sarif"
    ),
    ("<testsuites><testsuite/></testsuites>", "JUnit", "SARIF"),
    ("<?xml version='1.0'?><testsuite name='x'/>", "JUnit", "SARIF"),
    ("<NessusClientData_v2/>", "Nessus", "HDF"),
    (#"{"bomFormat":"CycloneDX"}"#, "CycloneDX", "scan"),
    (#"{"catalog":{"metadata":{}}}"#, "OSCAL", "catalog load"),
    (#"{"Framework":"X","Requirements":[]}"#, "catalog", "catalog load"),
    (#"{"ComplianceByConfigRules":[]}"#, "AWS Config", "get-compliance-details"),
    (#"{"findings":[{"findingArn":"a"}]}"#, "Inspector", "get-findings"),
    (#"[{"frameworkName":"x","controlReports":[]}]"#, "Kubescape", "v2"),
    (#"{"controls":[],"statistics":{},"version":"5"}"#, "InSpec", "--reporter json"),
    (#"{"baselines":[{"requirements":[]}]}"#, "HDF", "profiles"),
    ("---\nassessment-results:\n  uuid: x\n", "YAML", "yq"),
    ("apiVersion: v1\nitems: []\n", "YAML", "kubectl"),
    ("assessment-results:\n  uuid: x\n", "YAML", "yq"),
  ])
  func `says what to ask for in place of a report`(
    text: String, what: String, hint: String
  ) throws {
    let error = try #require(failure(text))
    #expect(error.code == .unknownFormat)
    #expect(error.reason.contains(what))
    #expect(error.hint?.contains(hint) == true)
  }

  @Test(arguments: ["I1012 starting", "Applying 1 policy, with 2 resources"])
  func `names the line where JSON begins after a scanner's messages`(message: String) {
    let error = failure("\(message)\nmore: of it\n{\n \"Controls\": []}\n")
    #expect(error?.reason == "has text before the JSON that begins in line 3")
    #expect(error?.hint?.contains("tail -n +3") == true)
  }

  @Test func `does not take a line with a colon for YAML`() {
    #expect(failure("see here: nothing\n")?.reason == "is text, but neither JSON nor CSV")
    #expect(failure("http://example.org\n")?.reason == "is text, but neither JSON nor CSV")
  }
}
