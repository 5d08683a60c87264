import EvidenceModel
import RuleCatalogs
import Testing

@Suite struct CatalogYAMLTests {
  private static let head = "tickmark-catalog: 1\nkey: example\ntitle: Example rules\n"

  private func read(_ text: String) throws -> RuleCatalog {
    try CatalogYAML().read(text, file: "a.yaml")
  }

  private static let whole =
    head + """
      cwes: {311: Missing Encryption of Sensitive Data}
      frameworks:
        - key: PCI
          title: Payment Card Industry Data Security Standard
          aliases: [PCI DSS, PCI-DSS]
        - {key: OWN, title: Our own}
      rules:
        - key: s3-is-not-encrypted
          service: Amazon S3
          title: Amazon S3 is not encrypted
          severity: high
          cvss: 7.0
          cwe: 311
          stride: [tampering, information_disclosure]
          scopes: [PCI DSS, OWN, NIST]
          description: >-
            Data on disk
            is readable.
          risk: Loss
          recommendation: Encrypt it.
          reference: https://docs.aws.amazon.com/s3/
          requirements: [{edition: PCI-4.0, requirement: 3.5.1}, {edition: A, requirement: 8.20}]
          equivalents:
            - {catalog: prowler, rule: s3_bucket_default_encryption}
            - {catalog: scoutsuite, none: it has no check for it}
        - key: second
          title: "Second & *last*: \\"it\\""
      """

  @Test func `reads every key`() throws {
    let catalog = try read(Self.whole)
    #expect(catalog.key == "example")
    #expect(catalog.title == "Example rules")
    #expect(catalog.cwes == [311: "Missing Encryption of Sensitive Data"])
    #expect(catalog.frameworks.map(\.key) == ["PCI", "OWN"])
    #expect(catalog.frameworks.first?.aliases == ["PCI DSS", "PCI-DSS"])
    var expected = RuleDefinition(key: "s3-is-not-encrypted", title: "Amazon S3 is not encrypted")
    expected.service = "Amazon S3"
    expected.severity = .high
    expected.cvss = 7
    expected.cwe = 311
    expected.threats = [.tampering, .informationDisclosure]
    expected.scopes = ["PCI", "OWN", "NIST"].map { .init(framework: $0) }
    expected.description = "Data on disk is readable."
    expected.risk = "Loss"
    expected.recommendation = "Encrypt it."
    expected.referenceURL = "https://docs.aws.amazon.com/s3/"
    expected.mappings = [
      RequirementReference(edition: "PCI-4.0", requirement: "3.5.1"),
      RequirementReference(edition: "A", requirement: "8.20"),
    ]
    expected.equivalents = [
      .same(catalog: "prowler", rule: "s3_bucket_default_encryption"),
      .none(catalog: "scoutsuite", reason: "it has no check for it"),
    ]
    expected.asWritten = ["assurance_scope": "PCI DSS, OWN, NIST"]
    #expect(catalog.rules.first == expected)
    #expect(catalog.rules.last?.title == "Second & *last*: \"it\"")
    #expect(catalog.anomalies.allSatisfy { $0.rule == "second" && $0.code == "missing-field" })
  }

