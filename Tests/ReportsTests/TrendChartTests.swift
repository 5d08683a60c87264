import Reports
import Testing

@Suite struct TrendChartTests {
  /// Four weeks: 8 open at first, then 4 opened, 1 back, 6 fixed, 3 deleted.
  private static let weeks = [
    TrendChart.Bucket(
      start: "2026-01-05", openAtEnd: 12, opened: 4, reopened: 0, resolved: 0, gone: 0),
    TrendChart.Bucket(
      start: "2026-01-12", openAtEnd: 9, opened: 0, reopened: 0, resolved: 1, gone: 2),
    TrendChart.Bucket(
      start: "2026-01-19", openAtEnd: 10, opened: 0, reopened: 1, resolved: 0, gone: 0),
    TrendChart.Bucket(
      start: "2026-01-26", openAtEnd: 4, opened: 0, reopened: 0, resolved: 5, gone: 1),
  ]

  private func chart(_ style: ChartStyle, _ buckets: [TrendChart.Bucket] = weeks) -> String {
    TrendChart(framework: "PCI", unit: .week, buckets: buckets).text(style)
  }

  @Test func `draws what was open, opened and closed, and says it in words`() {
    #expect(
      chart(ChartStyle(width: 44, isUnicode: true)) == """
        PCI: failures, weeks of 2026-01-05 to
        2026-01-26

        open at the end
        12 ┤█████
           │█████ ▄▄▄▄▄ █████
           │█████ █████ █████
         6 ┤█████ █████ █████
           │█████ █████ █████ █████
           │█████ █████ █████ █████
         0 └┴───────────┴──────────
            2026-01-05  2026-01-19
        opened and reopened
         6 ┤▃▃▃▃▃
         3 ┤█████       ▃▃▃▃▃
         0 └┴───────────┴──────────
        resolved and gone
         6 ┤                  █████
         3 ┤      █████       █████
         0 └┴───────────┴──────────

        8 were open at first, 4 at last: 4 fewer
        (-50 %).
        4 opened, 1 reopened, 6 resolved, 3 gone.
        """)
  }

  @Test func `draws in ASCII where there are no blocks`() {
    let text = chart(ChartStyle(width: 80))
    #expect(text.utf8.allSatisfy { $0 < 0x7F && ($0 >= 0x20 || $0 == 0x0A) })
    #expect(
      text.split(separator: "\n").contains(" 6 +##### ##### #####"), "\(text)")
  }

  @Test func `colours where it may, and nothing else changes`() {
    let plain = chart(ChartStyle(width: 60, isUnicode: true))
    let colored = chart(ChartStyle(width: 60, isUnicode: true, usesColor: true))
    #expect(colored != plain)
    #expect(colored.replacing(/\u{1B}\[[0-9]+m/, with: "") == plain)
    #expect(!plain.contains("\u{1B}"))
  }

  @Test func `merges buckets that do not fit, the newest bar whole`() {
    let days = (0..<365).map { day in
      TrendChart.Bucket(
        start: "2026-\(day)", openAtEnd: day + 1, opened: 1, reopened: 0, resolved: 0, gone: 0)
    }
    let text = TrendChart(framework: "PCI", unit: .day, buckets: days)
      .text(ChartStyle(width: 40, isUnicode: true))
    #expect(text.replacing("\n", with: " ").contains("each bar is 11 days"), "\(text)")
    #expect(text.contains("opened and reopened\n 12 ┤"), "\(text)")
    #expect(
      text.replacing("\n", with: " ").contains("0 were open at first, 365 at last: 365 more."))
  }

  @Test(arguments: [1, 2, 3, 7, 30, 53, 200, 400])
  func `fits its terminal`(count: Int) {
    let buckets = (0..<count).map { number in
      TrendChart.Bucket(
        start: "2026-01-05", openAtEnd: number * 37, opened: 37, reopened: 0, resolved: 0, gone: 0)
    }
    for width in 20...120 {
      let text = chart(ChartStyle(width: width, isUnicode: true), buckets)
      for line in text.split(separator: "\n") {
        #expect(line.count <= width, "\(width) columns:\n\(text)")
        #expect(line.last != " ")
      }
    }
  }

  @Test func `shows what is not nothing, however small`() {
    let buckets = [
      TrendChart.Bucket(
        start: "2026-01-05", openAtEnd: 1_000_000, opened: 0, reopened: 0, resolved: 0, gone: 0),
      TrendChart.Bucket(
        start: "2026-01-12", openAtEnd: 1, opened: 0, reopened: 0, resolved: 999_999, gone: 0),
    ]
    let lines = chart(ChartStyle(width: 60, isUnicode: true), buckets)
      .split(separator: "\n", omittingEmptySubsequences: false)
    #expect(lines.contains { $0.hasPrefix("1000000 ┤█████") })
    #expect(lines.contains { $0.hasSuffix("│█████ ▁▁▁▁▁") })
  }

  @Test func `says so where nothing failed`() {
    #expect(chart(ChartStyle(), []) == "PCI: nothing was failing in the period")
    let still = [
      TrendChart.Bucket(
        start: "2026-02-01", openAtEnd: 3, opened: 1, reopened: 0, resolved: 1, gone: 0)
    ]
    let text = TrendChart(framework: "PCI", unit: .month, buckets: still)
      .text(ChartStyle(width: 80))
    #expect(text.hasPrefix("PCI: failures, month of 2026-02\n"))
    #expect(text.contains("3 were open at first, 3 at last: as many."))
  }

  @Test func `reads the rows of the report by the names of their columns`() throws {
    let rows = MemoryRows(
      columns: [
        "framework", "gone", "period_start", "open_at_end", "opened", "reopened", "resolved",
      ],
      rows: Self.weeks.map { week in
        [
          .text("PCI"), SQLValue(week.gone), .text(week.start), SQLValue(week.openAtEnd),
          SQLValue(week.opened), SQLValue(week.reopened), SQLValue(week.resolved),
        ]
      })
    #expect(
      try TrendChart(rows, framework: "pci dss", unit: .week)
        == TrendChart(framework: "PCI", unit: .week, buckets: Self.weeks))
  }
}

@Suite struct WrappedTextTests {
  @Test(arguments: [
    ("", 10, []), ("a b", 10, ["a b"]), ("aaaa bbbb cccc", 9, ["aaaa bbbb", "cccc"]),
    ("aaaaaaaaaaaa b", 4, ["aaaaaaaaaaaa", "b"]), ("a  b c", 0, ["a b c"]),
    ("日本 日本", 5, ["日本", "日本"]),
  ])
  func `breaks at blanks`(text: String, width: Int, lines: [String]) {
    #expect(WrappedText(text, width: width).lines == lines)
  }
}
