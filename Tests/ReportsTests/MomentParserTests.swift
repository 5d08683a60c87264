import EvidenceModel
import Reports
import Testing

@Suite struct MomentParserTests {
  @Test(arguments: [
    ("2026-06-30", "2026-07-01T00:00:00Z"), ("2026-06-30T14:00", "2026-06-30T14:01:00Z"),
    ("2026-06-30T14:00:00+02:00", "2026-06-30T12:00:01Z"),
  ])
  func `reads the end of what is named`(text: String, next: String) throws {
    let moments = MomentParser(connection: try TestDatabase().connection())
    #expect(try moments.end(of: text).microseconds == TestDatabase.microseconds(next) - 1)
  }

  @Test func `reads the start of what is named`() throws {
    let moments = MomentParser(connection: try TestDatabase().connection())
    #expect(try moments.before("2026-06-30").description == "2026-06-29T23:59:59Z")
  }

  @Test func `reads the number of a scan`() throws {
    let moments = MomentParser(connection: try TestDatabase().connection())
    #expect(try moments.end(of: "2").microseconds == TestDatabase.july)
    #expect(try moments.before("1").microseconds == TestDatabase.june)
    #expect(try moments.ingest(knownAt: "2") == 2)
  }

  @Test(arguments: [("2026-05-31", 0), ("2026-06-01", 1), ("2026-06-30", 1), ("2027-01-01", 2)])
  func `finds what was known`(text: String, ingest: Int64) throws {
    let moments = MomentParser(connection: try TestDatabase().connection())
    #expect(try moments.ingest(knownAt: text) == ingest)
  }

  @Test(arguments: ["3", "-1", "2026", "yesterday", "", "2026-13-01"])
  func `refuses what names no moment`(text: String) throws {
    let moments = MomentParser(connection: try TestDatabase().connection())
    for read in [moments.end(of:), moments.before(_:)] {
      let error = #expect(throws: QueryError.self) { try read(text) }
      #expect(error?.code == .badParameter)
    }
    #expect(throws: QueryError.self) { try moments.ingest(knownAt: text) }
  }
}
