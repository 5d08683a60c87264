import EvidenceModel
import Testing

@testable import EvidenceStore

/// Files that say something of a finding more than once: two records of one scan, or scans that
/// were appended to each other.
@Suite struct SeveralRecordsTests {
  private func twice(
    _ status: Status, day: Int, detail: String = "", offset: Int
  ) -> Observation {
    var record = observation("a", "r1", status, day: day, detail: detail)
    record.bytes.offset = offset
    return record
  }

  @Test(arguments: [true, false])
  func `the worse of two results stands, whether it is news or not`(isNewsFirst: Bool) throws {
    let test = try TestStore()
    try test.ingest(
      [observation("a", "r1", .fail, day: 1, detail: "open")], artifact: "1")
    let known = twice(.fail, day: 2, detail: "open", offset: 100)
    let news = twice(.pass, day: 2, detail: "closed", offset: 200)
    let report = try test.ingest(isNewsFirst ? [news, known] : [known, news], artifact: "2")
    #expect(report?.scans[0].merged == 1)
    #expect(report?.scans[0].statuses == [.fail: 1])
    #expect(report?.scans[0].changes.unchanged == 1)
    #expect(
      try test.rows("SELECT kind, byte_offset, excerpt FROM ingest_loss") == [
        "merged|200|pass: closed"
      ])
    #expect(try test.rows("SELECT count(*) FROM event") == ["1"])
    #expect(try test.store.verify().differences == [])
  }

  @Test(arguments: [true, false])
  func `news that is worse than what is known stands`(isNewsFirst: Bool) throws {
    let test = try TestStore()
    try test.ingest(
      [observation("a", "r1", .pass, day: 1, detail: "closed")], artifact: "1")
    let known = twice(.pass, day: 2, detail: "closed", offset: 100)
    let news = twice(.fail, day: 2, detail: "open", offset: 200)
    let report = try test.ingest(isNewsFirst ? [news, known] : [known, news], artifact: "2")
    #expect(report?.scans[0].statuses == [.fail: 1])
    #expect(report?.scans[0].changes.opened == 1)
    #expect(
      try test.rows("SELECT kind, byte_offset, excerpt FROM ingest_loss") == [
        "merged|100|pass: closed"
      ])
    #expect(try test.rows("SELECT byte_offset FROM event ORDER BY event_id") == ["0", "200"])
    #expect(try test.store.verify().differences == [])
  }

  @Test func `the same words twice are one finding`() throws {
    let test = try TestStore()
    for day in 1...2 {
      let report = try test.ingest(
        [twice(.fail, day: day, offset: 1), twice(.fail, day: day, offset: 2)],
        artifact: "\(day)")
      #expect(report?.scans[0].accepted == 1)
      #expect(report?.scans[0].merged == 1)
    }
    #expect(
      try test.rows("SELECT byte_offset, reason FROM ingest_loss ORDER BY scan_id") == [
        "2|the same finding, told twice in the same words",
        "2|the same finding, told twice in the same words",
      ])
    #expect(try test.store.verify().differences == [])
  }

  @Test func `a finding that comes back is known again`() throws {
    let test = try TestStore()
    let other = { day in observation("a", "r2", .pass, day: day) }
    try test.ingest([twice(.fail, day: 1, offset: 1), other(1)], artifact: "1")
    let gone = try test.ingest([other(2)], artifact: "2")
    #expect(gone?.scans[0].changes.gone == 1)
    let absent = try test.ingest([other(3)], artifact: "3")
    #expect(absent?.scans[0].changes.gone == 0)
    let back = try test.ingest([twice(.fail, day: 4, offset: 1), other(4)], artifact: "4")
    #expect(back?.scans[0].changes.reopened == 1)
    let again = try test.ingest([twice(.fail, day: 5, offset: 1), other(5)], artifact: "5")
    #expect(again?.scans[0].changes.unchanged == 2)
    #expect(try test.rows("SELECT count(*) FROM finding") == ["2"])
    #expect(try test.store.verify().differences == [])
  }

  @Test func `scans in one file give the history that they give in files of their own`() throws {
    for seed in UInt64(0)..<60 {
      let label: Comment = "seed \(seed)"
      var random = SeededGenerator(seed: seed &+ 5)
      let appended = try TestStore()
      let apart = try TestStore()
      for file in files(seed: seed, using: &random) {
        let records = file.flatMap(\.observations).shuffled(using: &random)
        let report = try appended.ingest(records, artifact: file[0].artifact)
        for (index, scan) in file.sorted(by: { $0.scannedAt < $1.scannedAt }).enumerated() {
          let alone = try apart.ingest(scan.observations, artifact: scan.artifact)
          #expect(report?.scans[index].changes == alone?.scans[0].changes, label)
        }
      }
      let history = """
        SELECT account, region, rule, resource, status, severity, is_muted, detail, since, until
        FROM finding_history
        """
      #expect(try appended.rows(history).sorted() == apart.rows(history).sorted(), label)
      let differences = try appended.store.verify().differences
      #expect(differences == [], label)
    }
  }

  /// Scans of different times, in files of one to three; a random file's records of a second time are
  /// left out.
  private func files(
    seed: UInt64, using random: inout SeededGenerator
  ) -> [[Story.Scan]] {
    var times: Set<Timestamp> = []
    var files: [[Story.Scan]] = []
    for case .scan(var scan) in RandomStory.story(seed: seed, reports: 0).steps {
      scan.observations.removeAll { [time = scan.scannedAt] in $0.scannedAt != time }
      guard !scan.observations.isEmpty, times.insert(scan.scannedAt).inserted else { continue }
      if let last = files.last, last.count < Int.random(in: 1...3, using: &random) {
        files[files.count - 1].append(scan)
      } else {
        files.append([scan])
      }
    }
    return files
  }
}
