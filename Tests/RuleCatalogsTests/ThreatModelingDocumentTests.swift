import EvidenceModel
import RuleCatalogs
import Testing

@Suite struct ThreatModelingDocumentTests {
  private func read(_ text: String, file: String = "rules.txt") throws -> RuleCatalog {
    let format: any CatalogFormat = ThreatModelingDocument()
    return try format.read(text, file: file)
  }

  /// A document with one rule that has these lines after its title.
  private func document(_ lines: String, title: String = "Bucket is open") -> String {
    "My Rules\n\n📘\n\nAmazon S3\n\n👍\n\n\(title)\n\n\(lines)\n"
  }

  private func rule(_ lines: String, title: String = "Bucket is open") throws -> RuleDefinition {
    try #require(try read(document(lines, title: title)).rules.first)
  }

  /// The lines of the anomalies with this code.
  private func lines(_ code: String, _ catalog: RuleCatalog) -> [Int] {
    catalog.anomalies.filter { $0.code == code }.map(\.line)
  }

  private static let whole = """
    Amazon Example Rules

    An introduction: it is not kept.

    📘

    Amazon S3

    👍

    Amazon S3 Bucket is Public

    Description: Anybody can read the bucket.
    CWE: CWE-668 Exposure of Resource to the Wrong Sphere
    Severity: Critical
    CVSS: 9.0
    Assurance Scope: PCI, NIST
    Recommendation: Block public access. https://docs.aws.amazon.com/s3.html
    Threat Model STRIDE Mapping: Information Disclosure, Tampering
    source: An Author
    dependent: None
    """

  @Test func `reads a rule with all its fields and finds nothing to doubt`() throws {
    let catalog = try read(Self.whole)
    #expect(catalog.key == "amazon-example-rules")
    #expect(catalog.title == "Amazon Example Rules")
    #expect(catalog.cwes == [668: "Exposure of Resource to the Wrong Sphere"])
    #expect(catalog.frameworks.map(\.key) == ["PCI", "NIST"])
    #expect(catalog.anomalies == [])
    var expected = RuleDefinition(key: "s3-bucket-is-public", title: "Amazon S3 Bucket is Public")
    expected.service = "Amazon S3"
    expected.description = "Anybody can read the bucket."
    expected.cwe = 668
    expected.severity = .critical
    expected.cvss = 9
    expected.scopes = [.init(framework: "PCI"), .init(framework: "NIST")]
    expected.recommendation = "Block public access."
    expected.referenceURL = "https://docs.aws.amazon.com/s3.html"
    expected.threats = [.informationDisclosure, .tampering]
    expected.asWritten = [
      "source": "An Author", "dependent": "None",
      "recommendation": "Block public access. https://docs.aws.amazon.com/s3.html",
    ]
    #expect(catalog.rules == [expected])
  }

  @Test func `reads carriage returns, a byte order mark, quotes and marks with headings`() throws {
    let catalog = try read(Self.whole)
    #expect(try read(Self.whole.replacing("\n", with: "\r\n")) == catalog)
    let quoted = Self.whole.replacing("📘\n\n", with: "> 📘 ").replacing("👍\n\n", with: "> 👍🏽 ")
    #expect(try read(quoted).rules == catalog.rules)
  }

  @Test func `reads labels in any order, case and markup`() throws {
    let rule = try rule(
      "cvss: 4.0\n- **Severity:** medium\nTHREAT MODEL  STRIDE MAPPING : spoofing\ncwe:CWE-16 X")
    #expect(rule.cvss == 4)
    #expect(rule.severity == .medium)
    #expect(rule.threats == [.spoofing])
    #expect(rule.cwe == 16)
  }

