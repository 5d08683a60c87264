/// Everything that was measured of a year, and how it is printed.
struct YearResults {
  /// Findings in a scan.
  let findings: Int
  /// Observations of all scans.
  var observations = 0
  /// The first day, into several new databases.
  var firstDay: [TickmarkYear.Write] = []
  /// A scan that changes nothing, into copies of the database after its first day.
  var unchangedAfterFirst: [TickmarkYear.Write] = []
  /// Each day from the second one on.
  var writes: [TickmarkYear.Write] = []
  /// A scan that changes nothing, into copies of the database after its last day.
  var unchangedAfterLast: [TickmarkYear.Write] = []
  /// The most bytes that the benchmark had held: before the first ingest, after it, at the end.
  var memoryBefore = 0
  var memoryAfter = 0
  var peakMemory = 0
  /// Bytes of the database, by checkpoint.
  var sizes: [Int: Int] = [:]
  var reports: [ReportRow] = []
  /// By checkpoint.
  var comparisons: [Int: [YearComparison.Row]] = [:]
  var peers: [YearPeer] = []
  var stores: [PeerStore] = []

  /// What is known when the last day is over.
  var reportText: String {
    """

    REPORTS; median of \(ReportTimer.runs) runs after one that is not counted, or that one where \
    it took \(TextTable.text(ReportTimer.slow, digits: 0)) s
    \(table(of: reports.filter { !$0.isVariation }, days: days))

    THE SAME REPORTS, narrowed or asked about another moment
    \(table(of: reports.filter(\.isVariation), days: [lastDay]))
    """
  }

  /// What is known when the peers have answered, too.
  var comparisonText: String {
    """

    WRITING A DAY of \(findings) findings
    \(writing)

    transaction   tickmark: from the first record in memory to the end of the commit; a peer:
                  from CSV into the table, with opening and closing its database
    whole         with opening and closing the database, which writes the log back into it
    memory        tickmark's first day needs \(mebibytes(memoryAfter - memoryBefore)) MiB more \
    than its records, which the benchmark
                  holds in memory; the benchmark's peak was \(mebibytes(peakMemory)) MiB

    SIZE of \(observations) observations
    \(size)

    QUESTIONS; median of \(ReportTimer.runs) runs after one that is not counted
    \(questions)

    times         the seconds of a program, divided by tickmark's

    TARGETS
    \(targets)
    """
  }

  private var days: [Int] { sizes.keys.sorted() }
  private var lastDay: Int { days.last ?? 1 }

  // MARK: Tables

  private var writing: String {
    var table = TextTable(
      ["program", "work", "transaction s", "whole s", "findings/s"], textColumns: 2)
    func add(_ work: String, _ writes: [TickmarkYear.Write]) {
      guard !writes.isEmpty else { return }
      let seconds = writes.map(\.transaction).median
      table.add([
        "tickmark", work, TextTable.text(seconds, digits: 3),
        TextTable.text(writes.map(\.whole).median, digits: 3),
        TextTable.text(Double(findings) / seconds, digits: 0),
      ])
    }
    add("day 1", firstDay)
    add("day 1 once more, unchanged", unchangedAfterFirst)
    add("days 2 to \(lastDay), median", writes)
    add("day \(lastDay)", writes.suffix(1))
    add("day \(lastDay) once more, unchanged", unchangedAfterLast)
    for peer in peers {
      for (work, seconds) in [
        ("day 1", peer.loads.first ?? 0),
        ("days 1 to \(peer.loads.count), median", peer.loads.median),
        ("day \(peer.loads.count)", peer.loads.last ?? 0),
      ] {
        table.add([
          peer.kind.title, work, TextTable.text(seconds, digits: 3), "",
          TextTable.text(Double(findings) / seconds, digits: 0),
        ])
      }
      if let seconds = peer.parquetSeconds {
        table.add([
          peer.kind.title, "all into Parquet", TextTable.text(seconds, digits: 3), "",
          TextTable.text(Double(observations) / seconds, digits: 0),
        ])
      }
    }
    return table.text
  }

  private var size: String {
    var table = TextTable(["file", "days", "MB", "bytes each", "times"], textColumns: 1)
    func add(_ name: String, _ bytes: Int, days: Int, isComparable: Bool) {
      let share = Double(days) / Double(lastDay) * Double(observations)
      table.add([
        name, "\(days)", TextTable.text(Double(bytes) / 1_000_000, digits: 1),
        TextTable.text(Double(bytes) / share, digits: 2),
        isComparable ? TextTable.text(Double(bytes) / Double(sizes[lastDay] ?? 1), digits: 1) : "",
      ])
    }
    for day in days { add("tickmark", sizes[day] ?? 0, days: day, isComparable: day == lastDay) }
    for store in stores {
      add(store.name, store.bytes, days: store.days, isComparable: store.days == lastDay)
    }
    return table.text
  }

