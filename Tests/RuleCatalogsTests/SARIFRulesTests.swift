import EvidenceModel
import RuleCatalogs
import Testing

@Suite struct SARIFRulesTests {
  private func read(_ text: String) throws -> RuleCatalog {
    let (format, text) = try CatalogFormats.detect(Array(text.utf8), file: "f.sarif")
    #expect(format.key == "sarif-rules")
    return try format.read(text, file: "f.sarif")
  }

  private static let log = """
    {"version": "2.1.0", "runs": [{
      "taxonomies": [
        {"name": "CWE", "guid": "g-1", "taxa": [
          {"id": "311", "name": "Missing Encryption"}, {"id": "22", "name": "CWE-22"}]},
        {"name": "HOUSE-1", "guid": "g-2"}],
      "tool": {
        "driver": {"name": "Vault Lint", "rules": [
          {"id": "V1", "deprecatedIds": ["V0", "V1"], "name": "vaultOpen",
           "shortDescription": {"text": "A vault is open"},
           "fullDescription": {"text": "Vaults hold gold.\\nMuch of it."},
           "help": {"text": "Close it."}, "helpUri": "https://example.com/v1",
           "defaultConfiguration": {"level": "error"},
           "properties": {"security-severity": "5.5", "tags": ["gold", "external/cwe/cwe-022"]},
           "relationships": [
             {"target": {"id": "2.1", "toolComponent": {"guid": "g-2"}}, "kinds": ["relevant"]},
             {"target": {"id": "1.1", "toolComponent": {"index": 1}}},
             {"target": {"id": "311", "toolComponent": {"name": "CWE"}}},
             {"target": {"id": "9", "toolComponent": {"guid": "gone"}}}]},
          {"name": "nameless"},
          {"id": "V1"},
          {"id": "V2", "defaultConfiguration": {"level": "note"}, "helpUri": "../v2",
           "relationships": [{"target": {"id": "CWE-311", "toolComponent": {"index": 0}}}]}]},
        "extensions": [{"name": "more", "rules": [
          {"id": "M1", "fullDescription": {"text": "More.\\nStill."}}]}]},
      "results": [{"ruleId": "V1", "message": {"text": "open"}}]},
      {"tool": {"driver": {"name": "Other", "rules": [{"id": "O1"}]}}},
      {"tool": {"driver": {"name": "Empty"}}}]}
    """

  @Test func `reads what a tool and its extensions say of their rules`() throws {
    let catalog = try read(Self.log)
    #expect(catalog.key == "vault-lint" && catalog.tool == "vault-lint")
    #expect(catalog.title == "Vault Lint")
    #expect(catalog.cwes == [311: "Missing Encryption"])
    #expect(catalog.rules.map(\.key) == ["V1", "V2", "M1"])
    var first = RuleDefinition(key: "V1", title: "A vault is open")
    first.severity = .medium
    first.cvss = 5.5
    first.cwe = 22
    first.description = "Vaults hold gold.\nMuch of it."
    first.recommendation = "Close it."
    first.referenceURL = "https://example.com/v1"
    first.equivalents = [.same(catalog: "vault-lint", rule: "V0")]
    first.mappings = [
      .init(edition: "HOUSE-1", requirement: "1.1"), .init(edition: "HOUSE-1", requirement: "2.1"),
    ]
    #expect(catalog.rules[0] == first)
    let second = catalog.rules[1]
    #expect(second.title == "V2" && second.severity == .low && second.cwe == 311)
    #expect(second.referenceURL == nil)
    #expect(catalog.rules[2].title == "More." && catalog.rules[2].severity == .unknown)
  }

  @Test func `tells what is doubtful`() throws {
    #expect(
      try read(Self.log).anomalies.map { "\($0.line) \($0.code)" }
        == ["1 rule-without-id", "20 repeated-rule", "1 other-tool"])
  }

  @Test func `refuses a log whose runs list no rules`() throws {
    let error = try #require(throws: ImportError.self) {
      try read(#"{"runs": [{"tool": {"driver": {"name": "a"}}, "results": []}]}"#)
    }
    #expect(error.reason == "its runs list no rules")
  }
}