  @Test func `lets a text go on over the following lines`() throws {
    let rule = try rule(
      "Description:\nOne\nline, then another: it goes on.\n\nSecond.\n"
        + "Assurance Scope: PCI,\nNIST\nSeverity:\nHigh\n")
    #expect(rule.description == "One line, then another: it goes on.\n\nSecond.")
    #expect(rule.scopes.map(\.framework) == ["PCI", "NIST"])
    #expect(rule.severity == .high)
  }

  @Test func `keeps what no known label claims`() throws {
    let text = document(
      "stray words\nOwner: The platform team,\nall of it\nSeverity: High\nstray rating\n"
        + "Severity: Low\n")
    let catalog = try read(text)
    let rule = try #require(catalog.rules.first)
    #expect(rule.severity == .high)
    #expect(rule.asWritten["owner"] == "The platform team, all of it")
    #expect(rule.asWritten["unlabelled"] == "stray words")
    #expect(rule.asWritten["unlabelled_2"] == "stray rating")
    #expect(rule.asWritten["severity"] == "Low")
    #expect(lines("unknown-field", catalog) == [12])
    #expect(lines("unlabelled-text", catalog) == [11, 15])
    #expect(lines("duplicate-field", catalog) == [16])
  }

  @Test func `keeps what it cannot understand, with its line`() throws {
    let text = document(
      "Severity: Awful\nCVSS: 11.0\nCWE: none\nAssurance Scope: PCI, HIPPA, FROB, PCI\n"
        + "Threat Model STRIDE Mapping: Denial of Amazon Service, Sorcery, tampering")
    let catalog = try read(text)
    let rule = try #require(catalog.rules.first)
    #expect(rule.severity == .unknown && rule.cvss == nil && rule.cwe == nil)
    #expect(rule.scopes.map(\.framework) == ["PCI", "HIPAA", "FROB"])
    #expect(rule.threats == [.denialOfService, .tampering])
    #expect(
      rule.asWritten == [
        "severity": "Awful", "cvss": "11.0", "cwe": "none",
        "assurance_scope": "PCI, HIPPA, FROB, PCI",
        "stride": "Denial of Amazon Service, Sorcery, tampering",
      ])
    #expect(lines("unknown-severity", catalog) == [11])
    #expect(lines("unknown-cvss", catalog) == [12])
    #expect(lines("unknown-weakness", catalog) == [13])
    #expect(lines("unknown-scope", catalog) == [14])
    #expect(lines("misspelt-scope", catalog) == [14])
    #expect(lines("unknown-threat", catalog) == [15])
    #expect(lines("misspelt-threat", catalog) == [15])
    #expect(catalog.frameworks.map(\.key) == ["PCI", "HIPAA", "FROB"])
  }

  @Test(arguments: ["-1", "7.", "7,5", "nan", "inf", "0x5", "7.0/10", "1e1", "９.0"])
  func `takes only a plain score`(score: String) throws {
    let catalog = try read(document("CVSS: \(score)"))
    #expect(catalog.rules.first?.cvss == nil)
    #expect(catalog.rules.first?.asWritten["cvss"] == score)
    #expect(lines("unknown-cvss", catalog) == [11])
  }

  @Test(arguments: [
    ("CWE-311 Missing Encryption", 311, "Missing Encryption"), ("cwe 311: A", 311, "A"),
    ("311 - A", 311, "A"), ("CWE-311", 311, nil),
  ])
  func `reads a weakness`(text: String, number: Int, name: String?) throws {
    let catalog = try read(document("CWE: \(text)"))
    #expect(catalog.rules.first?.cwe == number)
    #expect(catalog.cwes[number] == name)
  }

  @Test func `tells names and second numbers of a weakness that disagree`() throws {
    let text =
      document("CWE: CWE-16 Configuration") + "👍\nB\nCWE: CWE-16 Settings\n👍\nC\nCWE: CWE-1, CWE-2"
    let catalog = try read(text)
    #expect(catalog.cwes == [16: "Configuration"])
    #expect(catalog.rules.map(\.cwe) == [16, 16, 1])
    #expect(lines("weakness-name-differs", catalog) == [14])
    #expect(lines("unknown-weakness", catalog) == [17])
  }

  @Test func `reports missing fields and empty ones`() throws {
    let catalog = try read(document("Description:\nSeverity: High"))
    let missing = catalog.anomalies.filter { $0.code == "missing-field" }
    #expect(missing.map(\.line) == [9, 9, 9, 9, 9, 11])
    #expect(missing.allSatisfy { $0.rule == "bucket-is-open" })
    for label in ["CWE", "CVSS", "Assurance Scope", "Recommendation", "STRIDE", "Description"] {
      #expect(missing.contains { $0.message.contains(label) }, "\(label)")
    }
  }

  @Test func `keeps rules without a title, a service or a unique title`() throws {
    let text =
      "Rules\n👍\nDescription: A\n📘\n👍\nOpen\nSeverity: High\n👍\n**Open**\n👍\nSeverity: Low\n📘\nS3\nx"
    let catalog = try read(text)
    #expect(catalog.rules.map(\.key) == ["untitled", "open", "open-2", "untitled-2"])
    #expect(catalog.rules.map(\.service) == ["", "", "", ""])
    #expect(lines("duplicate-title", catalog) == [9])
    #expect(lines("malformed-title", catalog) == [9])
    #expect(lines("empty-service", catalog) == [13])
    #expect(lines("unlabelled-text", catalog) == [14])
    #expect(catalog.rules[2].asWritten["title"] == "**Open**")
    #expect(lines("missing-field", catalog).contains(4))
  }

  @Test func `keys a document without a title by its file`() throws {
    let catalog = try read("📘 S3\n👍 Open\n", file: "a/My Rules.v2.txt")
    #expect(catalog.key == "my-rules")
    #expect(lines("missing-field", catalog).first == 1)
    #expect(try read("📘 S3\n👍 Open\n", file: "-").key == "threat-modeling-document")
  }

  @Test(arguments: [
    ("Amazon Rational Database Service(RDS)", "Relational Database Service"),
    ("Amazon ELactic Kubernetes Service(EKS)", "Elastic Kubernetes Service"),
    ("Amazon Kinessis", "Kinesis"), ("AWS Lamda", nil), ("Amazon DocumentDb(docdb)", nil),
    ("Amazon Elastic Loadbalancing(ELB)", nil), ("Amazon Dynamodb", nil), ("Frobnicator", nil),
    ("Amazon Frobnicator (FRB)", nil), ("Amazon S3", nil), ("(RDS)", nil),
  ])
  func `doubts the spelling of a service`(service: String, right: String?) throws {
    let catalog = try read("Rules\n📘\n\(service)\n👍\nOpen\n")
    let found = catalog.anomalies.filter { $0.code == "misspelt-service" }
    #expect(found.map(\.line) == (right == nil ? [] : [3]))
    #expect(found.first.map { $0.message.contains(right ?? "") } ?? (right == nil))
    #expect(catalog.rules.first?.service == service)
  }

  @Test func `keeps glued and broken links as they were written`() throws {
    let written = "Do it.https://docs.Amazon.amazon.com/Amazon Services-a.html."
    let catalog = try read(document("Recommendation: \(written)"))
    let rule = try #require(catalog.rules.first)
    #expect(rule.recommendation == "Do it.")
    #expect(rule.referenceURL == "https://docs.aws.amazon.com/services-a.html")
    #expect(rule.asWritten["recommendation"] == written)
    #expect(
      rule.asWritten["reference_url"] == "https://docs.Amazon.amazon.com/Amazon Services-a.html")
    #expect(lines("glued-link", catalog) == [11])
    #expect(lines("broken-link", catalog) == [11])
  }

  @Test func `reads every beginning of a document`() throws {
    var text = ""
    for character in Self.whole {
      text.append(character)
      let catalog = try read(text)
      #expect(catalog.rules.count <= 1)
    }
  }
}