  private var questions: String {
    var table = TextTable(
      ["question", "program", "answer", "days", "seconds", "times"], textColumns: 3)
    for (day, rows) in comparisons.sorted(by: { $0.key < $1.key }) {
      for row in rows {
        table.add([
          row.question.title, row.ours.program, row.ours.answer, "\(day)",
          TextTable.text(row.ours.seconds ?? 0, digits: 3), "",
        ])
        for reply in row.theirs {
          table.add([
            "", reply.program, reply.answer, "\(day)",
            reply.seconds.map { TextTable.text($0, digits: 3) } ?? "-",
            row.times(reply).map { TextTable.text($0, digits: 1) } ?? "-",
          ])
        }
      }
    }
    return table.text
  }

  private func table(of rows: [ReportRow], days: [Int]) -> String {
    let header =
      ["report", "with", "rows"] + days.map { "day \($0) s" } + (days.count > 1 ? ["ratio"] : [])
    var table = TextTable(header + [""], textColumns: 2)
    for row in rows {
      let failure = days.compactMap { row.failure(atDay: $0) }.last
      if let failure {
        table.add([row.report, row.arguments, "not measured: " + failure])
        continue
      }
      let seconds = days.map { row.timing(atDay: $0)?.seconds ?? 0 }
      var line = [row.report, row.arguments, "\(row.timing(atDay: lastDay)?.rows ?? 0)"]
      line += seconds.map { TextTable.text($0, digits: 3) }
      if let first = seconds.first, let last = seconds.last, days.count > 1 {
        line.append(TextTable.text(last / max(first, 1e-6), digits: 1))
      }
      line.append((seconds.last ?? 0) >= Self.longestReport ? "over 1 s" : "")
      table.add(line)
    }
    return table.text
  }

  // MARK: Targets

  /// A report should take less, in seconds.
  private static let longestReport = 1.0

  private var targets: String {
    var table = TextTable(["target", "", "wanted", "measured"], textColumns: 2)
    func add(_ target: String, wanted: String, measured: String, isMet: Bool) {
      table.add([target, isMet ? "met" : "NOT MET", wanted, measured])
    }
    let tables = stores.filter { $0.name.hasPrefix("DuckDB") && $0.days == lastDay }
    if let smallest = tables.map(\.bytes).min(), let ours = sizes[lastDay] {
      let times = Double(smallest) / Double(ours)
      add(
        "size: DuckDB's smaller table divided by ours", wanted: ">= 25",
        measured: TextTable.text(times, digits: 1), isMet: times >= 25)
    }
    let first = firstDay.map(\.transaction).median
    for (name, writes) in [("1", unchangedAfterFirst), ("\(lastDay)", unchangedAfterLast)] {
      let share = writes.map(\.transaction).median / first
      add(
        "write: day \(name) once more, unchanged, divided by day 1", wanted: "<= 0.10",
        measured: TextTable.text(share, digits: 3), isMet: share <= 0.1)
    }
    for row in comparisons[lastDay] ?? [] where row.question.wantedTimes > 0 {
      guard let reply = row.theirs.first(where: { $0.program == "DuckDB table" }),
        let times = row.times(reply)
      else { continue }
      add(
        "\(row.question.title): DuckDB's time divided by ours",
        wanted: ">= \(TextTable.text(row.question.wantedTimes, digits: 0))",
        measured: TextTable.text(times, digits: 1), isMet: times >= row.question.wantedTimes)
    }
    for (name, isVariation) in [("every report", false), ("narrowed or moved", true)] {
      let timings = reports.filter { $0.isVariation == isVariation }
        .compactMap { $0.timing(atDay: lastDay)?.seconds }
      let slow = timings.count { $0 >= Self.longestReport }
      add(
        "\(name): those that take 1 s or more", wanted: "0",
        measured: "\(slow) of \(timings.count)",
        isMet: slow == 0)
    }
    return table.text
  }

  private func mebibytes(_ bytes: Int) -> String {
    TextTable.text(Double(bytes) / 1_048_576, digits: 0)
  }
}

extension YearComparison.Row {
  /// A reply's seconds, divided by tickmark's.
  func times(_ reply: YearComparison.Reply) -> Double? {
    guard let mine = ours.seconds, let other = reply.seconds else { return nil }
    return other / max(mine, 1e-6)
  }
}
