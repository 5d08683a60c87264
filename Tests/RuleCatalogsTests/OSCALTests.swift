import EvidenceModel
import Foundation
import Testing

@testable import RuleCatalogs

@Suite struct OSCALTests {
  private func read(_ text: String, as key: String) throws -> RuleCatalog {
    let (format, text) = try CatalogFormats.detect(Array(text.utf8), file: "f.json")
    #expect(format.key == key)
    return try format.read(text, file: "f.json")
  }

  private static let controls = """
    {"catalog": {"uuid": "1", "metadata": {"title": "Controls of SP 800-53 Rev. 5, short"},
     "groups": [{"id": "ac", "title": "Access", "controls": [
       {"title": "Accounts", "controls": [
         {"id": "ac-2.3", "title": "Disable"},
         {"id": "ac-2.10", "title": "Shared", "props": [{"name": "status", "value": "withdrawn"}]}],
        "id": "ac-2"},
       {"id": "ac-2.3", "title": "Again"},
       {"title": "Nameless"}, "text"]}]}}
    """

  @Test func `reads groups, controls and enhancements`() throws {
    let catalog = try read(Self.controls, as: "oscal-catalog")
    #expect(catalog.key == "oscal-controls-of-sp-800-53-rev-5-short")
    let edition = try #require(catalog.editions.first)
    #expect(edition.key == "NIST-800-53-Revision-5")
    #expect(
      edition.requirements == [
        .init(key: "AC", title: "Access", isAssessable: false),
        .init(key: "AC-2", title: "Accounts", parent: "AC"),
        .init(key: "AC-2(3)", title: "Disable", parent: "AC-2"),
        .init(key: "AC-2(10)", title: "Shared", parent: "AC-2", isAssessable: false),
      ])
    #expect(catalog.evidence.isEmpty)
    #expect(
      catalog.anomalies.map { "\($0.line) \($0.code)" } == [
        "2 wrong-type", "2 requirement-without-id", "7 repeated-requirement",
      ])
  }

  @Test func `makes a key where it does not know the edition`() throws {
    let catalog = try read(
      """
      {"catalog": {"metadata": {"title": "House rules (draft)", "version": "1.1"},
       "controls": [{"id": "h-1", "title": "Doors"}]}}
      """, as: "oscal-catalog")
    #expect(catalog.editions.map(\.key) == ["House-rules-draft-1.1"])
    #expect(catalog.editions[0].requirements.map(\.key) == ["h-1"])
  }

  @Test(arguments: [
    (
      "NIST Special Publication 800-53 Revision 5.1.1 HIGH IMPACT BASELINE",
      "NIST-800-53-Revision-5"
    ),
    ("NIST_SP-800-53_rev4_catalog.json", "NIST-800-53-Revision-4"),
    ("FedRAMP Rev 5 Moderate Baseline", "NIST-800-53-Revision-5"),
    ("The NIST Cybersecurity Framework (CSF) 2.0", "NIST-CSF-2.0"),
    ("urn:intuitem:risk:framework:pcidss-4.0.1", "PCI-4.0.1"), ("PCI-DSS 4.0", "PCI-4.0"),
    ("iso27001-2022", "ISO27001-2022"), ("CIS AWS Foundations Benchmark v5.0.0", "CIS-5.0"),
    ("House rules 4.0", nil), ("NIST SP 800-53", nil),
  ])
  func `knows editions by their titles`(title: String, key: String?) {
    #expect(EditionKey.known(in: [title]) == key)
  }

  @Test func `says what to load instead of a profile`() throws {
    let text = """
      {"profile": {"metadata": {"title": "Base"}, "imports": [
        {"href": "#a", "include-controls": [{"with-ids": ["ac-1"]}]}]}}
      """
    let error = try #require(throws: ImportError.self) { try read(text, as: "oscal-profile") }
    #expect(error.code == .missingContext)
    #expect(error.hint?.contains("resolve") == true)
  }

  @Test func `reads which rules implement a requirement`() throws {
    let catalog = try read(
      """
      {"component-definition": {"metadata": {"title": "Clusters"}, "components": [
        {"title": "Open Shift", "control-implementations": [{"source": "#r",
          "implemented-requirements": [
           {"control-id": "ac-2.3", "props": [
             {"name": "Rule_Id", "value": "expire"}, {"name": "Rule_Id", "value": "lone"},
             {"name": "Rule_Id", "value": "lone"}]},
           {"control-id": "ac-3", "statements": [
             {"statement-id": "ac-3_smt.a", "props": [{"name": "Rule_Id", "value": "lone"}]}]},
           {"control-id": "at-1"},
           {"description": "nameless"}]}]},
        {"title": "Kyverno", "type": "validation", "props": [
          {"name": "Rule_Id", "value": "expire", "remarks": "set 1"},
          {"name": "Check_Id", "value": "check-expiry", "remarks": "set 1"}]}],
       "back-matter": {"resources": [
         {"uuid": "r", "rlinks": [{"href": "x/NIST_SP-800-53_rev5_catalog.json"}]}]}}}
      """, as: "oscal-component-definition")
    #expect(Set(catalog.evidence.map(\.requirement.edition)) == ["NIST-800-53-Revision-5"])
    #expect(
      catalog.evidence.map {
        "\($0.requirement.requirement) \($0.rule?.catalog ?? "-") \($0.rule?.rule ?? "-")"
      } == [
        "AC-2(3) kyverno check-expiry", "AC-2(3) open-shift lone", "AC-3 open-shift lone",
        "AT-1 - -",
      ])
    #expect(
      catalog.anomalies.map { "\($0.line) \($0.code)" } == [
        "4 repeated-check", "2 requirement-without-id",
      ])
  }

  private func maps(_ maps: String) throws -> RuleCatalog {
    try read(
      """
      {"mapping-collection": {"metadata": {"title": "Crosswalk"}, "mappings": [
        {"source-resource": {"type": "catalog", "href": "NIST_SP-800-53_rev5_catalog.json"},
         "target-resource": {"type": "catalog", "href": "https://x.example/NIST_CSF_v2.0.json"},
         "maps": [\(maps)]}]}}
      """, as: "oscal-mapping-collection")
  }

  @Test(arguments: [
    ("equal-to", 1, 1, "control", "equal"), ("equivalent-to", 1, 2, "control", "superset"),
    ("equal-to", 2, 1, "control", "subset"), ("subset-of", 1, 2, "control", "intersects"),
    ("subset-of", 2, 1, "control", "subset"), ("superset-of", 1, 2, "control", "superset"),
    ("intersects-with", 1, 1, "control", "intersects"),
    ("equal-to", 1, 1, "statement", "intersects"),
  ])
  func `keeps of a map what it says of each pair`(
    word: String, sources: Int, targets: Int, type: String, kind: String
  ) throws {
    func side(_ count: Int, _ name: String) -> String {
      (1...count).map { #"{"type": "\#(type)", "id-ref": "\#(name)\#($0)"}"# }
        .joined(separator: ", ")
    }
    let catalog = try maps(
      """
      {"relationship": "\(word)", "sources": [\(side(sources, "ac-"))],
       "targets": [\(side(targets, "gv.po-0"))], "remarks": "so it is"}
      """)
    #expect(catalog.relations.count == sources * targets)
    let first = try #require(catalog.relations.first)
    #expect(first.kind.rawValue == kind)
    #expect(first.requirement.requirement == "AC-1")
    #expect(first.related.edition == "NIST-CSF-2.0")
    #expect(first.related.requirement == "GV.PO-01")
    #expect(first.reason == "so it is")
  }

  @Test func `warns of maps that it cannot read`() throws {
    let catalog = try maps(
      """
      {"relationship": "cousin-of", "sources": [{"id-ref": "ac-1"}], "targets": [{"id-ref": "x"}]},
      {"relationship": "no-relationship", "sources": [], "targets": []},
      {"relationship": "equal-to", "sources": [{"type": "control"}], "targets": []}, {}
      """)
    #expect(catalog.relations.isEmpty)
    #expect(
      catalog.anomalies.map { "\($0.line) \($0.code)" } == [
        "4 unknown-relationship", "6 requirement-without-id", "1 unknown-relationship",
      ])
  }

  /// Counts by a small script of another language.
  @Test(.enabled(if: ProwlerFiles.areThere, "NIST's files are not beside the package: skipped"))
  func `reads NIST's files`() throws {
    let baseline = try read(
      ProwlerFiles.text(
        "oscal/NIST_SP-800-53_rev5_HIGH-baseline-resolved-profile_catalog-min.json"),
      as: "oscal-catalog")
    let requirements = try #require(baseline.editions.first).requirements
    #expect(baseline.editions[0].key == "NIST-800-53-Revision-5")
    #expect(requirements.count { !$0.isAssessable } == 18)
    #expect(requirements.count(where: \.isAssessable) == 370)
    #expect(requirements.count { $0.key.hasSuffix(")") } == 182)
    #expect(baseline.anomalies.isEmpty)
    #expect(throws: ImportError.self) {
      try read(
        ProwlerFiles.text("oscal/NIST_SP-800-53_rev5_MODERATE-baseline_profile.json"),
        as: "oscal-profile")
    }
    let sample = try read(ProwlerFiles.text("oscal/basic-catalog.json"), as: "oscal-catalog")
    #expect(sample.editions[0].requirements.count { !$0.isAssessable } == 4)
    #expect(sample.editions[0].requirements.count(where: \.isAssessable) == 4)
  }
}
