import EvidenceModel
import RuleCatalogs
import Testing

@Suite struct PowerpipeBenchmarksTests {
  private func read(_ text: String) throws -> RuleCatalog {
    let (format, text) = try CatalogFormats.detect(Array(text.utf8), file: "f.json")
    #expect(format.key == "powerpipe-benchmarks")
    return try format.read(text, file: "f.json")
  }

  private static let run = """
    {"group_id": "root_result_group", "groups": [
      {"group_id": "house.benchmark.all", "title": "House rules", "controls": null, "groups": [
        {"group_id": "house.benchmark.vaults", "title": "Vaults", "groups": null, "controls": [
          {"control_id": "control.vault_closed", "title": "Vaults are closed", "severity": "high",
           "description": "All of them.", "results": [{"status": "ok", "resource": "v"}],
           "tags": {"plugin": "aws", "service": "AWS/Vault", "pci_dss_v40": "true",
                    "hipaa": "true", "house_law": "true", "soc_2": "false",
                    "cis_item_id": "1.4", "cis_version": "v3.0.0"}},
          {"title": "nameless"}]},
        {"group_id": "house.benchmark.keys", "controls": [
          {"control_id": "house.control.vault_closed"}]}]}]}
    """

  @Test func `reads the tree of benchmarks as findings call it`() throws {
    let catalog = try read(Self.run)
    #expect(catalog.key == "powerpipe-house-benchmark-all" && catalog.tool == "powerpipe")
    let edition = try #require(catalog.editions.first)
    #expect(edition.key == "house.benchmark.all" && edition.title == "House rules")
    let all = "house.benchmark.all"
    #expect(
      edition.requirements == [
        .init(key: all, title: "House rules", isAssessable: false),
        .init(key: all + "/house.benchmark.vaults", title: "Vaults", parent: all),
        .init(key: all + "/house.benchmark.keys", parent: all),
      ])
    #expect(catalog.anomalies.map(\.code) == ["group-without-id"])
  }

  @Test func `a control is one rule, and evidence for each benchmark that holds it`() throws {
    let catalog = try read(Self.run)
    var rule = RuleDefinition(key: "house.control.vault_closed", title: "Vaults are closed")
    rule.service = "AWS/Vault"
    rule.severity = .high
    rule.description = "All of them."
    rule.scopes = ["HIPAA", "house_law", "PCI"].map(RuleDefinition.Scope.init(framework:))
    #expect(catalog.rules == [rule])
    #expect(
      catalog.evidence.map { "\($0.requirement.edition) \($0.requirement.requirement)" } == [
        "house.benchmark.all house.benchmark.all/house.benchmark.vaults", "CIS-3.0 1.4",
        "house.benchmark.all house.benchmark.all/house.benchmark.keys",
      ])
    #expect(Set(catalog.evidence.map(\.rule?.catalog)) == ["powerpipe"])
  }

  @Test func `reads a tree of children, and ends where it is a circle`() throws {
    let catalog = try read(
      """
      {"qualified_name": "house.benchmark.all", "title": "House", "children": [
        {"name": "house.control.keys", "title": "Keys"},
        {"qualified_name": "house.benchmark.all", "children": []}]}
      """)
    #expect(catalog.rules.map(\.title) == ["Keys"])
    #expect(catalog.editions.map(\.key) == ["house.benchmark.all"])
    #expect(catalog.anomalies.map(\.code) == ["circular-requirements"])
  }

  @Test func `reads the layout of a snapshot, and what its panels say`() throws {
    let catalog = try read(
      """
      {"schema_version": "20220929", "panels": {
        "h.benchmark.all": {"title": "House", "panel_type": "benchmark"},
        "h.control.keys": {"title": "Keys", "panel_type": "control",
          "properties": {"severity": "low"}}},
       "layout": {"name": "h.dashboard.d", "panel_type": "dashboard", "children": [
        {"name": "h.benchmark.all", "panel_type": "benchmark", "children": [
          {"name": "h.control.keys", "panel_type": "control"}]}]}}
      """)
    #expect(catalog.editions.map(\.title) == ["House"])
    #expect(catalog.rules.map(\.title) == ["Keys"] && catalog.rules.map(\.severity) == [.low])
    #expect(catalog.evidence.map(\.requirement.requirement) == ["h.benchmark.all"])
  }
}
