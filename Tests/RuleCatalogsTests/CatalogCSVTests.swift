import EvidenceModel
import RuleCatalogs
import Testing

@Suite struct CatalogCSVTests {
  private func read(_ text: String) throws -> RuleCatalog {
    let (format, text) = try CatalogFormats.detect(Array(text.utf8), file: "a/House Rules.csv")
    #expect(format.key == "tickmark-catalog-csv")
    return try format.read(text, file: "a/House Rules.csv")
  }

  private static let table = """
    Rule,Title,Service,Severity,CVSS,CWE,Stride,Description,Risk,Recommendation,Reference URL,\
    Equivalent,Framework,Edition,Requirement,Requirement title,Parent,Reason
    vault-open,A vault is open,Vaults,High,"7,5",CWE-311,Tampering; information disclosure,\
    "Gold, in ""bars""
    lies in it.",Theft.,Close it.,https://example.com/v,prowler:vault_closed; ours:v:1,HOUSE,2026,\
    2.1,Vaults are closed,2,Gold is what the house is for.
    vault-open,,,,,,,,,,,trivy:V1,HIPPA; pci dss,,,,,
    vault-open,,,,,,,,,,,,,NIST-800-53-Revision-5,ac_2_3,,,

    ,,,,,,,,,,,,HOUSE,2026,2,Vaults,,
    ,,,,,,,,,,,,HOUSE,2026,2.2,Keepers,2,
    """

  @Test func `reads rules, requirements and what is evidence for what`() throws {
    let catalog = try read(Self.table)
    #expect(catalog.key == "house-rules" && catalog.title == "House Rules")
    #expect(catalog.anomalies == [])
    var rule = RuleDefinition(key: "vault-open", title: "A vault is open")
    rule.service = "Vaults"
    rule.severity = .high
    rule.cvss = 7.5
    rule.cwe = 311
    rule.threats = [.tampering, .informationDisclosure]
    rule.description = "Gold, in \"bars\"\nlies in it."
    rule.risk = "Theft."
    rule.recommendation = "Close it."
    rule.referenceURL = "https://example.com/v"
    rule.scopes = ["HIPAA", "PCI"].map(RuleDefinition.Scope.init(framework:))
    rule.equivalents = [
      .same(catalog: "prowler", rule: "vault_closed"), .same(catalog: "ours", rule: "v:1"),
      .same(catalog: "trivy", rule: "V1"),
    ]
    #expect(catalog.rules == [rule])
    #expect(catalog.editions.map(\.key) == ["HOUSE-2026", "NIST-800-53-Revision-5"])
    #expect(
      catalog.editions[0].requirements == [
        .init(key: "2", title: "Vaults", isAssessable: false),
        .init(key: "2.1", title: "Vaults are closed", parent: "2"),
        .init(key: "2.2", title: "Keepers", parent: "2"),
      ])
    #expect(catalog.editions[1].requirements.map(\.key) == ["AC-2(3)"])
    #expect(
      catalog.evidence.map {
        "\($0.requirement.requirement) \($0.rule?.catalog ?? "-") \($0.reason)"
      } == [
        "2.1 house-rules Gold is what the house is for.", "AC-2(3) house-rules ", "2.2 - ",
      ])
  }

  @Test(arguments: [",", ";", "\t"])
  func `reads each delimiter, a byte order mark and Windows line ends`(mark: String) throws {
    let lines = ["edition|rule|requirement|title", "H-1|a|1|\"A|B\"", ""]
    let text = lines.joined(separator: "\r\n").replacing("|", with: mark)
    let catalog = try read("\u{FEFF}" + text)
    #expect(catalog.rules.map(\.title) == ["A\(mark)B"])
    #expect(catalog.evidence.map(\.requirement) == [.init(edition: "H-1", requirement: "1")])
  }

  @Test func `maps a scanner's own checks`() throws {
    let catalog = try read(
      "catalog,rule,edition,requirement,title\nprowler,vault_closed,H-1,1,\nprowler,b,H-1,1,B\n")
    #expect(catalog.rules == [])
    #expect(
      catalog.evidence.map(\.rule) == [
        .init(catalog: "prowler", rule: "vault_closed"), .init(catalog: "prowler", rule: "b"),
      ])
    #expect(catalog.anomalies.map { "\($0.line) \($0.code)" } == ["3 foreign-rule"])
  }

  @Test func `warns of columns that it does not know, and of repeated mappings`() throws {
    let catalog = try read(
      "rule,titel,edition,requirement,title,\na,x,H-1,1,A,\na,x,H-1,1,,\n")
    #expect(
      catalog.anomalies.map { "\($0.line) \($0.message)" } == [
        "1 the column 'titel' is not known: did you mean title?",
        "3 the rule 'a' is evidence for '1' already",
      ])
    #expect(catalog.evidence.count == 1)
  }

  @Test(arguments: [
    ("rule,title\na b,A\n", 2, "the rule 'a b' has a space in it"),
    ("rule,title\n\na,\n", 3, "the rule 'a' has no title"),
    ("rule,title\na,A\na,B\n", 3, "the title of the rule 'a' was another one before"),
    ("rule,title\na\n", 2, "the row has 1 fields where the header has 2"),
    ("rule,title,rule\na,A,a\n", 1, "the column 'rule' is there twice"),
    ("rule,title,cvss\na,A,11\n", 2, "the cvss '11' is not from 0.0 to 10.0"),
    ("rule,title,cwe\na,A,none\n", 2, "the cwe 'none' is not a number"),
    ("rule,title,equivalent\na,A,b\n", 2, "the equivalent 'b' is not of the form catalog:rule"),
    ("rule,title,reference_url\na,A,b\n", 2, "the reference_url 'b' is not a web address"),
    ("rule,title,reason\na,A,b\n", 2, "the row has a 'reason' and no requirement"),
    ("rule,title,requirement\na,A,1\n", 2, "the requirement '1' has neither edition nor framework"),
    ("rule,title,requirement\n,A,\n", 2, "the row has a 'title' and no rule"),
    ("rule,title\n\"a,A\n", 2, "the quote that opens here is not closed"),
    ("rule,title\n\"a\"b,A\n", 2, "text follows the closing quote of a field"),
  ])
  func `names the line of an error`(text: String, line: Int, reason: String) throws {
    let error = try #require(throws: ImportError.self) { try read(text) }
    #expect(error.reason == reason)
    #expect(error.place?.line == line)
  }

  @Test func `names the other lines with errors`() throws {
    let error = try #require(throws: ImportError.self) {
      try read("rule,title,severity\na,A,urgent\nb,B,high\nc,C,bad\nd,,low\n")
    }
    #expect(error.place?.line == 2)
    #expect(error.hint == "there are errors in 2 more lines: 4, 5")
  }
}
