import Foundation
import Testing

@testable import Reports

/// One after the other: a limit on SQLite's memory holds for the whole process of the tests.
@Suite(.serialized) struct DatasetteMetadataTests {
  private let database: TestDatabase
  private let connection: ReadOnlyConnection

  init() throws {
    database = try TestDatabase()
    connection = try database.connection(.canned)
  }

  private static func rows(_ source: some RowSource) throws -> [[SQLValue]] {
    var rows: [[SQLValue]] = []
    while let row = try source.next() { rows.append(row) }
    return rows
  }

  /// What a form sends for each parameter, and what a terminal gets.
  private static let fields: [[String: String]] = [
    [:], ["as_of": "1"], ["as_of": "2026-06-30", "framework": "pci"],
    ["as_of": "2026-07-01T02:00:00Z", "from_at": "2026-06-02", "known_at": "2"],
    ["known_at": "2026-12-31", "account": "111111111111", "limit": "1", "severity": "high"],
  ]

  @Test(arguments: CannedQuery.all.map(\.name))
  func `a form gives the rows of the report`(name: String) throws {
    let query = try CannedQuery.named(name)
    let required = query.parameters.filter(\.isRequired).map(\.name)
    let examples = [
      "framework": "PCI", "rule": "s3_bucket_encryption", "scan_id": "2", "from_at": "1",
      "finding_id": "1", "waiver_id": "1", "resource": "arn:aws:s3:::bucket", "other": "HIPAA",
    ]
    for fields in Self.fields {
      var given = fields.filter { field, _ in query.parameters.contains { $0.name == field } }
      for name in required where given[name] == nil { given[name] = examples[name] ?? "1" }
      let expected: [[SQLValue]]
      do {
        expected = try Self.rows(query.rows(from: connection, parameters: given))
      } catch is QueryError {
        // A name that the database does not have, which a form answers with no rows.
        continue
      }
      let pairs = query.parameters.map { ($0.name, SQLValue.text(given[$0.name] ?? "")) }
      let found = try Self.rows(
        connection.query(
          FormQuery(query).sql, values: Dictionary(pairs) { first, _ in first }))
      #expect(found == expected, "\(given)")
    }
  }

  @Test func `describes every report and every view`() throws {
    let metadata = try #require(
      try JSONSerialization.jsonObject(with: Data(DatasetteMetadata(database: "db").json.utf8))
        as? [String: Any])
    let databases = try #require(metadata["databases"] as? [String: Any])
    let database = try #require(databases["db"] as? [String: Any])
    let queries = try #require(database["queries"] as? [String: [String: Any]])
    #expect(Set(queries.keys) == Set(CannedQuery.all.map(\.name)))
    for (name, query) in queries {
      #expect(query["title"] as? String != "", "\(name)")
      #expect(query["description"] as? String != "", "\(name)")
    }
    let tables = try #require(database["tables"] as? [String: [String: Any]])
    let views = try connection.query(
      "SELECT name FROM sqlite_schema WHERE type = 'view'", values: [:])
    var count = 0
    for row in try Self.rows(views) {
      let view = try #require(tables[row[0].plainText])
      #expect(view["hidden"] != nil || view["description"] as? String != "", "\(row[0])")
      count += 1
    }
    #expect(count == tables.count)
  }
}
