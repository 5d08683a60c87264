import EvidenceModel
import Testing

@testable import EvidenceStore

/// Reports on periods over every story: their counts add up, from period to period and from report
/// to report.
@Suite struct PeriodReportTests {
  @Test(arguments: StoryTests.names)
  func `what was open, opened and closed adds up`(name: String) throws {
    let told = try Told(name)
    for period in told.periods {
      let summary = try told.rows(
        "period_summary", period,
        columns: [
          "framework", "severity", "open_at_start", "opened", "reopened", "resolved", "gone",
          "open_at_end", "muted_at_end", "waived_at_end", "unconfirmed_at_end",
        ])
      for row in summary {
        let count = row.dropFirst(2).compactMap { Int($0) }
        #expect(count[0] + count[1] + count[2] - count[3] - count[4] == count[5], "\(row)")
        #expect(count[6] + count[7] <= count[5], "\(row)")
        #expect(count[8] <= count[5], "\(row)")
      }
      let ages = try told.rows(
        "ageing", Period(end: period.end), columns: ["framework", "failing", "muted", "waived"])
      let open = totals(summary, of: [7])
      #expect(open == totals(ages, of: [1, 2, 3]))
      let trend = try told.rows(
        "trend", period, bucket: "day",
        columns: ["framework", "open_at_end", "opened", "reopened", "resolved", "gone"])
      let burnDown = try told.rows(
        "burn_down", period, bucket: "week", columns: ["framework", "open_at_end"])
      for framework in Set(summary.map { $0[0] }) {
        let last = "\(open[framework] ?? 0)"
        #expect(trend.last { $0[0] == framework }?[1] == last)
        #expect(burnDown.last { $0[0] == framework }?[1] == last)
      }
      // Without a beginning, trends begin after the first scan, and the summary before it.
      guard period.start != nil else { continue }
      for column in 2...5 {
        #expect(totals(trend, of: [column]) == totals(summary, of: [column + 1]))
      }
    }
  }

  @Test(arguments: StoryTests.names)
  func `a period begins with what was open when the one before ended`(name: String) throws {
    let told = try Told(name)
    let columns = ["framework", "severity", "open_at_start", "open_at_end"]
    for (before, after) in zip(told.periods, told.periods.dropFirst())
    where before.end < after.start ?? before.end {
      let ended = try told.rows("period_summary", before, columns: columns)
      let begun = try told.rows("period_summary", after, columns: columns)
      #expect(
        ended.filter { $0[3] != "0" }.map { [$0[0], $0[1], $0[3]] }
          == begun.filter { $0[2] != "0" }.map { [$0[0], $0[1], $0[2]] })
    }
  }

  @Test(arguments: StoryTests.names)
  func `every failure of an earlier moment became something`(name: String) throws {
    let told = try Told(name)
    for period in told.periods {
      let fates = try told.rows(
        "no_longer_failing", period,
        columns: [
          "framework", "failing_at_start", "still_failing_confirmed", "still_failing_unconfirmed",
          "resolved", "gone", "undecided", "muted", "waived",
        ])
      for row in fates {
        let count = row.dropFirst().compactMap { Int($0) }
        #expect(count[0] == count[1...5].reduce(0, +), "\(row)")
        #expect(count[6] + count[7] <= count[1] + count[2], "\(row)")
      }
    }
  }

  /// Columns summed by the first one, without those that come to nothing.
  private func totals(_ rows: [[String]], of columns: [Int]) -> [String: Int] {
    var totals: [String: Int] = [:]
    for row in rows {
      for column in columns { totals[row[0], default: 0] += Int(row[column]) ?? 0 }
    }
    return totals.filter { $0.value != 0 }
  }
}

/// Whole seconds, the first and the last included; without a start, from the beginning.
private struct Period {
  var start: Timestamp?
  var end: Timestamp
}

/// A story that has been told, and the periods that its scans make.
private struct Told {
  let teller: StoryTeller
  /// From scan to scan, each after the one before, and then all in one.
  let periods: [Period]

  init(_ name: String) throws {
    teller = try StoryTeller()
    var moments: Set<Timestamp> = []
    for step in try StoryTests.story(name).steps {
      try teller.tell(step)
      if case .scan(let scan) = step { moments.insert(scan.scannedAt) }
    }
    var periods: [Period] = []
    for end in moments.sorted() {
      periods.append(
        Period(
          start: periods.last.map { Timestamp(microseconds: $0.end.microseconds + 1_000_000) },
          end: end))
    }
    if let last = periods.last { periods.append(Period(end: last.end)) }
    self.periods = periods
  }

  func rows(
    _ name: String, _ period: Period, bucket: String? = nil, columns: [String]
  ) throws -> [[String]] {
    var parameters = ["as_of": period.end.description]
    parameters["from_at"] = period.start?.description
    parameters["bucket"] = bucket
    let lines = try teller.rows(
      of: Story.Query(name: name, parameters: parameters), columns: columns)
    return lines.dropFirst().map { line in
      line.split(separator: "|", omittingEmptySubsequences: false).map(String.init)
    }
  }
}
