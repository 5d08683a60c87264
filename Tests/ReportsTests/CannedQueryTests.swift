import Testing

@testable import Reports

@Suite struct CannedQueryTests {
  private static let text = """
    -- Findings of a severity, by rule.
    --
    -- One row per finding, and a line
    -- that goes on.
    --
    -- @param severity    TEXT     The severity (required).
    -- @param as_of       INTEGER  The moment
    --                             (default now).
    -- @param scan_id     INTEGER  A scan.
    -- @param framework   TEXT     A framework.
    -- @column rule       TEXT     The rule.
    -- @column as_of      INTEGER  The moment.
    -- @column scan_id    INTEGER  The scan.
    -- @column framework  TEXT     The framework.
    SELECT
      rule,
      :as_of AS as_of,
      :scan_id AS scan_id,
      :framework AS framework
    FROM finding_history
    WHERE severity = :severity
    ORDER BY finding_id;

    """
  private let query = CannedQuery(path: "Queries/findings/by_severity.sql", text: text)

  @Test func `reads the header`() {
    #expect(query.subject == "findings")
    #expect(query.name == "by_severity")
    #expect(query.summary == "Findings of a severity, by rule.")
    #expect(query.discussion == "One row per finding, and a line that goes on.")
    #expect(query.parameters.map(\.name) == ["severity", "as_of", "scan_id", "framework"])
    #expect(query.parameters.map(\.isRequired) == [true, false, false, false])
    #expect(query.parameters[1].text == "The moment (default now).")
    #expect(query.columns.map(\.type) == ["TEXT", "INTEGER", "INTEGER", "TEXT"])
  }

