import Foundation
import Testing

@testable import Reports

@Suite struct FrameworkExportTests {
  private static func query(
    _ name: String, _ sql: String, parameters: [String] = []
  ) -> CannedQuery {
    CannedQuery(
      path: "Queries/frameworks/\(name).sql",
      text: parameters.map { "-- @param \($0)\n" }.joined() + sql)
  }

  /// Small reports, so that the export is tested by itself.
  private static let queries = [
    query(
      "requirement_status",
      "SELECT :framework AS framework, :as_of AS as_of, :from_at AS from_at",
      parameters: ["framework TEXT", "as_of INTEGER", "from_at INTEGER"]),
    query("framework_findings", "SELECT title FROM rule_overview ORDER BY title"),
    query("framework_changes", "SELECT since FROM finding_history ORDER BY since"),
    query(
      "framework_artifacts",
      """
      SELECT lower(hex(sha256)) AS artifact_sha256, path, format, scan_id
      FROM scan JOIN artifact ON artifact.artifact_id = scan.artifact_id
      ORDER BY scan_id DESC
      """),
  ]

  private let database: TestDatabase
  private let export: FrameworkExport

  init() throws {
    database = try TestDatabase()
    export = FrameworkExport(
      connection: try database.connection(.canned), programVersion: "1.2.3",
      queries: Self.queries)
  }

  private var folder: String { database.folder + "/out" }

  private func text(_ name: String) throws -> String {
    try String(contentsOfFile: folder + "/" + name, encoding: .utf8)
  }

  @Test func `writes the reports and a manifest`() throws {
    let manifest = try export.write(
      framework: "pci-DSS", to: folder, asOf: "2026-06-30", knownAt: "2", from: "2026-06-01")
    #expect(
      try FileManager.default.contentsOfDirectory(atPath: folder).sorted() == [
        "artifacts.csv", "changes.csv", "findings.csv", "manifest.json", "requirements.csv",
      ])
    #expect(try text("findings.csv") == "title\r\n'=cmd|calc\r\n")
    let end = TestDatabase.microseconds("2026-07-01T00:00:00Z") - 1
    // The period begins after the moment that is bound.
    let start = TestDatabase.microseconds("2026-06-01T00:00:00Z") - 1
    #expect(
      try text("requirements.csv") == "framework,as_of,from_at\r\nPCI,\(end),\(start)\r\n")
    #expect(manifest.framework == "PCI")
    #expect(manifest.tickmark == "1.2.3")
    #expect(manifest.mode == .guarded)
    #expect(manifest.parameters.asOf.time == "2026-06-30T23:59:59Z")
    #expect(manifest.parameters.knownAt.ingest == 2)
    #expect(manifest.files.map(\.rows) == [1, 1, 2, 2])
    #expect(manifest.artifacts.map(\.path) == ["june.json", "july.json"])
    #expect(manifest.artifacts.map(\.scans) == [[1], [2]])
    for file in manifest.files {
      #expect(HashedFile.sha256(try text(file.name)) == file.sha256)
      #expect(try text(file.name).utf8.count == file.bytes)
    }
    #expect(manifest.files.map(\.querySHA256) == Self.queries.map { HashedFile.sha256($0.sql) })
  }

  @Test func `writes a manifest of a known form`() throws {
    try export.write(framework: "PCI", to: folder, guardsFormulas: false)
    let manifest = try text("manifest.json")
    #expect(
      manifest.hasPrefix(
        """
        {
          "artifacts" : [
            {
              "format" : "prowler-ocsf",
              "path" : "june.json",
              "scans" : [
                1
              ],
              "sha256" : "\(String(repeating: "01", count: 32))"
            },
        """))
    #expect(
      manifest.contains(
        """
          "mode" : "raw",
          "parameters" : {
            "as_of" : {
              "microseconds" : \(TestDatabase.july),
              "time" : "2026-07-01T02:00:00Z"
            },
        """))
    #expect(try text("findings.csv") == "title\r\n=cmd|calc\r\n")
  }

  @Test func `gives identical bytes for the same question`() throws {
    try export.write(framework: "PCI", to: folder)
    try export.write(framework: "PCI", to: database.folder + "/again")
    for name in ["requirements.csv", "findings.csv", "artifacts.csv", "manifest.json"] {
      let again = try String(
        contentsOfFile: database.folder + "/again/" + name, encoding: .utf8)
      #expect(try text(name) == again)
    }
  }

  @Test func `fills a folder that is empty and refuses one that is not`() throws {
    try FileManager.default.createDirectory(
      atPath: folder, withIntermediateDirectories: false)
    try export.write(framework: "PCI", to: folder)
    let before = try text("manifest.json")
    let error = #expect(throws: QueryError.self) {
      try export.write(framework: "HIPAA", to: folder)
    }
    #expect(error?.code == .unwritableOutput)
    #expect(error?.reason == "the folder '\(folder)' is not empty")
    #expect(try text("manifest.json") == before)
    #expect(try database.files() == ["evidence.db", "out"])
  }

  @Test func `leaves nothing behind when it fails`() throws {
    var queries = Self.queries
    queries[3] = CannedQuery(
      path: "Queries/frameworks/framework_artifacts.sql",
      text: "SELECT abs(-9223372036854775807 - 1)")
    let export = FrameworkExport(
      connection: try database.connection(.canned), programVersion: "1", queries: queries)
    #expect(throws: QueryError.self) { try export.write(framework: "PCI", to: folder) }
    #expect(throws: QueryError.self) { try export.write(framework: "PCI", to: folder + "/a/b") }
    #expect(
      throws: QueryError(
        .badParameter, "there is no framework 'FedRAMP'", hint: "there are HIPAA and PCI")
    ) {
      try export.write(framework: "FedRAMP", to: folder)
    }
    #expect(throws: QueryError.self) {
      try export.write(framework: "PCI", to: folder, from: "2", to: "1")
    }
    #expect(try database.files() == ["evidence.db"])
  }

  @Test func `the canned reports make a package`() throws {
    let export = FrameworkExport(
      connection: try database.connection(.canned), programVersion: "1.2.3")
    let manifest = try export.write(framework: "PCI", to: folder)
    #expect(manifest.files.count == 4)
    // The one finding is as the second scan told it.
    #expect(manifest.artifacts.map(\.scans) == [[2]])
  }
}
