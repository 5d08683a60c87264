import EvidenceIngest
import EvidenceModel
import EvidenceStore
import Foundation
import Reports
import Testing

/// Catalogs with faults in them, from the file to the reports: what is sound is loaded, the rest is
/// told with its line, and a file that cannot be read whole leaves nothing.
@Suite struct BrokenCatalogTests {
  /// A document of each format, with as many faults as the format can have.
  struct Broken: Sendable, CustomTestStringConvertible {
    var format: String
    var name: String
    var text: String
    /// Requirements that are loaded, as `edition number`.
    var requirements: [String]
    /// Mappings that are loaded, as `number rule`; those without a rule end after the number.
    var mappings: [String]
    /// What is doubtful, as `line code`.
    var anomalies: [String]
    /// A text that is in the document once, and without which it cannot be read.
    var vital: String

    var testDescription: String { name }
  }

  static let all = [
    Broken(
      format: "prowler-compliance", name: "legacy.json",
      text: """
        {"Framework": "LAW", "Version": "9", "Provider": "AWS", "Requirements": [
          {"Id": "1", "Name": "One", "Checks": ["closed", "closed", "misspelt", 7]},
          {"Id": "1", "Name": "One again", "Checks": ["awake"]},
          {"Name": "Nobody", "Checks": []},
          {"Id": "2", "Name": "Two", "Checks": "closed"},
          {"Id": "3", "Name": "Three", "Checks": null},
          "no requirement"]}
        """,
      requirements: ["LAW-9 1", "LAW-9 2", "LAW-9 3"],
      mappings: ["1 awake", "1 closed", "1 misspelt", "2", "3"],
      anomalies: [
        "2 repeated-check", "2 wrong-type", "3 repeated-requirement", "3 requirement-without-id",
        "5 wrong-type", "6 requirement-without-id",
      ], vital: "\"LAW\""),
    Broken(
      format: "prowler-compliance", name: "universal.json",
      text: """
        {"framework": "LAW", "version": "9", "requirements": [
          {"id": "1", "name": "One", "checks": {"aws": ["closed"], "gcp": ["misspelt", {}]}},
          {"id": "2", "name": "Two", "checks": {"aws": "closed", "azure": []}},
          {"id": 3, "name": "Three", "checks": {}}]}
        """,
      requirements: ["LAW-9 1", "LAW-9 2"], mappings: ["1 closed", "1 misspelt", "2 closed"],
      anomalies: ["2 wrong-type", "3 requirement-without-id"], vital: "\"LAW\""),
    Broken(
      format: "oscal-catalog", name: "catalog.json",
      text: """
        {"catalog": {"metadata": {"title": "LAW-9"}, "groups": [
          {"id": "a", "title": "A", "controls": [
            {"id": "a-1", "title": "One"},
            {"id": "a-1", "title": "One again"},
            {"title": "Nobody"},
            "no control"]},
          {"id": "b", "title": "B", "controls": {"id": "b-1"}}]}}
        """,
      requirements: ["LAW-9 a-1"], mappings: [],
      anomalies: [
        "2 wrong-type", "4 repeated-requirement", "2 requirement-without-id", "7 wrong-type",
      ], vital: "\"title\": \"LAW-9\""),
    Broken(
      format: "oscal-component-definition", name: "component.json",
      text: """
        {"component-definition": {"metadata": {"title": "Cluster"}, "components": [
          {"title": "Prowler", "control-implementations": [
            {"source": "LAW-9.json", "implemented-requirements": [
              {"control-id": "1", "props": [{"name": "Rule_Id", "value": "closed"},
                {"name": "Rule_Id", "value": "closed"}, {"name": "Rule_Id", "value": "misspelt"}]},
              {"control-id": "2"},
              {"props": []},
              "no requirement"]},
            {"implemented-requirements": [{"control-id": "3"}]}]},
          {"control-implementations": []},
          7]}}
        """,
      requirements: [], mappings: ["1 closed", "1 misspelt", "2"],
      anomalies: [
        "1 wrong-type", "1 component-without-title", "2 requirement-without-id",
        "2 unknown-edition", "2 wrong-type", "4 repeated-check",
      ], vital: "\"title\": \"Cluster\""),
    Broken(
      format: "oscal-mapping-collection", name: "mapping.json",
      text: """
        {"mapping-collection": {"metadata": {"title": "Laws"}, "mappings": [
          {"source-resource": {"href": "LAW-9.json"}, "target-resource": {"href": "LAW-8.json"},
           "maps": [
            {"relationship": "equal-to", "sources": [{"id-ref": "1"}, {}],
             "targets": [{"id-ref": "2"}]},
            {"relationship": "is-like", "sources": [{"id-ref": "1"}], "targets": []},
            {"relationship": "subset-of", "sources": [{"id-ref": "1"}], "targets": "2"},
            7]},
          {"maps": []},
          "no mapping"]}}
        """,
      requirements: [], mappings: [],
      anomalies: [
        "1 unknown-edition", "1 wrong-type", "1 wrong-type", "4 requirement-without-id",
        "6 unknown-relationship", "7 requirement-without-id",
      ], vital: "\"title\": \"Laws\""),
    Broken(
      format: "ciso-assistant-library", name: "library.yaml",
      text: """
        urn: urn:house:risk:library:law-9
        name: The ninth law
        objects:
          framework:
            urn: urn:house:risk:framework:law-9
            name: The ninth law
            requirement_nodes:
              - {urn: "urn:h:n:law-9:1", ref_id: "1", parent_urn: "urn:h:n:law-9:2"}
              - {urn: "urn:h:n:law-9:2", ref_id: "2", parent_urn: "urn:h:n:law-9:1"}
              - {urn: "urn:h:n:law-9:3", ref_id: "3", assessable: true}
              - {urn: "urn:h:n:law-9:3", ref_id: "3", assessable: true}
              - {urn: "urn:h:n:law-9:4", ref_id: [4], assessable: true}
              - {ref_id: "5"}
              - 6
              - {urn: "urn:h:n:law-9:7", parent_urn: "urn:h:n:law-9:nowhere", assessable: true}
              - {urn: "urn:h:n:law-9:8", ref_id: "8", assessable: perhaps}
        """,
      requirements: ["law-9 3", "law-9 4", "law-9 7"], mappings: [],
      anomalies: [
        "9 circular-requirements", "11 repeated-requirement", "12 wrong-type",
        "13 requirement-without-urn", "14 requirement-without-urn", "15 unknown-parent",
        "16 wrong-type",
      ], vital: "urn: urn:house:risk:library:law-9"),
    Broken(
      format: "compliance-as-code-controls", name: "controls.yaml",
      text: """
        policy: LAW
        title: The ninth law
        id: law_9
        version: '9'
        controls:
          - id: '1'
            title: One
            rules: [closed, closed, misspelt, {a: b}]
          - id: '1'
            title: One again
          - title: Nobody
          - 7
          - id: '2'
            title: Two
            rules: closed
          - id: '3'
            title: Three
            controls: ['4']
          - id: '4'
            title: Four
            controls: ['3']
        """,
      requirements: ["LAW-9 1", "LAW-9 2"],
      mappings: [
        "1", "1 xccdf_org.ssgproject.content_rule_closed",
        "1 xccdf_org.ssgproject.content_rule_misspelt", "2",
      ],
      anomalies: [
        "8 repeated-check", "8 wrong-type", "9 repeated-requirement",
        "11 requirement-without-id", "12 wrong-type", "15 wrong-type", "19 circular-requirements",
      ], vital: "controls:\n"),
    Broken(
      format: "security-hub-controls", name: "hub.json",
      text: """
        {"SecurityControls": [
          {"SecurityControlId": "S3.1", "Title": "One", "SeverityRating": "HIGH",
           "RelatedRequirements": ["PCI DSS v4.0.1/1.4.4", "nothing", 7]},
          {"SecurityControlId": "S3.1", "Title": "One again", "SeverityRating": "HIGH"},
          {"Title": "Nobody"},
          "no control"]}
        """,
      requirements: ["PCI-4.0.1 1.4.4"], mappings: ["1.4.4 S3.1"],
      anomalies: [
        "1 control-without-id", "1 wrong-type", "2 unknown-requirement", "2 wrong-type",
        "4 repeated-check",
      ], vital: "{\"SecurityControls\""),
  ]

