import Foundation
import Testing

/// Catalogs and scans that have to meet.
@Suite struct CatalogCommandTests {
  private let program: Program

  init() throws {
    program = try Program()
    try #require(try program.run("init").status == 0)
  }

  private func load(_ name: String, _ text: String) throws -> String {
    try program.write(name, text.utf8)
    let result = try program.run("catalog", "load", name)
    #expect(result.status == 0, "\(result.errors)")
    return result.output
  }

  private func sql(_ statement: String) throws -> String {
    try program.run("sql", "--format", "csv", statement).output
  }

  @Test func `a control file makes OpenSCAP's results evidence`() throws {
    _ = try load(
      "controls.yml",
      """
      policy: House
      id: house
      version: '1.0'
      controls:
        - {id: '1.1', title: Labels are on, status: automated, rules: [selinux_state, gone]}
        - {id: '1.2', title: Doors are shut, status: automated, rules: [doors_shut]}
      """)
    try program.write(
      "results.xml",
      """
      <?xml version="1.0"?>
      <TestResult xmlns="http://checklists.nist.gov/xccdf/1.2" id="t"
        end-time="2026-01-10T00:01:00Z" test-system="cpe:/a:redhat:openscap:1.3.10">
        <target>web-1</target>
        <rule-result idref="xccdf_org.ssgproject.content_rule_selinux_state" severity="high">
          <result>fail</result>
        </rule-result>
        <rule-result idref="xccdf_org.ssgproject.content_rule_doors_shut" severity="low">
          <result>pass</result>
        </rule-result>
      </TestResult>

      """.utf8)
    let ingested = try program.run("ingest", "results.xml")
    #expect(ingested.status == 0, "\(ingested.errors)")
    let rows = try program.run(
      "query", "requirement_status", "-p", "edition=House-1.0", "--as-of", "2026-01-11",
      "--format", "csv")
    #expect(rows.output.contains("House-1.0,1.1,Labels are on,fail,1,1,0,1,"), "\(rows.output)")
    #expect(rows.output.contains("House-1.0,1.2,Doors are shut,pass,1,1,1,0,"))
  }

  @Test func `two benchmarks of Powerpipe stand beside each other`() throws {
    func benchmark(_ name: String) -> String {
      """
      {"group_id": "h.benchmark.\(name)", "title": "\(name)", "controls": [
        {"control_id": "h.control.\(name)", "title": "Title of \(name)"}]}
      """
    }
    #expect(try load("a.json", benchmark("a")).contains("powerpipe-h-benchmark-a, 1 rules"))
    _ = try load("b.json", benchmark("b"))
    #expect(
      try sql(
        "SELECT edition, requirement, rules_mapped FROM requirement_status "
          + "WHERE edition LIKE 'h.%' ORDER BY edition")
        == "edition,requirement,rules_mapped\r\nh.benchmark.a,h.benchmark.a,1\r\n"
        + "h.benchmark.b,h.benchmark.b,1\r\n")
    #expect(
      try sql(
        "SELECT catalog.key FROM rule JOIN catalog USING (catalog_id) "
          + "WHERE rule.key LIKE 'h.%' GROUP BY catalog.key") == "key\r\npowerpipe\r\n")
  }

  @Test func `another name for a scanner's list leaves its checks the scanner's`() throws {
    try program.write(
      "hub.json",
      """
      {"Controls": [{"ControlId": "S3.1", "Title": "t", "SeverityRating": "LOW",
        "RelatedRequirements": ["PCI DSS v4.0.1/1.4.4"]}]}
      """.utf8)
    let result = try program.run("catalog", "load", "hub.json", "--name", "ours")
    #expect(result.status == 0, "\(result.errors)")
    #expect(
      try sql(
        """
        SELECT document.key AS document, catalog.key AS catalog
        FROM requirement_mapping AS mapping
        JOIN catalog AS document ON document.catalog_id = mapping.catalog_id
        JOIN rule ON rule.rule_id = mapping.rule_id
        JOIN catalog ON catalog.catalog_id = rule.catalog_id
        WHERE rule.key = 'S3.1' AND document.key = 'ours'
        """) == "document,catalog\r\nours,aws-security-hub\r\n")
  }

  @Test func `an error in a table loads nothing`() throws {
    try program.write("bad.csv", "rule,title,severity\na,A,high\nb,B,urgent\n".utf8)
    let result = try program.run("catalog", "load", "bad.csv")
    #expect(result.status == 1)
    #expect(result.errors.contains("bad.csv: byte 29 (line 3): 'urgent' is not a severity"))
    #expect(try sql("SELECT count(*) AS n FROM catalog WHERE key = 'bad'") == "n\r\n0\r\n")
  }

  @Test func `what is no catalog is told what catalogs are`() throws {
    try program.write("a.txt", "hello\n".utf8)
    let result = try program.run("catalog", "load", "a.txt")
    #expect(result.status == 1)
    #expect(result.errors.contains("hint: it reads threat modelling documents"))
  }
}
