import EvidenceModel
import RuleCatalogs
import Testing

@Suite struct PolicyDocumentTests {
  private func read(_ text: String) throws -> PolicyDocument {
    try PolicyDocument(Array(text.utf8), file: "policy.yaml")
  }

  @Test func `reads every key`() throws {
    let document = try read(
      """
      tickmark-settings: 1
      title: Remediation at Quillmoor
      source: Security policy 2026, section 4.2
      notes: >-
        Decided
        in March.
      settings:
        sla_clock_restarts_after: Closed
        freshness_days: 14
      targets:
        - {severity: critical, days: 15}
        - {severity: moderate, days: none}
        - {framework: NIST.OWN, severity: critical, days: 7}
      """)
    #expect(document.title == "Remediation at Quillmoor")
    #expect(document.source == "Security policy 2026, section 4.2")
    #expect(document.notes == "Decided in March.")
    #expect(
      document.policy
        == Policy(
          settings: [
            Setting(key: "freshness_days", value: "14"),
            Setting(key: "sla_clock_restarts_after", value: "closed"),
          ],
          targets: [
            RemediationTarget(severity: .critical, days: 15),
            RemediationTarget(severity: .medium, days: nil),
            RemediationTarget(framework: "NIST.OWN", severity: .critical, days: 7),
          ]))
  }

  @Test(arguments: [
    ("", 1, "the document is empty"),
    ("settings: {freshness_days: 1}", 1, "the policy has no 'tickmark-settings'"),
    ("tickmark-settings: 2\nrules: []", 1, "the policy is of version 2 of its format"),
    ("tickmark-settings: 1", 1, "the policy sets nothing"),
    ("tickmark-settings: 1\nsetting:\n  a: 1", 2, "the policy has an unknown key 'setting'"),
    (
      "tickmark-settings: 1\nsettings:\n  freshnes_days: 4", 3,
      "there is no setting 'freshnes_days'"
    ),
    (
      "tickmark-settings: 1\nsettings:\n  freshness_days: soon", 3,
      "'soon' is not a value of freshness_days"
    ),
    (
      "tickmark-settings: 1\nsettings:\n  freshness_days: 4.5", 3,
      "'4.5' is not a value of freshness_days"
    ),
    (
      "tickmark-settings: 1\nsettings:\n  freshness_days: 0", 3,
      "'0' is not a value of freshness_days"
    ),
    (
      "tickmark-settings: 1\nsettings:\n  sla_clock_restarts_after: gone", 3,
      "'gone' is not a value of sla_clock_restarts_after"
    ),
    (
      "tickmark-settings: 1\ntargets:\n  - {severity: critical, days: 15}\n"
        + "  - {severity: grave, days: 15}", 4, "there is no severity 'grave'"
    ),
    (
      "tickmark-settings: 1\ntargets:\n  - {severity: high, days: -1}", 3,
      "'-1' is not a value of sla.high"
    ),
    (
      "tickmark-settings: 1\ntargets:\n  - {severity: high, days: 36501}", 3,
      "'36501' is not a value of sla.high"
    ),
    ("tickmark-settings: 1\ntargets:\n  - {severity: high}", 3, "the target has no 'days'"),
    (
      "tickmark-settings: 1\ntargets:\n  - {severity: high, days: 1}\n"
        + "  - {severity: high, days: 2}", 4, "the target sla.high is there twice"
    ),
    ("tickmark-settings: 1\ntargets: {high: 1}", 2, "'targets' is not a list"),
    ("tickmark-settings: 1\ntargets:\n  - [high, 1]", 3, "the target is not a mapping"),
    ("tickmark-settings: 1\nnotes: [", 3, "the YAML is malformed"),
  ])
  func `refuses a slip with its line`(text: String, line: Int, reason: String) throws {
    let error = try #require(throws: ImportError.self) { try read(text) }
    #expect(error.reason.hasPrefix(reason), "\(error)")
    #expect(error.file == "policy.yaml")
    if !text.isEmpty { #expect(error.place?.line == line, "\(error)") }
  }

  @Test func `refuses bytes that are not UTF-8`() throws {
    let bytes = Array("tickmark-settings: 1\nnotes: ".utf8) + [0xFF]
    let error = try #require(throws: ImportError.self) {
      try PolicyDocument(bytes, file: "policy.yaml")
    }
    #expect(error.place?.line == 2)
  }

  @Test func `presets have targets, and name the document they are from`() throws {
    #expect(PolicyPreset.all.map(\.key) == ["cisa-bod-19-02", "fedramp-rev5", "pci-dss-4.0.1"])
    for preset in PolicyPreset.all {
      let document = try preset.document()
      #expect(document.title != nil && document.source != nil && document.notes != nil)
      #expect(!document.policy.targets.isEmpty && document.policy.settings.isEmpty)
    }
  }

  @Test func `a catalog is not made of presets`() {
    #expect(BundledCatalogs.documents.allSatisfy { !$0.text.contains("tickmark-settings") })
  }
}
