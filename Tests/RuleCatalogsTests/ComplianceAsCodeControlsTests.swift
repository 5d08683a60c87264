import EvidenceModel
import Testing

@testable import RuleCatalogs

@Suite struct ComplianceAsCodeControlsTests {
  private func read(_ text: String) throws -> RuleCatalog {
    let (format, text) = try CatalogFormats.detect(Array(text.utf8), file: "f.yml")
    #expect(format.key == "compliance-as-code-controls")
    return try format.read(text, file: "f.yml")
  }

  /// A rule's name, without what its id has before it in XCCDF.
  private static func name(_ rule: RuleReference?) -> String {
    rule.map { String($0.rule.trimmingPrefix("xccdf_org.ssgproject.content_rule_")) } ?? "-"
  }

  private static let controls = """
    policy: PCI-DSS
    title: 'Payment cards'
    id: pcidss_4
    version: '4.0'
    controls:
      - id: 1.2
        title: Controls are maintained.
        status: partial
        controls:
          - id: 1.2.10
            title: Features are
              defined.
            status: partial
            rules:
              - selinux_state
              - var_selinux_state=enforcing
              - "!gone"
              - selinux_state
          - id: 1.2.2
            status: manual
            related_rules: [selinux_state]
          - 1.5
      - id: 1.5
        status: pending
      - id: 1.5
        status: automated
        rules: [late]
      - title: nameless
      - id: 1.6
        rules: none
        controls: {}
    """

  @Test func `reads controls, their rules and what a person has to look at`() throws {
    let catalog = try read(Self.controls)
    #expect(catalog.key == "compliance-as-code-pcidss-4")
    let edition = try #require(catalog.editions.first)
    #expect(edition.key == "PCI-4.0")
    #expect(
      edition.requirements == [
        .init(key: "1.2", title: "Controls are maintained.", isAssessable: false),
        .init(key: "1.2.10", title: "Features are defined.", parent: "1.2"),
        .init(key: "1.2.2", parent: "1.2"), .init(key: "1.5", parent: "1.2"), .init(key: "1.6"),
      ])
    #expect(Set(catalog.evidence.compactMap(\.rule?.catalog)) == ["openscap"])
    #expect(
      catalog.evidence.map {
        "\($0.requirement.requirement) \(Self.name($0.rule)) \($0.reason)"
      } == [
        "1.2.10 selinux_state partial", "1.2.2 - ", "1.5 - pending", "1.5 late ", "1.6 - ",
      ])
  }

  @Test func `tells what is doubtful, with its line`() throws {
    #expect(
      try read(Self.controls).anomalies.map { "\($0.line) \($0.code)" } == [
        "18 repeated-check", "25 repeated-requirement", "28 requirement-without-id",
        "30 wrong-type", "31 wrong-type",
      ])
  }

  @Test func `breaks a circle of controls that name each other`() throws {
    let catalog = try read(
      """
      policy: House
      controls:
        - {id: a, controls: [b]}
        - {id: b, controls: [a]}
      """)
    #expect(Set(catalog.editions[0].requirements.map(\.key)) == ["a", "b"])
    #expect(catalog.editions[0].requirements.count { $0.parent == nil } == 1)
    #expect(catalog.anomalies.map(\.code) == ["circular-requirements"])
  }

  @Test func `names controls of NIST with their enhancements`() throws {
    let catalog = try read(
      """
      policy: NIST 800-53
      title: 'Configuration Recommendations'
      id: nist_rhcos4
      version: Revision 4
      controls:
        - {id: AC-2(3), status: automated, rules: [expire]}
        - {id: AC-2(3)(a), status: manual}
      """)
    #expect(catalog.editions.map(\.key) == ["NIST-800-53-Revision-4"])
    #expect(catalog.editions[0].requirements.map(\.key) == ["AC-2(3)"])
    #expect(catalog.evidence.map(\.requirement.requirement) == ["AC-2(3)", "AC-2(3)"])
  }

  @Test(arguments: ["\n", "\r\n"])
  func `takes the folder's name for the policy of a part`(end: String) throws {
    let text = ["# Part", "controls:", "", "  # One", "  - id: '1.1'", "    rules: [a]", ""]
      .joined(separator: end)
    let (format, found) = try CatalogFormats.detect(Array(text.utf8), file: "f.yml")
    let catalog = try format.read(found, file: "controls/cis_rhel8/section-1.yml")
    #expect(catalog.key == "compliance-as-code-cis-rhel8-section-1")
    #expect(catalog.editions.map(\.key) == ["cis-rhel8"])
    #expect(catalog.evidence.map(\.requirement.requirement) == ["1.1"])
    #expect(catalog.anomalies.map(\.code) == ["part-of-a-policy"])
  }
}
