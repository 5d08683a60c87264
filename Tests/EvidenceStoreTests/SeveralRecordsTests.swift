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
      var model = HistoryModel()
      for file in files(of: RandomHistory.scans(seed: seed), using: &random) {
        model.scans += file
        var records: [Observation] = []
        for scan in file { records += scan.asObservations(using: &random) }
        let report = try appended.ingest(
          records.shuffled(using: &random), artifact: file[0].artifact)
        for (scan, told) in zip(file.sorted { $0.order < $1.order }, report?.scans ?? []) {
          var before = model
          before.scans.removeAll { file.contains($0) && scan.order < $0.order }
          #expect(told.changes == before.changes(of: scan), label)
        }
      }
      let rows = try appended.rows(
        """
        SELECT account, region, rule, resource, status, ifnull(severity, 'unknown'), is_muted,
          detail, since
        FROM finding_history
        JOIN scan USING (scan_id)
        ORDER BY account, region, rule, resource, since, tie_break
        """)
      let expected = model.keys.sorted().flatMap { key in
        model.events(of: key).map { "\(key.text)|\($0.state.text)|\($0.since)" }
      }
      #expect(rows == expected, label)
      let differences = try appended.store.verify().differences
      #expect(differences == [], label)
    }
  }

  /// The scans in files of one to three, each with scans of different times.
  private func files(
    of scans: [HistoryModel.Scan], using random: inout SeededGenerator
  ) -> [[HistoryModel.Scan]] {
    var files: [[HistoryModel.Scan]] = []
    for scan in scans.shuffled(using: &random) {
      var scan = scan
      scan.isComplete = false
      if let last = files.last, last.count < Int.random(in: 1...3, using: &random),
        !last.contains(where: { $0.scannedAt == scan.scannedAt })
      {
        scan.artifact = last[0].artifact
        files[files.count - 1].append(scan)
      } else {
        files.append([scan])
      }
    }
    return files
  }
}
