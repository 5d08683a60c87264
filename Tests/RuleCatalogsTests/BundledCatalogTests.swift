import EvidenceModel
import RuleCatalogs
import Testing

@Suite struct BundledCatalogTests {
  private func catalog() throws -> RuleCatalog {
    try #require(try BundledCatalogs.all().first { $0.key == "aws-threat-model" })
  }

  @Test func `names the documents and gives their bytes`() throws {
    let document = try #require(
      BundledCatalogs.documents.first { $0.name == "aws-threat-model.yaml" })
    #expect(document.bytes == Array(document.text.utf8))
    #expect(document.text.hasSuffix("\n") && !document.text.hasSuffix("\n\n"))
    #expect(try document.catalog() == catalog())
  }

  @Test func `has the seed's counts`() throws {
    #expect(try CatalogCounts(catalog()) == .seed)
  }

  @Test func `says of every rule what prowler has for it`() throws {
    for rule in try catalog().rules {
      #expect(
        rule.equivalents.contains { statement in
          switch statement {
          case .same(let catalog, _), .none(let catalog, _): catalog == "prowler"
          }
        }, "\(rule.key)")
    }
  }

  @Test func `is complete and beyond doubt`() throws {
    let catalog = try catalog()
    #expect(catalog.anomalies == [])
    for rule in catalog.rules {
      #expect(!rule.description.isEmpty && !rule.recommendation.isEmpty, "\(rule.key)")
      #expect(rule.referenceURL != nil, "\(rule.key)")
      #expect(rule.cwe.map { catalog.cwes[$0] != nil } == true, "\(rule.key)")
    }
  }

  @Test(.enabled(if: SeedDocument.isPresent, Comment(rawValue: SeedDocument.absence)))
  func `has the seed's rules with its ratings`() throws {
    let text = String(decoding: try SeedDocument.bytes(), as: UTF8.self)
    let seed = ThreatModelingDocument().read(text, file: "seed.txt")
    let catalog = try catalog()
    #expect(catalog.rules.map(\.key) == seed.rules.map(\.key))
    for (bundled, original) in zip(catalog.rules, seed.rules) {
      #expect(bundled.severity == original.severity, "\(bundled.key)")
      #expect(bundled.cvss == original.cvss, "\(bundled.key)")
      #expect(bundled.cwe == original.cwe, "\(bundled.key)")
      #expect(Set(bundled.threats) == Set(original.threats), "\(bundled.key)")
      #expect(Set(bundled.scopes) == Set(original.scopes), "\(bundled.key)")
    }
  }
}
