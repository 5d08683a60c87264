import EvidenceModel
import GRDB
import Testing

@testable import EvidenceStore

/// Tags as a record tells them; the story of tags has what they are for.
@Suite struct TagTests {
  private func record(_ uid: String, day: Int, tags: [ResourceTag]) -> Observation {
    var record = observation("a", uid, .fail, day: day)
    record.resource.tags = TagSet(tags)
    return record
  }

  private let production = [ResourceTag(key: "env", value: "prod")]

  @Test func `other tags are a change, and the same ones in another order are none`() throws {
    let test = try TestStore()
    let team = ResourceTag(key: "team", value: "core")
    for (day, tags) in [production + [team], [team] + production, production].enumerated() {
      let report = try test.ingest([record("r1", day: day, tags: tags)], artifact: "\(day)")
      #expect(report?.scans[0].changes.unchanged == (day == 1 ? 1 : 0))
    }
    #expect(try test.rows("SELECT count(*) FROM event") == ["2"])
    #expect(try test.rows("SELECT key, value FROM resource_tag") == ["env|prod"])
  }

  @Test func `of two records of one finding, the order does not decide which tags stand`() throws {
    let both = [record("r1", day: 1, tags: production), record("r1", day: 1, tags: [])]
    let rows = try [both, both.reversed()].map { records in
      let test = try TestStore()
      try test.ingest(records, artifact: "1")
      #expect(try test.store.verify().differences == [])
      return try test.rows("SELECT resource, key, value FROM resource_tag")
    }
    #expect(rows[0] == rows[1])
  }

  @Test func `tags that look alike stay apart`() throws {
    let test = try TestStore()
    let tags = [
      ResourceTag(key: "caf\u{E9}", value: ""), ResourceTag(key: "cafe\u{301}", value: "\u{0}"),
      ResourceTag(key: "caf\u{E9}", value: ""), ResourceTag(key: "env", value: "a"),
      ResourceTag(key: "env", value: "b"),
    ]
    try test.ingest([record("r1", day: 1, tags: tags)], artifact: "1")
    #expect(
      try test.rows("SELECT hex(key), hex(value) FROM resource_tag ORDER BY key, value") == [
        "63616665CC81|00", "636166C3A9|", "656E76|61", "656E76|62",
      ])
    #expect(try test.store.verify().differences == [])
  }

  @Test(arguments: [
    "DELETE FROM tag_set_member", "UPDATE tag_set_member SET value = 'dev'",
  ])
  func `what is recorded is never changed`(sql: String) throws {
    let test = try TestStore()
    try test.ingest([record("r1", day: 1, tags: production)], artifact: "1")
    #expect(throws: DatabaseError.self) {
      try test.store.queue.write { try $0.execute(sql: sql) }
    }
  }

  @Test func `a forged tag is found`() throws {
    let test = try TestStore()
    try test.ingest([record("r1", day: 1, tags: production)], artifact: "1")
    try test.store.queue.writeWithoutTransaction { db in
      try db.execute(sql: "DROP TRIGGER tag_set_member_is_written_once")
      try db.execute(sql: "UPDATE tag_set_member SET value = 'dev'")
    }
    #expect(try test.store.verify().differences.map(\.check).contains("interned-sets"))
  }
}