  @Test func `describes itself`() {
    #expect(
      query.description == """
        findings/by_severity: Findings of a severity, by rule.

        One row per finding, and a line that goes on.

        Parameters:
          severity   TEXT     The severity (required).
          as_of      INTEGER  The moment (default now).
          scan_id    INTEGER  A scan.
          framework  TEXT     A framework.

        Columns:
          rule       TEXT     The rule.
          as_of      INTEGER  The moment.
          scan_id    INTEGER  The scan.
          framework  TEXT     The framework.

        On the command line, --as-of, --known-at and -p from_at= take a date, a time or a scan's
        number. A period begins with the date or time that is named, or after the scan.

        """)
  }

  @Test func `runs with what was given and NULL for the rest`() throws {
    let connection = try TestDatabase().connection(.canned)
    let rows = try query.rows(from: connection, parameters: ["severity": "high"])
    #expect(try rows.next() == [.text("s3_bucket_public"), .null, .null, .null])
  }

  @Test func `resolves moments, scans and frameworks`() throws {
    let connection = try TestDatabase().connection(.canned)
    let rows = try query.rows(
      from: connection,
      parameters: ["severity": "high", "scan_id": "2", "framework": "HIPPA"], asOf: "1")
    #expect(
      try rows.next() == [
        .text("s3_bucket_public"), .integer(TestDatabase.june), .integer(2), .text("HIPAA"),
      ])
  }

  @Test func `refuses parameters that it cannot use`() throws {
    let connection = try TestDatabase().connection(.canned)
    func fails(
      _ parameters: [String: String], asOf: String? = nil, knownAt: String? = nil
    ) -> QueryError? {
      #expect(throws: QueryError.self) {
        try query.rows(from: connection, parameters: parameters, asOf: asOf, knownAt: knownAt)
      }
    }
    #expect(fails([:])?.code == .missingParameter)
    let unknown = fails(["severity": "high", "x": "1"])
    #expect(unknown?.code == .unknownParameter)
    #expect(unknown?.hint == "it has severity, as_of, scan_id and framework")
    #expect(fails(["severity": "high"], knownAt: "1")?.code == .unknownParameter)
    #expect(fails(["severity": "high", "as_of": "1"], asOf: "2")?.code == .badParameter)
    #expect(fails(["severity": "high", "scan_id": "3"])?.code == .badParameter)
    #expect(fails(["severity": "high", "scan_id": "x"])?.code == .badParameter)
    #expect(
      fails(["severity": "high", "framework": "FedRAMP"])?.hint == "there are HIPAA and PCI")
  }

  @Test func `takes what the header lists, and nothing else`() throws {
    let connection = try TestDatabase().connection(.canned)
    let bucket = CannedQueryParameter(
      name: "bucket", type: .text, text: "One of day, week, month; NULL is week.")
    #expect(try bucket.value(of: "week", on: connection) == .text("week"))
    let error = #expect(throws: QueryError.self) {
      try bucket.value(of: "weeks", on: connection)
    }
    #expect(error?.code == .badParameter)
    #expect(error?.reason.hasSuffix("is not one of day, week, month") == true)
  }

  @Test func `is found by its name, with or without its subject`() throws {
    #expect(try CannedQuery.named("by_severity", among: [query]) == query)
    #expect(try CannedQuery.named("findings/by_severity", among: [query]) == query)
    for name in ["by_severty", "severity", "bY_Severity"] {
      let error = #expect(throws: QueryError.self) {
        try CannedQuery.named(name, among: [query])
      }
      #expect(error?.code == .unknownQuery)
      #expect(error?.hint == "did you mean by_severity?")
    }
    let error = #expect(throws: QueryError.self) { try CannedQuery.named("zzz", among: [query]) }
    #expect(error?.hint == "'tickmark queries' lists them all")
  }

  @Test func `has no faults`() throws {
    #expect(query.lint(on: try TestDatabase().connection(.canned)) == [])
  }

  @Test func `finds the faults of a file`() throws {
    let connection = try TestDatabase().connection(.canned)
    func faults(_ text: String) -> [String] {
      CannedQuery(path: "Queries/a/b.sql", text: text).lint(on: connection)
        .map { String($0.dropFirst("a/b: ".count)) }
    }
    let header = "-- Tools.\n--\n-- One row per tool.\n--\n-- @column key  TEXT  The tool.\n"
    #expect(faults(header + "SELECT key FROM tool ORDER BY key;\n") == [])
    #expect(
      faults(header + "select key FROM tool ORDER BY key;\n")
        == ["the keyword select is not in upper case"])
    #expect(
      faults(header + "SELECT key FROM tool;\n") == ["no ORDER BY puts the rows in order"])
    #expect(
      faults(header + "SELECT * FROM tool ORDER BY key;\n")
        == ["columns are not named: SELECT *", "the column tool_id is not in the header"])
    #expect(
      faults(header + "SELECT key FROM tool WHERE key > :a ORDER BY key;\n")
        == ["the parameter a is not in the header"])
    #expect(
      faults(header + "-- @param a  TEXT  A.\n-- @param b\nSELECT key FROM tool ORDER BY key;\n")
        == [
          "this line has an unknown form: @param b",
          "the header's parameter a is not in the statement",
        ])
    #expect(faults("-- tools\nSELECT 1 AS x ORDER BY x;\n").count == 3)
    #expect(faults(header + "DELETE FROM tool ORDER BY key;\n").count == 1)
    #expect(
      faults(header + "SELECT key FROM tool ORDER BY key; " + String(repeating: "-", count: 60))
        == ["line 6 has 95 characters", "the last line does not end"])
  }

  @Test(arguments: CannedQuery.all.map(\.name))
  func `every canned query follows the rules and runs`(name: String) throws {
    let query = try CannedQuery.named(name)
    let connection = try TestDatabase().connection(.canned)
    #expect(query.lint(on: connection) == [])
    // All parameters at once, which must be enough for a query that requires some.
    var given: [String: String] = [:]
    let known = [
      "framework": "PCI", "requirement": "3.5.1", "resource": "arn:aws:s3:::b",
      "rule": "s3_bucket_public",
    ]
    for parameter in query.parameters where parameter.isRequired {
      given[parameter.name] = known[parameter.name] ?? "1"
    }
    let rows = try query.rows(from: connection, parameters: given)
    while try rows.next() != nil {}
  }

  @Test func `names of canned queries are unique`() {
    #expect(Set(CannedQuery.all.map(\.name)).count == CannedQuery.all.count)
  }
}
