import Foundation
import Testing

@testable import Reports

/// Packages of a few statements.
@Suite struct EvidencePackageTests {
  private let database: TestDatabase
  private let connection: ReadOnlyConnection

  init() throws {
    database = try TestDatabase()
    connection = try database.connection(.canned)
  }

  private static let titles = PackageQuestion(
    file: "titles.csv", about: "Titles.", report: nil,
    sql: "SELECT title FROM rule_overview ORDER BY title", values: [:])

  private func write(
    _ questions: [PackageQuestion], to name: String = "out", scope: ExportScope = ExportScope(),
    options: PackageOptions = PackageOptions()
  ) throws -> PackageManifest {
    try connection.readTransaction {
      try EvidencePackage(connection: connection, programVersion: "1.2.3", options: options).write(
        PackageContents(title: "Test", about: "Of nothing.", questions: questions),
        about: try ResolvedScope(scope, on: connection), to: database.folder + "/" + name)
    }
  }

  private func text(_ name: String) throws -> String {
    try String(contentsOfFile: database.folder + "/" + name, encoding: .utf8)
  }

  @Test func `binds each file to its statement and its digest`() throws {
    var question = Self.titles
    question.sql = "SELECT :framework AS framework"
    question.values = ["framework": .text("PCI")]
    question.file = "one/framework.csv"
    let manifest = try write([Self.titles, question])
    #expect(
      manifest.files.map(\.name) == [
        "titles.csv", "one/framework.csv", "state.csv", "queries/own/titles.csv.sql",
        "queries/own/one/framework.csv.sql", "queries/ingest_log.sql", "README.md",
      ])
    for file in manifest.files {
      #expect(HashedFile.sha256(try text("out/" + file.name)) == file.sha256)
      #expect(try text("out/" + file.name).utf8.count == file.bytes)
    }
    #expect(try text("out/titles.csv") == "title\r\n'=cmd|calc\r\n")
    #expect(try text("out/one/framework.csv") == "framework\r\nPCI\r\n")
    let answer = try #require(manifest.files[1].answer)
    #expect(try text("out/" + answer.query) == question.sql)
    #expect(answer.querySHA256 == HashedFile.sha256(question.sql))
    #expect(answer.values == ["framework": .text("PCI")])
    let stored = try JSONDecoder().decode(
      PackageManifest.self, from: Data(try text("out/manifest.json").utf8))
    #expect(stored == manifest)
  }

  @Test func `writes cells as they are where that is asked for`() throws {
    let manifest = try write([Self.titles], options: PackageOptions(guardsFormulas: false))
    #expect(manifest.mode == .raw)
    #expect(try text("out/titles.csv") == "title\r\n=cmd|calc\r\n")
    #expect(try text("out/README.md").contains("apostrophe") == false)
  }

  @Test func `names the last ingest though it need not be asked for`() throws {
    let scope = try ResolvedScope(ExportScope(framework: "pci-DSS"), on: connection)
    let query = try CannedQuery.named("requirement_status")
    #expect(scope.values(for: query)["known_at"] == .integer(2))
    #expect(scope.values(for: query)["framework"] == .text("PCI"))
    #expect(scope.values(for: query)["as_of"] == .integer(TestDatabase.july))
    let question = PackageQuestion(
      file: "a.csv", about: "", report: "requirements/requirement_status", sql: "",
      values: scope.values(for: query))
    #expect(scope.quickest(question).values["known_at"] == .null)
    // What somebody wrote need not take it for all.
    var own = question
    own.report = nil
    #expect(scope.quickest(own).values["known_at"] == .integer(2))
    let earlier = try ResolvedScope(ExportScope(framework: "PCI", knownAt: "1"), on: connection)
    let old = PackageQuestion(
      file: "a.csv", about: "", report: nil, sql: "", values: earlier.values(for: query))
    #expect(earlier.quickest(old).values["known_at"] == .integer(1))
  }

  @Test func `fills a folder that is empty and refuses one that is not`() throws {
    try FileManager.default.createDirectory(
      atPath: database.folder + "/out", withIntermediateDirectories: false)
    _ = try write([Self.titles])
    let before = try text("out/manifest.json")
    let error = #expect(throws: QueryError.self) { try write([]) }
    #expect(error?.code == .unwritableOutput)
    #expect(error?.reason == "the folder '\(database.folder)/out' is not empty")
    #expect(try text("out/manifest.json") == before)
    #expect(try database.files() == ["evidence.db", "out"])
  }

  @Test(arguments: [false, true])
  func `leaves nothing behind when it fails`(isArchive: Bool) throws {
    var bad = Self.titles
    bad.file = "bad.csv"
    bad.sql = "SELECT abs(-9223372036854775807 - 1) AS number"
    let options = PackageOptions(isArchive: isArchive)
    #expect(throws: QueryError.self) { try write([Self.titles, bad], options: options) }
    #expect(throws: QueryError.self) { try write([Self.titles], to: "a/b", options: options) }
    #expect(
      throws: QueryError(
        .badParameter, "there is no framework 'FedRAMP'", hint: "there are HIPAA and PCI")
    ) { try write([], scope: ExportScope(framework: "FedRAMP"), options: options) }
    #expect(throws: QueryError.self) {
      try write([], scope: ExportScope(from: "2", to: "1"), options: options)
    }
    #expect(try database.files() == ["evidence.db"])
  }

  @Test func `refuses an archive where there is a file`() throws {
    try "mine".write(toFile: database.folder + "/a.zip", atomically: true, encoding: .utf8)
    let error = #expect(throws: QueryError.self) {
      try write([Self.titles], to: "a.zip", options: PackageOptions(isArchive: true))
    }
    #expect(error?.reason == "there is a '\(database.folder)/a.zip' already")
    #expect(try text("a.zip") == "mine")
  }

  @Test func `tells the rows of a long file as they pass`() throws {
    var question = Self.titles
    question.sql = """
      WITH RECURSIVE number (n) AS (SELECT 1 UNION ALL SELECT n + 1 FROM number WHERE n < 25000)
      SELECT n FROM number
      """
    var told: [PackageProgress] = []
    _ = try write([question], options: PackageOptions { told.append($0) })
    #expect(told.filter { $0.file == "titles.csv" }.map(\.rows) == [0, 10_000, 20_000])
    #expect(told.last?.file == "state.csv")
    #expect(told.allSatisfy { (0..<1).contains($0.share) })
  }

  @Test func `says in the README what was left out`() throws {
    let manifest = try FrameworkExport(connection: connection, programVersion: "1.2.3").write(
      ExportScope(framework: "PCI", edition: "PCI-4.0", requirement: "3.5.1"),
      to: database.folder + "/out")
    #expect(manifest.title == "Evidence for PCI-4.0 3.5.1")
    let names = Set(manifest.files.map(\.name))
    #expect(names.isSuperset(of: ["requirements.csv", "findings.csv", "coverage.csv"]))
    #expect(!names.contains("changes.csv"))
    #expect(try text("out/README.md").contains("- changes.csv, which cannot be told by edition or"))
    // The one finding is as the second scan told it.
    #expect(manifest.artifacts.map(\.path) == ["july.json"])
  }
}
