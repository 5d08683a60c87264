import EvidenceModel
import Testing

@testable import RuleCatalogs

@Suite struct CISOAssistantLibraryTests {
  private func read(_ text: String) throws -> RuleCatalog {
    let (format, text) = try CatalogFormats.detect(Array(text.utf8), file: "f.yaml")
    #expect(format.key == "ciso-assistant-library")
    return try format.read(text, file: "f.yaml")
  }

  private static let library = """
    convert_library_version: v2
    urn: urn:intuitem:risk:library:iso27001-2022
    locale: en
    name: Standard & *more*
    objects:
      framework:
        urn: urn:intuitem:risk:framework:iso27001-2022
        name: The standard
        requirement_nodes:
        - urn: urn:intuitem:risk:req_node:iso27001-2022:5
          assessable: false
          ref_id: '5'
          name: Leadership
        - urn: urn:intuitem:risk:req_node:iso27001-2022:5.10
          parent_urn: urn:intuitem:risk:req_node:iso27001-2022:5
          assessable: true
          ref_id: 5.10
          description: |
            Leaders lead.
            And more.
        - urn: urn:intuitem:risk:req_node:iso27001-2022:a.5.1
          parent_urn: urn:intuitem:risk:req_node:iso27001-2022:gone
          assessable: true
          ref_id: A.5.1
        - assessable: true
          ref_id: A.5.2
        - urn: urn:intuitem:risk:req_node:iso27001-2022:A.5.1
        - urn: urn:intuitem:risk:req_node:iso27001-2022:node9
          parent_urn: urn:intuitem:risk:req_node:iso27001-2022:node9
          ref_id: '5'
      requirement_mapping_sets:
      - source_framework_urn: urn:intuitem:risk:framework:iso27001-2022
        target_framework_urn: urn:intuitem:risk:framework:nist-sp-800-53-rev5
        requirement_mappings:
        - source_requirement_urn: urn:intuitem:risk:req_node:iso27001-2022:a.5.1
          target_requirement_urn: urn:intuitem:risk:req_node:nist-sp-800-53-rev5:ac-2.3
          relationship: subset
          strength_of_relationship: 7
          rationale: semantic
        - source_requirement_urn: urn:intuitem:risk:req_node:iso27001-2022:5.1
          target_requirement_urn: urn:intuitem:risk:req_node:nist-sp-800-53-rev5:pl-1
          relationship: intersect
          strength_of_relationship: 11
        - source_requirement_urn: urn:intuitem:risk:req_node:iso27001-2022:5.1
          target_requirement_urn: urn:intuitem:risk:req_node:nist-sp-800-53-rev5:pl-2
          relationship: not_related
        - source_requirement_urn: urn:intuitem:risk:req_node:iso27001-2022:5.1
          relationship: equal
        - source_requirement_urn: urn:intuitem:risk:req_node:iso27001-2022:5.1
          target_requirement_urn: urn:intuitem:risk:req_node:nist-sp-800-53-rev5:pl-2
          relationship: cousin
    """

  @Test func `reads a tree of requirements`() throws {
    let catalog = try read(Self.library)
    #expect(catalog.key == "ciso-assistant-iso27001-2022")
    let edition = try #require(catalog.editions.first)
    #expect(edition.key == "ISO27001-2022")
    #expect(
      edition.requirements == [
        .init(key: "5", title: "Leadership", isAssessable: false),
        .init(key: "5.10", title: "Leaders lead.", parent: "5"), .init(key: "A.5.1"),
        .init(key: "node9", isAssessable: false),
      ])
  }

  @Test func `reads how requirements stand to those of other libraries`() throws {
    let relations = try read(Self.library).relations
    #expect(relations.map(\.requirement.requirement) == ["A.5.1", "5.1"])
    #expect(relations.map(\.related.requirement) == ["AC-2(3)", "PL-1"])
    #expect(relations.map(\.related.edition).allSatisfy { $0 == "NIST-800-53-Revision-5" })
    #expect(relations.map(\.kind) == [.subset, .intersects])
    #expect(relations.map(\.strength) == [7, nil])
    #expect(relations.map(\.reason) == ["semantic", ""])
  }

  @Test func `tells what is doubtful, with its line`() throws {
    #expect(
      try read(Self.library).anomalies.map { "\($0.line) \($0.code)" } == [
        "21 unknown-parent", "25 requirement-without-urn", "27 repeated-requirement",
        "28 circular-requirements", "40 wrong-strength", "47 requirement-without-urn",
        "49 unknown-relationship",
      ])
  }

  @Test func `reads what is sound of a library with wrong types`() throws {
    let catalog = try read(
      """
      urn: urn:acme:risk:library:house-rules
      objects:
        frameworks:
        - urn: urn:acme:risk:framework:house-rules
          requirement_nodes:
          - {urn: "urn:acme:risk:req_node:house-rules:r1", ref_id: [R1], assessable: true}
          - word
        - requirement_nodes: []
        requirement_mapping_sets: none
      """)
    #expect(catalog.editions.map(\.key) == ["house-rules"])
    #expect(catalog.editions[0].requirements == [.init(key: "r1")])
    #expect(
      catalog.anomalies.map { "\($0.line) \($0.code)" } == [
        "6 wrong-type", "7 requirement-without-urn", "8 framework-without-urn", "9 wrong-type",
      ])
  }

  @Test func `refuses aliases`() {
    #expect(throws: ImportError.self) {
      try read("urn: urn:a:b\nobjects:\n  framework: &a {urn: x}\n  threats: *a\n")
    }
  }

  @Test func `says where there is nothing to load`() throws {
    let catalog = try read("urn: urn:a:b\nname: Matrix\nobjects:\n  risk_matrix: {}\n")
    #expect(catalog.anomalies.map(\.code) == ["nothing-to-load"])
  }
}
