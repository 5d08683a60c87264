import Foundation
import Reports
import Testing
import TickmarkSQL

@Suite struct ReadOnlyConnectionTests {
  @Test func `reads values of each type`() throws {
    let rows = try TestDatabase().connection().query(
      "SELECT NULL AS a, 7 AS b, 0.5 AS c, 'é' AS d, x'00ff' AS e, 9e999 AS f")
    #expect(rows.columns.map(\.name) == ["a", "b", "c", "d", "e", "f"])
    #expect(
      try rows.next() == [
        .null, .integer(7), .real(0.5), .text("é"), .blob([0, 255]), .real(.infinity),
      ])
    #expect(try rows.next() == nil)
    #expect(try rows.next() == nil)
  }

  @Test func `leaves one file where it found one`() throws {
    let database = try TestDatabase(journalMode: "WAL")
    let before = try database.bytes()
    #expect(try database.files() == ["evidence.db"])
    do {
      let rows = try database.connection().query("SELECT count(*) FROM event")
      #expect(try rows.next() == [.integer(2)])
    }
    #expect(try database.files() == ["evidence.db"])
    #expect(try database.bytes() == before)
  }

  @Test func `repairs text that is not UTF-8`() throws {
    let rows = try TestDatabase().connection().query("SELECT CAST(x'61ff62' AS TEXT)")
    #expect(try rows.next() == [.text("a\u{fffd}b")])
  }

  @Test(arguments: [
    "SELECT key FROM json_each('[1]')", "SELECT name FROM pragma_table_info('event')",
    "PRAGMA table_info(event)", "PRAGMA user_version", "SELECT * FROM pragma_user_version",
    "SELECT * FROM pragma_table_list", "SELECT sql FROM sqlite_schema",
    "EXPLAIN QUERY PLAN SELECT * FROM current_finding", "VALUES (1)",
    "SELECT '{\"a\": 1}' ->> 'a'", "SELECT 1;  -- no more\n/* at all */ ;\n",
    "SELECT strftime('%Y', 'now'), row_number() OVER () FROM event WHERE scan_id IN (1, 2)",
  ])
  func `allows what reads`(sql: String) throws {
    let database = try TestDatabase()
    let connection = try database.connection()
    #expect(try connection.query(sql).next() != nil)
    // Another program may change the schema meanwhile.
    try database.execute("CREATE TABLE more (x)")
    #expect(try connection.query(sql).next() != nil)
  }

  @Test(arguments: [
    "rule_overview", "rule_framework", "rule_threat", "scan_summary", "observation",
    "current_finding", "finding_history", "remediation", "requirement_status", "coverage_gap",
    "ingest_loss",
  ])
  func `reads every view`(view: String) throws {
    let rows = try TestDatabase().connection().query("SELECT * FROM \(view)")
    while try rows.next() != nil {}
  }

  @Test func `binds numbers as numbers and other texts as texts`() throws {
    let rows = try TestDatabase().connection().query(
      "SELECT typeof(:a), typeof(:b), typeof(:c), typeof(:d)",
      parameters: ["a": "12", "b": "0.5", "c": "012", "d": "x"])
    #expect(
      try rows.next() == [.text("integer"), .text("real"), .text("text"), .text("text")])
  }

  @Test func `finds an account by digits`() throws {
    let rows = try TestDatabase().connection().query(
      "SELECT count(*) FROM current_finding WHERE account = :a",
      parameters: ["a": "123456789012"])
    #expect(try rows.next() == [.integer(1)])
  }

  @Test func `refuses statements that are not well-formed`() throws {
    let connection = try TestDatabase().connection()
    func fails(_ sql: String, _ parameters: [String: String] = [:]) -> QueryError? {
      #expect(throws: QueryError.self) { try connection.query(sql, parameters: parameters) }
    }
    #expect(
      fails("SELECT 1 FORM event")
        == QueryError(.malformedSQL, #"near "event": syntax error, at byte 14 of the statement"#))
    #expect(fails("SELECT x FROM event")?.reason == "no such column: x, at byte 7 of the statement")
    #expect(fails("SELECT \"x\"")?.code == .malformedSQL)
    #expect(fails("")?.reason == "there is no statement")
    #expect(fails("-- nothing")?.code == .malformedSQL)
    #expect(fails("SELECT 1 \0; DROP TABLE event")?.code == .malformedSQL)
    #expect(fails("SELECT ?")?.code == .malformedSQL)
    #expect(fails("SELECT :a")?.code == .missingParameter)
    #expect(
      fails("SELECT :a, @b", ["a": "1", "b": "2", "c": "3"])
        == QueryError(
          .unknownParameter, "the statement has no parameter ':c'", hint: "it has :a and :b"))
  }

  @Test func `tells a statement that fails from one that is wrong`() throws {
    let rows = try TestDatabase().connection().query("SELECT abs(-9223372036854775807 - 1)")
    let error = #expect(throws: QueryError.self) { try rows.next() }
    #expect(error == QueryError(.failedStatement, "integer overflow"))
  }

  @Test func `reads a database in write-ahead mode while it is written to`() throws {
    let database = try TestDatabase(journalMode: "WAL")
    let connection = try database.connection()
    let rows = try connection.query("SELECT key FROM framework ORDER BY key")
    #expect(try rows.next() == [.text("HIPAA")])
    try database.execute("INSERT INTO framework VALUES (3, 'SOC2', NULL)")
    #expect(try rows.next() == [.text("PCI")])
    #expect(try rows.next() == nil)
    #expect(try connection.query("SELECT count(*) FROM framework").next() == [.integer(3)])
  }

  @Test func `does not time a statement while its reader is busy elsewhere`() throws {
    let connection = try TestDatabase().connection(StatementLimits(time: .milliseconds(50)))
    let rows = try connection.query("SELECT key FROM framework")
    _ = try rows.next()
    rows.extendTimeLimit(by: .seconds(1000))
    let start = ContinuousClock.now
    while ContinuousClock.now - start < .milliseconds(60) {}
    #expect(try rows.next() != nil)
  }

  // The super-user may write everywhere.
  @Test(.enabled(if: getuid() != 0))
  func `reads a database in write-ahead mode in a folder that is read-only`() throws {
    let database = try TestDatabase(journalMode: "WAL")
    chmod(database.folder, 0o500)
    defer { chmod(database.folder, 0o700) }
    #expect(try database.connection().query("SELECT 1 FROM tool").next() != nil)
  }

  @Test func `says that there is no database and makes none`() throws {
    let database = try TestDatabase()
    let path = database.folder + "/other.db"
    let error = #expect(throws: QueryError.self) { try ReadOnlyConnection(path: path) }
    #expect(error?.code == .noDatabase)
    #expect(error?.reason == "there is no database at '\(path)'")
    #expect(error?.hint?.contains("tickmark init") == true)
    #expect(try database.files() == ["evidence.db"])
  }

  @Test(arguments: ["", "SQLite format 2\0", "not a database at all"])
  func `refuses a file that is no database`(content: String) throws {
    let database = try TestDatabase()
    let path = database.folder + "/other.db"
    try Data(content.utf8).write(to: URL(filePath: path))
    let error = #expect(throws: QueryError.self) { try ReadOnlyConnection(path: path) }
    #expect(error?.code == .noDatabase)
    #expect(error?.reason == "'\(path)' is not a tickmark database")
  }

  @Test func `refuses a folder`() throws {
    let database = try TestDatabase()
    let error = #expect(throws: QueryError.self) {
      try ReadOnlyConnection(path: database.folder)
    }
    #expect(error?.code == .noDatabase)
  }

  @Test func `refuses a damaged database`() throws {
    let database = try TestDatabase()
    try (try database.bytes().prefix(100)).write(to: URL(filePath: database.path))
    #expect(throws: QueryError.self) { try database.connection() }
  }

  @Test func `refuses a database that is not tickmark's`() throws {
    let database = try TestDatabase()
    try database.execute("PRAGMA application_id = 0")
    let error = #expect(throws: QueryError.self) { try database.connection() }
    #expect(error?.code == .noDatabase)
  }

  @Test(arguments: [(1, QueryError.Code.newerSchema), (-1, .olderSchema)])
  func `refuses a database of another schema`(difference: Int, code: QueryError.Code) throws {
    let database = try TestDatabase()
    try database.execute("PRAGMA user_version = \(SchemaMigration.all.count + difference)")
    let error = #expect(throws: QueryError.self) { try database.connection() }
    #expect(error?.code == code)
    #expect(error?.hint != nil)
  }
}
