import EvidenceModel
import RuleCatalogs
import Testing

@Suite struct FrameworkAliasesTests {
  @Test(arguments: [
    ("PCI", "PCI"), ("pci-dss", "PCI"), ("HIPPA", "HIPAA"), ("Hipaa", "HIPAA"),
    ("SOC 2", "SOC2"), ("ISO/IEC 27001", "ISO27001"), ("CIS Benchmarks", "CIS"),
    ("General Data Protection Regulation", "GDPR"),
  ])
  func `resolves a name`(name: String, key: String) {
    #expect(FrameworkAliases.common.framework(named: name)?.key == key)
  }

  @Test func `tells misspellings and unknown names`() {
    #expect(FrameworkAliases.common.isMisspelling("HIPPA"))
    #expect(!FrameworkAliases.common.isMisspelling("SOC 2"))
    #expect(FrameworkAliases.common.framework(named: "FEDRAMP") == nil)
  }

  @Test func `prefers the framework that comes first`() {
    let own = FrameworkDefinition(key: "OWN", title: "Own", aliases: ["PCI"])
    let aliases = FrameworkAliases([own] + FrameworkAliases.common.frameworks)
    #expect(aliases.framework(named: "pci") == own)
  }
}