  private static let requirements =
    "SELECT DISTINCT edition || ' ' || requirement FROM requirement_status"
  private static let mappings = """
    SELECT requirement.key || ifnull(' ' || rule.key, '')
    FROM requirement_mapping AS mapping
    JOIN requirement ON requirement.requirement_id = mapping.requirement_id
    LEFT JOIN rule ON rule.rule_id = mapping.rule_id
    """

  private func load(_ path: String, into database: ScratchDatabase) throws -> CatalogFileReport {
    let store = try EvidenceStore(path: database.path)
    defer { try? store.close() }
    return try CatalogImporter(store: store, clock: ScratchDatabase.clock).load(
      contentsOf: path)
  }

  private func report(
    _ name: String, _ database: ScratchDatabase, _ columns: [String]
  ) throws -> [[String]] {
    let rows = try CannedQuery.named(name).rows(
      from: ReadOnlyConnection(path: database.path))
    let places = columns.compactMap { column in
      rows.columns.firstIndex { $0.name == column }
    }
    return try ScratchDatabase.text(rows).map { line in
      let values = line.components(separatedBy: "|")
      return places.map { values[$0] }
    }
  }

  @Test(arguments: all)
  func `the sound is loaded, the rest is told with its line`(broken: Broken) throws {
    let database = try ScratchDatabase(loadsBundled: false)
    let path = try database.write(broken.text, as: broken.name)
    let loaded = try load(path, into: database)
    #expect(loaded.format == broken.format)
    if !broken.requirements.isEmpty {
      #expect(try database.rows(Self.requirements).sorted() == broken.requirements)
    }
    #expect(try database.rows(Self.mappings).sorted() == broken.mappings)
    // It can be asked afterwards.
    let doubts = try report("catalog_anomalies", database, ["line", "code", "path"])
    #expect(doubts.map { "\($0[0]) \($0[1])" }.sorted() == broken.anomalies.sorted())
    #expect(doubts.allSatisfy { $0[2] == path })
    #expect(loaded.catalog.warnings.count == doubts.count)
    #expect(try database.verify() == [])
    // Once more, nothing changes.
    #expect(try load(path, into: database).catalog.isAlreadyLoaded)
  }