  @Test func `keeps why a rule is evidence for a requirement`() throws {
    let catalog = try read(
      Self.head + """
        rules:
          - key: a
            title: A
            requirements:
              - {edition: PCI-4.0, requirement: 3.5.1}
              - {edition: GDPR, requirement: article_32, reason: It names encryption.}
        """)
    #expect(
      catalog.rules.first?.mappings
        == [RequirementReference(edition: "PCI-4.0", requirement: "3.5.1")])
    #expect(
      catalog.evidence == [
        RequirementEvidence(
          requirement: .named(edition: "GDPR", requirement: "article_32"),
          rule: RuleReference(catalog: "example", rule: "a"), reason: "It names encryption.")
      ])
    #expect(catalog.evidence.first?.requirement.requirement == "Art. 32")
  }

  @Test func `takes the evidence of its own rules along to another key`() throws {
    var catalog = try read(
      Self.head + """
        rules:
          - key: a
            title: A
            requirements: [{edition: GDPR, requirement: Art. 32, reason: It names encryption.}]
        """)
    let other = RuleReference(catalog: "prowler", rule: "b")
    catalog.evidence.append(
      RequirementEvidence(
        requirement: RequirementReference(edition: "GDPR", requirement: "Art. 32"), rule: other))
    catalog.rename(to: "ours")
    #expect(catalog.key == "ours")
    #expect(
      catalog.evidence.map(\.rule) == [RuleReference(catalog: "ours", rule: "a"), other])
  }

  @Test func `reads carriage returns alike`() throws {
    #expect(
      try read(Self.whole.replacing("\n", with: "\r\n")) == read(Self.whole))
  }

  @Test func `reports doubts with their lines`() throws {
    let catalog = try read(
      Self.head + "rules:\n  - key: a\n    title: A\n    severity: low\n    cvss: 9.0\n"
        + "    scopes:\n      - HIPPA\n      - FROB\n")
    let lines = Dictionary(
      catalog.anomalies.map { ($0.code, $0.line) }, uniquingKeysWith: { first, _ in first })
    #expect(lines["cvss-severity-mismatch"] == 8)
    #expect(lines["misspelt-scope"] == 10)
    #expect(lines["unknown-scope"] == 11)
    #expect(catalog.rules.first?.scopes.map(\.framework) == ["HIPAA", "FROB"])
  }

  @Test func `asks to update tickmark for a newer version`() throws {
    let error = try #require(throws: ImportError.self) {
      try read("# new\ntickmark-catalog: 2\nnovelty: true\n")
    }
    #expect(error.code == .malformedFile)
    #expect(error.place?.line == 2)
    #expect(error.hint?.contains("update tickmark") == true)
  }

  @Test(arguments: [
    ("tickmark-catalog: 1\ntitle: A\n", 1, "no 'key'"),
    ("tickmark-catalog: 1\nkey: a\ntitle: ''\n", 3, "no 'title'"),
    ("tickmark-catalog: one\nkey: a\ntitle: A\n", 1, "whole number"),
    ("tickmark-catalog: 1\nkey: a b\ntitle: A\n", 2, "space"),
    ("tickmark-catalog: 1\nkey: a\nkey: b\ntitle: A\n", 2, "twice"),
    ("- tickmark-catalog: 1\n", 1, "not a mapping"),
    (head + "extra: 1\n", 4, "unknown key 'extra'"),
    (head + "rules: a\n", 4, "not a list"),
    (head + "rules:\n  - a\n", 5, "not a mapping"),
    (head + "rules:\n  - title: A\n", 5, "no 'key'"),
    (head + "rules:\n  - key: a\n", 5, "no 'title'"),
    (head + "rules:\n  - key: a\n    title: ~\n", 6, "no 'title'"),
    (head + "rules:\n  - key: a\n    title: A\n    sevrity: low\n", 7, "unknown key 'sevrity'"),
    (head + "rules:\n  - key: a\n    title: A\n    severity: awful\n", 7, "not a severity"),
    (head + "rules:\n  - key: a\n    title: A\n    severity: [low]\n", 7, "not a text"),
    (head + "rules:\n  - key: a\n    title: A\n    cvss: 10.1\n", 7, "0.0 to 10.0"),
    (head + "rules:\n  - key: a\n    title: A\n    cvss: .nan\n", 7, "0.0 to 10.0"),
    (head + "rules:\n  - key: a\n    title: A\n    cwe: CWE-1\n", 7, "whole number"),
    (head + "rules:\n  - key: a\n    title: A\n    stride: tampering\n", 7, "not a list"),
    (head + "rules:\n  - key: a\n    title: A\n    stride: [sorcery]\n", 7, "threat category"),
    (head + "rules:\n  - key: a\n    title: A\n    reference: docs\n", 7, "web address"),
    (head + "rules:\n  - key: a\n    title: A\n    requirements: [{edition: B}]\n", 7, "no 'req"),
    (
      head
        + "rules:\n  - {key: a, title: A, requirements: [{edition: B, requirement: C, reason: ''}]}\n",
      5, "no 'reason'"
    ),
    (head + "rules:\n  - {key: a, title: A, equivalents: [{catalog: b}]}\n", 5, "either 'rule'"),
    (
      head + "rules:\n  - {key: a, title: A, equivalents: [{catalog: b, rule: c, none: d}]}\n", 5,
      "either 'rule'"
    ),
    (head + "rules:\n  - {key: a, title: A}\n  - {key: a, title: B}\n", 6, "there twice"),
    (head + "frameworks:\n  - {key: A, title: A}\n  - {key: A, title: B}\n", 6, "there twice"),
    (head + "cwes: {x: A}\n", 4, "not a CWE number"),
    (head + "rules: [\n", 5, "malformed"),
    (head + "rules:\n\t- a\n", 5, "malformed"),
    (head + "---\nkey: b\n", 4, "another document"),
  ])
  func `refuses a slip and names its line`(text: String, line: Int, reason: String) throws {
    let error = try #require(throws: ImportError.self) { try read(text) }
    #expect(error.code == .malformedFile)
    #expect(error.place?.line == line)
    #expect(error.reason.contains(reason), "\(error.reason)")
  }

  @Test(arguments: [
    head + "rules: &rules []\n",
    head + "a: &a [x, x]\nb: &b [*a, *a]\n? [*b, *b]\n: c\n",
    head + "rules:\n  - &r {key: a, title: A}\n  - *r\n",
  ])
  func `refuses anchors and aliases`(text: String) throws {
    let error = try #require(throws: ImportError.self) { try read(text) }
    #expect(error.code == .malformedFile)
    #expect(error.reason.contains("is not allowed"))
    #expect((4...6).contains(error.place?.line ?? 0))
  }

  @Test(.timeLimit(.minutes(1)))
  func `does not unfold a small document into an endless one`() {
    var text = Self.head + "a0: &a0 [x, x]\n"
    for level in 1...40 {
      let alias = "*a\(level - 1)"
      text += "a\(level): &a\(level) [\(alias), \(alias), \(alias)]\n"
    }
    #expect(throws: ImportError.self) { try read(text + "? *a40\n: x\n") }
    let nested = Self.head + "rules: " + String(repeating: "[", count: 100_000)
    #expect(throws: ImportError.self) { try read(nested) }
  }

  @Test func `names the byte of an error behind letters of several bytes`() throws {
    let error = try #require(throws: ImportError.self) {
      try read("tickmark-catalog: 1\nkey: a\ntitle: {é: 1}\n")
    }
    #expect(error.place == .init(byteOffset: 34, line: 3))
  }
}
