import Foundation
import Testing

@testable import Reports

/// OSCAL documents, read as any JSON.
@Suite struct OSCALExportTests {
  private typealias Object = [String: Any]
  private let database: TestDatabase
  private let connection: ReadOnlyConnection

  init() throws {
    database = try TestDatabase()
    connection = try database.connection(.canned)
  }

  private func export(
    _ scope: ExportScope = ExportScope(framework: "PCI"), to name: String = "out"
  ) throws -> OSCALExport.WrittenFiles {
    try OSCALExport(connection: connection, programVersion: "1.2.3").write(
      scope, to: database.folder + "/" + name)
  }

  private func document(_ name: String, _ root: String, in folder: String = "out") throws -> Object
  {
    let data = try Data(
      contentsOf: URL(filePath: database.folder + "/\(folder)/\(name)"))
    let json = try JSONSerialization.jsonObject(with: data) as? Object
    return try #require(json?[root] as? Object)
  }

  private func results(in folder: String = "out") throws -> (document: Object, result: Object) {
    let document = try document(OSCALExport.resultsName, "assessment-results", in: folder)
    return (document, try #require((document["results"] as? [Object])?.first))
  }

  private func list(_ name: String, in object: Object) -> [Object] {
    object[name] as? [Object] ?? []
  }

  private func uuids(_ objects: [Object]) -> Set<String> {
    Set(objects.compactMap { $0["uuid"] as? String })
  }

  @Test func `a requirement is a finding on a control, with what was seen of it`() throws {
    let written = try export(ExportScope(framework: "PCI", asOf: "1"))
    let (document, result) = try results()
    #expect((document["metadata"] as? Object)?["oscal-version"] as? String == "1.1.3")
    #expect(
      (document["metadata"] as? Object)?["last-modified"] as? String == "2026-06-01T02:00:00Z")
    let findings = list("findings", in: result)
    #expect(findings.count == written.findings)
    let finding = try #require(
      findings.first { ($0["title"] as? String)?.hasPrefix("PCI-4.0 3.5.1") == true })
    let target = try #require(finding["target"] as? Object)
    #expect(target["type"] as? String == "statement-id")
    #expect(target["target-id"] as? String == "req-3.5.1_smt")
    let status = try #require(target["status"] as? Object)
    #expect(status["state"] as? String == "not-satisfied")
    #expect(status["reason"] as? String == "fail")
    let plan = try self.document(OSCALExport.planName, "plan-of-action-and-milestones")
    #expect(list("poam-items", in: plan).count == written.risks)
    #expect(list("risks", in: plan).first?["status"] as? String == "open")
  }

  @Test func `what passes is satisfied, and has no plan`() throws {
    let written = try export(ExportScope(framework: "PCI", asOf: "2"))
    let (_, result) = try results()
    let states = list("findings", in: result).map { finding -> String in
      let target = finding["target"] as? Object
      return (target?["status"] as? Object)?["state"] as? String ?? ""
    }
    #expect(states == ["satisfied"])
    #expect(written.risks == 0)
    #expect(
      try FileManager.default.contentsOfDirectory(atPath: database.folder + "/out")
        == [OSCALExport.resultsName])
  }

  @Test(arguments: ["waived", "manual", "stale", "not_evaluated", "fail", ""])
  func `nothing else than a pass is satisfied`(status: String) throws {
    let columns = try CannedQuery.named("requirement_status").columns.map(\.name)
    let values = columns.map { $0 == "status" ? SQLValue.text(status) : .null }
    let rows = try ReportRow.all(
      MemoryRows(columns: columns, rows: [values]), of: "requirement_status")
    let finding = OSCALFrameworkFinding(
      status: rows[0],
      controlID: "req-1", observations: [], risks: [], attestations: [])
    let json = try JSONSerialization.jsonObject(with: Data(finding.json.text.utf8)) as? Object
    let state = try #require((json?["target"] as? Object)?["status"] as? Object)
    #expect(state["state"] as? String == "not-satisfied")
    #expect(state["reason"] as? String == (status == "fail" ? "fail" : "other"))
  }

  @Test func `every reference leads somewhere, and every UUID is of one thing`() throws {
    _ = try export(ExportScope(framework: "PCI", asOf: "1"))
    let (document, result) = try results()
    let observations = list("observations", in: result)
    let items = uuids(
      list("inventory-items", in: try #require(result["local-definitions"] as? Object)))
    let resources = uuids(
      list("resources", in: try #require(document["back-matter"] as? Object)))
    #expect(!observations.isEmpty)
    for observation in observations {
      for subject in list("subjects", in: observation) {
        #expect(items.contains(subject["subject-uuid"] as? String ?? ""))
      }
      for evidence in list("relevant-evidence", in: observation) {
        #expect(resources.contains(String((evidence["href"] as? String ?? "").dropFirst())))
      }
    }
    for finding in list("findings", in: result) {
      for related in list("related-observations", in: finding) {
        #expect(uuids(observations).contains(related["observation-uuid"] as? String ?? ""))
      }
      for related in list("related-risks", in: finding) {
        #expect(
          uuids(list("risks", in: result)).contains(related["risk-uuid"] as? String ?? ""))
      }
    }
    let plan = (document["import-ap"] as? Object)?["href"] as? String ?? ""
    #expect(resources.contains(String(plan.dropFirst())))
    let text = try String(
      contentsOfFile: database.folder + "/out/" + OSCALExport.resultsName, encoding: .utf8)
    let all = text.matches(of: #/"uuid":"([0-9a-f-]+)"/#).map { String($0.1) }
    #expect(all.count == Set(all).count)
    #expect(
      all.allSatisfy {
        $0.wholeMatch(of: #/[0-9a-f]{8}-[0-9a-f]{4}-5[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}/#)
          != nil
      })
  }

  @Test func `the same question gives the same bytes`() throws {
    _ = try export()
    _ = try export(to: "again")
    let name = OSCALExport.resultsName
    #expect(
      FileManager.default.contentsEqual(
        atPath: database.folder + "/out/" + name, andPath: database.folder + "/again/" + name))
  }

  @Test(arguments: [
    ("AC-2", "ac-2"), ("AC-2(3)", "ac-2.3"), ("3.5.1", "req-3.5.1"),
    ("164.312(a)(2)(iv)", "req-164.312_a_2_iv"), ("CC6.1", "CC6.1"), ("Art. 32", "Art._32"),
    ("", "req-"), ("é", "req-"),
  ])
  func `a control has an id that OSCAL takes`(requirement: String, id: String) {
    #expect(OSCALText.controlID(requirement) == id)
  }

  @Test(arguments: [
    (" a\n b\u{0}c ", "a b c"), ("", "none"), ("\u{202e}x", "\u{202e}x"), ("\t", "none"),
  ])
  func `a text is on one line and not empty`(text: String, line: String) {
    #expect(OSCALText.string(text) == line)
  }

  @Test func `a name has the same UUID everywhere, and its parts do not run together`() {
    #expect(NameUUID("a", ["b", "c"]) == NameUUID("a", ["b", "c"]))
    #expect(NameUUID("a", ["b", "c"]) != NameUUID("a", ["bc", ""]))
    #expect(NameUUID("a", ["1:b"]) != NameUUID("a", ["", "b"]))
  }

  @Test func `leaves nothing behind where it cannot be written`() throws {
    #expect(throws: QueryError.self) { try export(to: "no/such") }
    #expect(throws: QueryError.self) { try export(ExportScope(framework: "none")) }
    #expect(throws: QueryError.self) { try export(ExportScope()) }
    #expect(try database.files() == ["evidence.db"])
  }
}
