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

  @Test(arguments: SharedExpression.all.map(\.name))
  func `is used, uses what there is, and is explained`(name: String) throws {
    let expression = try #require(SharedExpression.all.first { $0.name == name })
    #expect(!expression.comment.isEmpty)
    let names = Set(SharedExpression.all.map(\.name))
    #expect(names.isSuperset(of: expression.uses))
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
