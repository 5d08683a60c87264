/// Reports that are often at hand and that no format reads: what they are, and what to ask for in
/// their place.
struct UnreadReport {
  /// What it is, in words that continue "the file".
  let what: String
  /// What to do about it.
  let hint: String
  private let recognises: @Sendable (FileSample) -> Bool

  /// The report that a sample is of; `nil` where it is none that is known.
  static func known(_ sample: FileSample) -> UnreadReport? {
    all.first { $0.recognises(sample) }
  }

  private init(
    _ what: String, hint: String, _ recognises: @escaping @Sendable (FileSample) -> Bool
  ) {
    self.what = what
    self.hint = hint
    self.recognises = recognises
  }

  private static let all = [
    UnreadReport("is Semgrep's JSON", hint: "have it write SARIF, with '--sarif'") {
      $0.firstObject?["results"]?.firstElement?["check_id"] != nil
        || $0.hasMembers("results", "errors", "paths")
    },
    UnreadReport("is Bandit's JSON", hint: "have it write SARIF, with '--format sarif'") {
      $0.hasMembers("results", "metrics", "generated_at")
    },
    UnreadReport("is Bandit's CSV", hint: "have it write SARIF, with '--format sarif'") {
      $0.hasColumns("test_id", "issue_severity", "issue_text")
    },
    UnreadReport("is cfn-lint's JSON", hint: "have it write SARIF, with '--format sarif'") {
      $0.hasMembers("Rule", "Level", "Location", "Filename")
    },
    UnreadReport(
      "is a JUnit test report",
      hint: "it names no rules; have the scanner write SARIF, or JSON of its own"
    ) {
      $0.hasRoot("testsuites", namespace: "") || $0.hasRoot("testsuite", namespace: "")
    },
    UnreadReport(
      "is a Checkstyle report",
      hint: "it names no resources; have the scanner write SARIF, or JSON of its own"
    ) { $0.hasRoot("checkstyle", namespace: "") },
    UnreadReport(
      "is a Nessus scan", hint: "convert it to HDF, for example with 'saf convert nessus2hdf'"
    ) { $0.hasRoot("NessusClientData_v2", namespace: "") },
    UnreadReport(
      "is a list of components (CycloneDX)",
      hint: "it holds no results; scan it, for example with 'trivy sbom'"
    ) { $0.hasMembers("bomFormat") || $0.hasRoot("bom", namespace: "http://cyclonedx.org/") },
    UnreadReport(
      "is a list of components (SPDX)",
      hint: "it holds no results; scan it, for example with 'trivy sbom'"
    ) { $0.hasMembers("spdxVersion") },
    UnreadReport(
      "tells only how many resources a rule of AWS Config has",
      hint: "export the results with 'aws configservice get-compliance-details-by-config-rule'"
    ) {
      $0.hasMembers("ComplianceByConfigRules") || $0.hasMembers("ComplianceByResources")
        || $0.hasMembers("AggregateComplianceByConfigRules")
    },
    UnreadReport(
      "is Amazon Inspector's own JSON",
      hint: "export the findings from Security Hub, with 'aws securityhub get-findings'"
    ) { $0.firstObject?["findings"]?.firstElement?["findingArn"] != nil },
    UnreadReport(
      "is Kubescape's JSON, version 1",
      hint: "have it write version 2, with '--format json --format-version v2'"
    ) { $0.hasMembers("frameworkName", "controlReports") },
    UnreadReport(
      "is InSpec's short JSON, which names no host and no time",
      hint: "have it write the long form, with '--reporter json'"
    ) { $0.hasMembers("controls", "statistics", "version") },
    UnreadReport(
      "is HDF of version 2 or later", hint: "have it written as HDF of version 1, with 'profiles'"
    ) { $0.firstObject?["baselines"]?.firstElement?["requirements"] != nil },
    UnreadReport(
      "is an external property file of SARIF",
      hint: "ingest the log that refers to it, with its parts inlined"
    ) { $0.firstObject?.string("$schema")?.contains("sarif-external-property") == true },
    UnreadReport(
      "is an OSCAL document, but no assessment results",
      hint: "'tickmark catalog load' takes OSCAL catalogs"
    ) { sample in
      ["catalog", "profile", "component-definition", "system-security-plan", "assessment-plan"]
        .contains { sample.firstObject?.member(named: $0)?["metadata"] != nil }
    },
    UnreadReport(
      "is a catalog of rules, and no scan", hint: "load it with 'tickmark catalog load'"
    ) { $0.hasMembers("Framework", "Requirements") || $0.hasMembers("framework", "requirements") },
    UnreadReport(
      "is the metadata of Prowler's checks, and no scan",
      hint: "load it with 'tickmark catalog load'"
    ) { $0.hasMembers("CheckID", "Remediation") },
  ]
}
