import Reports
import Testing

/// One after the other: the memory of SQLite is counted for the process.
@Suite(.serialized) struct HostileStatementTests {
  @Test(arguments: HostileStatement.all)
  func `stops a statement that tries more than reading`(hostile: HostileStatement) throws {
    let database = try TestDatabase()
    let before = try database.bytes()
    let time = Duration.milliseconds(hostile.codes.contains(.timeLimit) ? 200 : 20_000)
    let connection = try database.connection(StatementLimits(time: time, memory: 256 << 20))
    let error = #expect(throws: QueryError.self) {
      let rows = try connection.query(hostile.sql)
      while try rows.next() != nil {}
    }
    if let error { #expect(hostile.codes.contains(error.code), "\(error)") }
    #expect(try database.bytes() == before)
    #expect(try database.files() == ["evidence.db"])
    // The connection is none the worse for it.
    #expect(try connection.query("SELECT key FROM tool").next() == [.text("prowler")])
  }

  @Test func `there are forty hostile statements and more`() {
    #expect(HostileStatement.all.count >= 40)
  }

  @Test(arguments: [
    "SELECT printf('%100000000d', 1) AS x", "SELECT printf('%.*c', 100000000, 'x') AS x",
  ])
  func `makes no text that is too long`(sql: String) throws {
    #expect(try TestDatabase().connection().query(sql).next() == [.null])
  }

  @Test func `says which rule stopped a statement`() throws {
    let connection = try TestDatabase().connection()
    func reason(_ sql: String) -> String? {
      #expect(throws: QueryError.self) { try connection.query(sql) }?.reason
    }
    #expect(reason("DELETE FROM event") == "the statement would delete from 'event'")
    #expect(reason("DROP TABLE event") == "the statement would change the schema")
    #expect(reason("ATTACH 'x' AS y") == "the statement would attach another file")
    #expect(
      reason("PRAGMA user_version = 1") == "the statement would change the setting 'user_version'")
    #expect(
      reason("SELECT load_extension('x')")
        == "the statement calls 'load_extension', which is not among the functions that only read")
  }

  @Test func `ends the process for a call that SQLite cannot interrupt`() async {
    await #expect(processExitsWith: .exitCode(3)) {
      let database = try TestDatabase()
      let connection = try database.connection(
        StatementLimits(
          time: .milliseconds(100), memory: 256 << 20, onOverrun: { _ in exitAtOnce(3) }))
      let rows = try connection.query(
        """
        SELECT instr(
          printf('%.*c', 30000000, 'a'),
          printf('%.*c', 15000000, 'a') || 'b'
        )
        """)
      _ = try rows.next()
    }
  }

  @Test func `ends the process for a statement that takes for ever to compile`() async {
    await #expect(processExitsWith: .exitCode(3)) {
      let database = try TestDatabase()
      let connection = try database.connection(
        StatementLimits(time: .milliseconds(100), onOverrun: { _ in exitAtOnce(3) }))
      var sql = "WITH c0 AS (SELECT 1 AS x)"
      for n in 1...24 { sql += ", c\(n) AS (SELECT a.x FROM c\(n - 1) AS a, c\(n - 1) AS b)" }
      _ = try connection.query(sql + " SELECT x FROM c24")
    }
  }

  @Test func `bounds the memory of a statement that never asks whether to go on`() async {
    await #expect(processExitsWith: .exitCode(4)) {
      let database = try TestDatabase()
      let connection = try database.connection(StatementLimits(memory: 64 << 20))
      let cell = "hex(printf('%15000000d', 1))"
      let rows = try connection.query(
        "SELECT " + Array(repeating: cell, count: 100).joined(separator: ", "))
      do {
        _ = try rows.next()
      } catch let error as QueryError where error.code == .memoryLimit {
        exitAtOnce(4)
      }
    }
  }
}
