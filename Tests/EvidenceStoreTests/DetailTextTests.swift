import EvidenceModel
import GRDB
import Testing

@testable import EvidenceStore

/// Details are kept without the names of resources, and come back whole.
@Suite struct DetailTextTests {
  /// Texts with the names of resources that they are about. Not arguments of the tests: their
  /// runner would print the marks.
  private static let pairs = [
    ("Bucket logs has no owner.", "logs"), ("logs", "logs"), ("logslogs of logs", "logs"),
    ("Bucket logs.", ""), ("", "logs"), ("Bucket Logs.", "logs"), ("aaa", "aa"),
    ("café cafe\u{301}", "café"), ("a\u{0}b c", "a\u{0}b"), ("👩‍👩‍👧 is not 👩", "👩"),
    ("a \u{1A} of logs", "logs"), ("\u{1A}", "\u{1A}"), ("é of \u{301}", "\u{301}"),
  ]

  @Test func `a text comes back as it was, by the program and by SQL`() throws {
    for (index, (text, name)) in Self.pairs.enumerated() {
      let detail = DetailText(text, naming: name)
      #expect(ExactText(detail.whole(naming: name)) == ExactText(text), "pair \(index)")
      let test = try TestStore()
      let row = try test.store.queue.read { db in
        try PreparedStatement(db, "SELECT replace(?, ?, ?)")
          .first(detail.text, detail.nameMark, name) { $0.text(0) }
      }
      #expect(row.map(ExactText.init) == ExactText(text), "pair \(index)")
    }
  }

  @Test func `resources of which the same is said share a row`() throws {
    let test = try TestStore()
    let records = (1...20).map { number in
      observation(
        "a", "r\(number)", .fail, day: 1, detail: "Bucket r\(number) has no owner.")
    }
    try test.ingest(records, artifact: "1")
    // The empty one is what is said of what is gone.
    #expect(
      try test.rows("SELECT text FROM detail ORDER BY text") == [
        "", "Bucket \u{1A} has no owner.",
      ])
    for view in ["current_finding", "finding_history", "observation"] {
      #expect(
        try test.rows(
          "SELECT DISTINCT detail = 'Bucket ' || resource || ' has no owner.' FROM \(view)")
          == ["1"])
    }
    #expect(try test.store.verify().differences == [])
  }

  @Test func `another name or another text is a change`() throws {
    let test = try TestStore()
    var record = observation("a", "r1", .fail, day: 1, detail: "Bucket r1 is open.")
    try test.ingest([record], artifact: "1")
    record.scannedAt = moment(day: 2)
    record.resource.name = "open"
    #expect(try test.ingest([record], artifact: "2")?.scans[0].changes.changed == 1)
    record.scannedAt = moment(day: 3)
    record.detail = "Bucket r1 is wide open."
    #expect(try test.ingest([record], artifact: "3")?.scans[0].changes.changed == 1)
    #expect(
      try test.rows("SELECT detail FROM finding_history ORDER BY since") == [
        "Bucket r1 is open.", "Bucket r1 is open.", "Bucket r1 is wide open.",
      ])
  }
}
