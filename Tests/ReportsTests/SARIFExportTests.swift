import Foundation
import Testing

@testable import Reports

/// Logs for code scanning.
@Suite struct SARIFExportTests {
  private let database: TestDatabase
  private let export: SARIFExport

  init() throws {
    database = try TestDatabase()
    export = SARIFExport(connection: try database.connection(.canned), programVersion: "1.2.3")
  }

  private var path: String { database.folder + "/pci.sarif" }

  private func object(_ json: Any?, _ name: String) -> Any? { (json as? [String: Any])?[name] }

  private func run(_ scope: ExportScope) throws -> [String: Any] {
    try export.write(scope, to: path)
    let log = try JSONSerialization.jsonObject(with: Data(contentsOf: URL(filePath: path)))
    #expect(object(log, "version") as? String == "2.1.0")
    #expect(object(log, "$schema") as? String == "https://json.schemastore.org/sarif-2.1.0.json")
    return try #require((object(log, "runs") as? [[String: Any]])?.first)
  }

  @Test func `a failure is a result with all that code scanning asks for`() throws {
    let run = try run(ExportScope(framework: "PCI", asOf: "2026-06-15"))
    let driver = object(run["tool"], "driver")
    #expect(object(driver, "name") as? String == "prowler")
    let rule = try #require((object(driver, "rules") as? [[String: Any]])?.first)
    #expect(rule["id"] as? String == "s3_bucket_public")
    #expect(object(rule["shortDescription"], "text") as? String == "=cmd|calc")
    #expect(object(rule["properties"], "security-severity") as? String == "8.0")
    #expect(object(run["automationDetails"], "id") as? String == "tickmark/PCI/prowler/")
    let results = try #require(run["results"] as? [[String: Any]])
    #expect(results.count == 1)
    let result = results[0]
    #expect(result["ruleId"] as? String == "s3_bucket_public")
    #expect(result["ruleIndex"] as? Int == 0)
    #expect(result["level"] as? String == "error")
    #expect(object(result["message"], "text") as? String == "Bucket b is public.")
    let location = try #require((result["locations"] as? [[String: Any]])?.first)
    #expect(
      object(object(location["physicalLocation"], "artifactLocation"), "uri") as? String
        == "aws/123456789012/eu-west-1/arn%3Aaws%3As3%3A%3A%3Ab")
    let logical = (location["logicalLocations"] as? [[String: Any]])?.first
    #expect(logical?["fullyQualifiedName"] as? String == "arn:aws:s3:::b")
    let fingerprints = try #require(result["partialFingerprints"] as? [String: String])
    #expect(fingerprints["primaryLocationLineHash"]?.count == 32)
    #expect(result["suppressions"] == nil)
  }

  @Test func `a scanner without a failure has an empty run, which closes what was open`() throws {
    let run = try run(ExportScope(framework: "PCI", asOf: "2026-07-15"))
    #expect(object(object(run["tool"], "driver"), "name") as? String == "prowler")
    #expect((run["results"] as? [Any])?.count == 0)
  }

  @Test func `the same question gives the same bytes`() throws {
    let scope = ExportScope(framework: "PCI", asOf: "2026-06-15")
    let log = try export.write(scope, to: path)
    #expect(log.runs == [.init(tool: "prowler", results: 1, rules: 1)])
    #expect(!log.isTooLargeForGitHub)
    let first = try Data(contentsOf: URL(filePath: path))
    try export.write(scope, to: path)
    #expect(try Data(contentsOf: URL(filePath: path)) == first)
  }

  @Test func `leaves nothing behind when it fails, and replaces logs alone`() throws {
    #expect(throws: QueryError.self) {
      try export.write(ExportScope(framework: "FedRAMP"), to: path)
    }
    #expect(throws: QueryError.self) { try export.write(ExportScope(), to: path) }
    #expect(throws: QueryError.self) {
      try export.write(ExportScope(framework: "PCI"), to: database.path)
    }
    #expect(try database.files() == ["evidence.db"])
  }

  private func failure(
    provider: String = "", resource: String, severity: String = "high", isMuted: Bool = false,
    isWaived: Bool = false
  ) -> SARIFFailure {
    SARIFFailure(
      tool: "checkov", provider: provider, account: "", region: "", rule: "CKV_1", title: "",
      resource: resource, discriminator: "", resourceName: "", resourceType: "",
      severity: severity, isMuted: isMuted, isWaived: isWaived, failingSince: "",
      requirements: "", detail: "")
  }

  @Test(arguments: [
    ("main.tf", "main.tf"), ("/infra/main.tf:aws_s3_bucket.b", "infra/main.tf"),
    ("./main.tf", "main.tf"), ("a b.tf", "a%20b.tf"), ("modules/x", "modules/x"),
    ("nginx:1.2", "nginx%3A1.2"),
    ("https://x.example/a.tf", "https%3A%2F%2Fx.example%2Fa.tf"),
  ])
  func `a resource that is a file is the place`(resource: String, uri: String) throws {
    let text = JSONValue.result(failure(resource: resource), ruleIndex: 0).text
    #expect(text.contains("\"uri\":\"\(uri)\""), "\(text)")
  }

  @Test func `what is muted or waived is suppressed, with the reason`() {
    let text = JSONValue.result(
      failure(resource: "a", isMuted: true, isWaived: true), ruleIndex: 0
    ).text
    #expect(
      text.contains(
        #""suppressions":[{"kind":"external","justification":"muted by checkov"},"#
          + #"{"kind":"external","justification":"accepted by a waiver"}]"#))
  }

  @Test(arguments: [
    ("critical", "error", "9.5"), ("high", "error", "8.0"), ("medium", "warning", "5.5"),
    ("low", "note", "2.0"), ("informational", "note", nil), ("unknown", "warning", nil),
  ])
  func `severities are levels and scores`(severity: String, level: String, score: String?) {
    #expect(SARIFFailure.level(of: severity) == level)
    #expect(SARIFFailure.score(of: severity) == score)
  }

  @Test func `a fingerprint tells findings apart by all their parts`() {
    let prints = [
      failure(resource: "a"), failure(provider: "a", resource: ""), failure(resource: "ab"),
      failure(provider: "1:", resource: "a"),
    ].map(\.fingerprint)
    #expect(Set(prints).count == prints.count)
    #expect(failure(resource: "a", severity: "low").fingerprint == prints[0])
  }

  @Test func `any text makes a log that is JSON`() throws {
    for text in HostileCells.all {
      let json = JSONValue.result(failure(resource: text), ruleIndex: 0).text
      let result = try JSONSerialization.jsonObject(with: Data(json.utf8))
      #expect(object(result, "ruleId") as? String == "CKV_1")
    }
  }
}