  @Test(arguments: all)
  func `what cannot be read whole leaves nothing`(broken: Broken) throws {
    let database = try ScratchDatabase(loadsBundled: false)
    let vital = broken.text.replacing(broken.vital, with: "")
    let half = String(broken.text.prefix(broken.text.utf8.count * 2 / 3))
    let cut = broken.name.hasSuffix("yaml") ? broken.text + "\n  'never: closed" : half
    for (number, text) in [vital, cut].enumerated() {
      let path = try database.write(text, as: "\(number)-\(broken.name)")
      #expect(throws: ImportError.self, "\(number)") { try load(path, into: database) }
    }
    let left = """
      SELECT count(*) FROM artifact UNION ALL SELECT count(*) FROM requirement
      UNION ALL SELECT count(*) FROM rule UNION ALL SELECT count(*) FROM catalog_anomaly
      UNION ALL SELECT count(*) FROM catalog UNION ALL SELECT count(*) FROM ingest
      """
    #expect(try database.rows(left) == ["0", "0", "0", "0", "0", "0"])
  }

  @Test(arguments: [
    ("rule:\n    key: a", "is there twice", "key: a\n    title: A\n  - key: a\n    title: B"),
    ("type", "is not", "key: [a]\n    title: A"),
    ("score", "is not a number", "key: a\n    title: A\n    cvss: high"),
    (
      "side", "either 'rule' or 'none'",
      "key: a\n    title: A\n    equivalents: [{catalog: prowler}]"
    ),
  ])
  func `our own format is refused with the line`(
    fault: String, reason: String, rule: String
  ) throws {
    let database = try ScratchDatabase(loadsBundled: false)
    let path = try database.write(
      "tickmark-catalog: 1\nkey: house\ntitle: House\nrules:\n  - \(rule)\n", as: "house.yaml")
    let error = #expect(throws: ImportError.self) { try load(path, into: database) }
    #expect(error?.reason.contains(reason) == true, "\(error.map { "\($0)" } ?? "")")
    #expect((error?.place?.line ?? 0) > 4)
    #expect(try database.rows("SELECT count(*) FROM rule") == ["0"])
  }

  @Test func `a check that dangles is one until it is loaded`() throws {
    let database = try ScratchDatabase(loadsBundled: false)
    _ = try load(database.write(Self.all[0].text, as: "law.json"), into: database)
    let columns = ["catalog", "scanner", "check_key", "requirements", "is_scanner_known"]
    #expect(
      try report("dangling_checks", database, columns) == [
        ["prowler-law-9-aws", "prowler", "awake", "1", "0"],
        ["prowler-law-9-aws", "prowler", "closed", "1", "0"],
        ["prowler-law-9-aws", "prowler", "misspelt", "1", "0"],
      ])
    let checks = """
      [{"CheckID": "closed", "CheckTitle": "Closed", "Severity": "high", "Remediation": {}},
       {"CheckID": "awake", "CheckTitle": "Awake", "Severity": "high", "Remediation": {}}]
      """
    _ = try load(database.write(checks, as: "checks.json"), into: database)
    #expect(
      try report("dangling_checks", database, columns) == [
        ["prowler-law-9-aws", "prowler", "misspelt", "1", "1"]
      ])
  }

  @Test func `a document that lists fewer requirements than another is told`() throws {
    let database = try ScratchDatabase(loadsBundled: false)
    _ = try load(database.write(Self.all[0].text, as: "law.json"), into: database)
    let whole = """
      policy: LAW
      id: law_9
      version: '9'
      controls:
        - {id: '1', title: One, rules: [closed]}
        - {id: '2', title: Two}
        - {id: '3', title: Three}
        - {id: '10', title: Ten}
      """
    _ = try load(database.write(whole, as: "whole.yaml"), into: database)
    let other = """
      tickmark-catalog: 1
      key: house
      title: House
      rules:
        - key: a
          title: A
          requirements: [{edition: LAW-9, requirement: '11'}]
      """
    _ = try load(database.write(other, as: "house.yaml"), into: database)
    #expect(
      try report(
        "incomplete_editions", database,
        ["catalog", "edition", "listed", "listed_elsewhere", "mapped_only", "missing"]) == [
          ["compliance-as-code-law-9", "LAW-9", "4", "0", "1", "11"],
          ["prowler-law-9-aws", "LAW-9", "3", "1", "1", "10, 11"],
        ])
  }
}
