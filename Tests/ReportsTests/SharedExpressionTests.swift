import Testing
import TickmarkSQL

@testable import Reports

@Suite struct SharedExpressionTests {
  private static let first = SharedExpression(
    path: "Queries/shared/first.sql",
    text: """
      -- One.
      --
      -- @materialized yes
      SELECT 1 AS a;

      """)
  private static let second = SharedExpression(
    path: "Queries/shared/second.sql",
    text: """
      -- One more.
      --
      -- @uses first
      SELECT a + 1 AS b
      FROM first;

      """)

  private func sql(_ statement: String, uses: String) -> String {
    CannedQuery(
      path: "Queries/a/b.sql", text: "-- A.\n--\n-- @uses \(uses)\n\(statement)\n",
      shared: [Self.second, Self.first]
    ).sql
  }

  @Test func `stands before the statement, after those it uses`() {
    #expect(
      sql("SELECT b FROM second;", uses: "second, first") == """
        -- A.
        --
        -- @uses second, first
        WITH
        -- One.
        first AS MATERIALIZED (
          SELECT 1 AS a
        ),
        -- One more.
        second AS (
          SELECT a + 1 AS b
          FROM first
        )
        SELECT b FROM second;

        """)
  }

  @Test func `stands before the statement's own expressions`() {
    let text = sql("WITH\nthird AS (SELECT b FROM second)\nSELECT b FROM third;", uses: "second")
    #expect(text.contains(")\n,\nthird AS") == false)
    #expect(text.contains("\n),\nthird AS (SELECT b FROM second)\nSELECT b FROM third;\n"))
  }

  @Test func `nests what differs, and uses the rest from outside`() {
    let moment = SharedExpression(
      path: "Queries/shared/at.sql", text: "-- At.\nSELECT :as_of AS at;\n")
    let sum = SharedExpression(
      path: "Queries/shared/sum.sql",
      text: "-- Sum.\n--\n-- @uses first, at\nSELECT first.a + at.at AS b\nFROM first, at;\n")
    let then = SharedExpression(
      path: "Queries/shared/sum_then.sql",
      text: "-- Then.\n--\n-- @nests sum\n-- @moment from_at\nSELECT b\nFROM sum;\n")
    let query = CannedQuery(
      path: "Queries/a/b.sql", text: "-- A.\n--\n-- @uses sum_then\nSELECT b FROM sum_then;\n",
      shared: [Self.first, moment, sum, then])
    #expect(
      query.sql == """
        -- A.
        --
        -- @uses sum_then
        WITH
        -- One.
        first AS MATERIALIZED (
          SELECT 1 AS a
        ),
        -- Then.
        sum_then AS (
        WITH
        -- At.
        at AS (
          SELECT :from_at AS at
        ),
        -- Sum.
        sum AS (
          SELECT first.a + at.at AS b
          FROM first, at
        )
        SELECT b
        FROM sum
        )
        SELECT b FROM sum_then;

        """)
  }

  @Test func `nests by what it defines itself`() {
    let own = SharedExpression(
      path: "Queries/shared/own.sql",
      text: "-- Own.\n--\n-- @nests second\nWITH\nfirst AS (\n  SELECT 7 AS a\n)\nSELECT b\n"
        + "FROM second;\n")
    let query = CannedQuery(
      path: "Queries/a/b.sql", text: "-- A.\n--\n-- @uses own\nSELECT b FROM own;\n",
      shared: [Self.first, Self.second, own])
    #expect(
      query.sql.hasSuffix(
        """
        own AS (
        WITH
        -- One more.
        second AS (
          SELECT a + 1 AS b
          FROM first
        ),
        first AS (
          SELECT 7 AS a
        )
        SELECT b
        FROM second
        )
        SELECT b FROM own;

        """))
    #expect(!query.sql.contains("SELECT 1 AS a"))
  }

  @Test(arguments: SharedExpression.all.map(\.name))
  func `is used, uses what there is, and is explained`(name: String) throws {
    let expression = try #require(SharedExpression.all.first { $0.name == name })
    #expect(!expression.comment.isEmpty)
    let names = Set(SharedExpression.all.map(\.name))
    #expect(names.isSuperset(of: expression.uses + expression.nests))
    #expect(CannedQuery.all.contains { $0.sql.contains("\n\(name) AS ") })
    // What is put in must not make a report's lines longer than they may be.
    #expect(expression.body.allSatisfy { $0.count < 78 })
  }

  @Test(arguments: CannedQuery.all.map { "Queries/\($0.subject)/\($0.name).sql" })
  func `a query names what it uses, and nothing else`(path: String) throws {
    let text = try #require(EmbeddedFiles.all.first { $0.path == path }).text
    let names = Set(SharedExpression.all.map(\.name))
    let uses = QueryHeader(text).uses
    #expect(names.isSuperset(of: uses))
    let words = SQLWords(text).words
    for name in uses { #expect(words.contains(name), "\(name) is not used") }
  }
}
