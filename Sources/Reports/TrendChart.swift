/// How failures came and went, drawn for a terminal: what was open, what opened and what closed.
///
/// ```swift
/// let chart = TrendChart(framework: "PCI", unit: .week, buckets: buckets)
/// print(chart.text(ChartStyle(width: 80, isUnicode: true)))
/// ```
///
/// A bar is one bucket, or several where there are more buckets than columns. What opened and what
/// closed have one scale, so that their bars can be compared.
public struct TrendChart: Hashable, Sendable {
  /// What a bucket is.
  public enum Unit: String, CaseIterable, Sendable {
    /// A day of UTC.
    case day
    /// A week from Monday.
    case week
    /// A month of the calendar.
    case month
  }

  /// What happened in one bucket.
  public struct Bucket: Hashable, Sendable {
    /// Its first day.
    public var start: String
    /// Failures that were open at its end.
    public var openAtEnd: Int
    /// Failures that opened in it, as their finding's first.
    public var opened: Int
    /// Failures that opened in it, of findings that had failed before.
    public var reopened: Int
    /// Failures that ended in it with a pass.
    public var resolved: Int
    /// Failures that ended in it because they were no longer reported.
    public var gone: Int

    /// A bucket from its counts.
    public init(
      start: String, openAtEnd: Int, opened: Int, reopened: Int, resolved: Int, gone: Int
    ) {
      self.start = start
      self.openAtEnd = openAtEnd
      self.opened = opened
      self.reopened = reopened
      self.resolved = resolved
      self.gone = gone
    }

    /// The failures that were open when it began.
    fileprivate var openAtStart: Int { openAtEnd - opened - reopened + resolved + gone }

    /// Takes the bucket that follows into this one.
    fileprivate mutating func merge(_ next: Bucket) {
      openAtEnd = next.openAtEnd
      opened += next.opened
      reopened += next.reopened
      resolved += next.resolved
      gone += next.gone
    }
  }

  private let framework: String
  private let unit: Unit
  private let buckets: [Bucket]

  /// A chart of one framework.
  ///
  /// - Parameters:
  ///   - framework: Its key.
  ///   - unit: What a bucket is.
  ///   - buckets: The buckets, oldest first, none left out.
  public init(framework: String, unit: Unit, buckets: [Bucket]) {
    self.framework = framework
    self.unit = unit
    self.buckets = buckets
  }

  /// A chart of the rows of the report `trend` on one framework.
  ///
  /// - Parameters:
  ///   - rows: The rows.
  ///   - framework: What to call it where there is no row to tell its key.
  ///   - unit: What a bucket is.
  /// - Throws: What `rows` throws.
  public init(_ rows: some RowSource, framework: String, unit: Unit) throws {
    var key = framework
    var buckets: [Bucket] = []
    while let row = try rows.next() {
      let values = Dictionary(
        zip(rows.columns.map(\.name), row), uniquingKeysWith: { first, _ in first })
      func count(_ name: String) -> Int {
        if case .integer(let number) = values[name] { Int(number) } else { 0 }
      }
      key = values["framework"]?.plainText ?? framework
      buckets.append(
        Bucket(
          start: values["period_start"]?.plainText ?? "", openAtEnd: count("open_at_end"),
          opened: count("opened"), reopened: count("reopened"), resolved: count("resolved"),
          gone: count("gone")))
    }
    self.init(framework: key, unit: unit, buckets: buckets)
  }

  /// The lines of the chart.
  public func text(_ style: ChartStyle) -> String {
    guard let first = buckets.first, let last = buckets.last else {
      return "\(framework): nothing was failing in the period"
    }
    let layout = Layout(of: buckets, style: style)
    let shown = layout.bars
    let changes = BarChart.roundTop(
      shown.reduce(1) { max($0, $1.opened + $1.reopened, $1.resolved + $1.gone) })
    let open = BarChart.roundTop(shown.reduce(1) { max($0, $1.openAtEnd) })
    let labelWidth = max(String(changes).count, String(open).count)
    func chart(_ values: [Int], height: Int, top: Int) -> BarChart {
      BarChart(
        values: values, height: height, top: top, barWidth: layout.barWidth, gap: layout.gap,
        labelWidth: labelWidth)
    }
    let openBars = chart(shown.map(\.openAtEnd), height: 6, top: open)
    let openedBars = chart(shown.map { $0.opened + $0.reopened }, height: 2, top: changes)
    let closedBars = chart(shown.map { $0.resolved + $0.gone }, height: 2, top: changes)
    let dates = dates(layout)
    var lines = WrappedText(title(first, last, perBar: layout.perBar), width: style.width).lines
    lines += ["", "open at the end"] + openBars.rows(style, color: .cyan)
    lines.append(openBars.baseline(style, marked: dates.marked))
    lines.append(String(repeating: " ", count: labelWidth + 2) + dates.line)
    lines += ["opened and reopened"] + openedBars.rows(style, color: .red)
    lines.append(openedBars.baseline(style, marked: dates.marked))
    lines += ["resolved and gone"] + closedBars.rows(style, color: .green)
    lines.append(closedBars.baseline(style, marked: dates.marked))
    lines += [""] + words.flatMap { WrappedText($0, width: style.width).lines }
    return lines.joined(separator: "\n")
  }

  private func title(_ first: Bucket, _ last: Bucket, perBar: Int) -> String {
    let period =
      first == last
      ? "\(unit.rawValue) of \(name(of: first))"
      : "\(unit.rawValue)s of \(name(of: first)) to \(name(of: last))"
    return "\(framework): failures, \(period)"
      + (perBar > 1 ? "; each bar is \(perBar) \(unit.rawValue)s" : "")
  }

  /// What the chart shows, for those who read it aloud.
  private var words: [String] {
    guard var whole = buckets.first else { return [] }
    for bucket in buckets.dropFirst() { whole.merge(bucket) }
    let change = whole.openAtEnd - whole.openAtStart
    var text = "\(whole.openAtStart) were open at first, \(whole.openAtEnd) at last: "
    switch change {
    case 0: text += "as many"
    case ..<0: text += "\(-change) fewer"
    default: text += "\(change) more"
    }
    if change != 0, whole.openAtStart > 0 {
      text += " (\(change < 0 ? "-" : "+")\(abs(change) * 100 / whole.openAtStart) %)"
    }
    return [
      text + ".",
      "\(whole.opened) opened, \(whole.reopened) reopened, \(whole.resolved) resolved,"
        + " \(whole.gone) gone.",
    ]
  }

  /// A bucket's date as short as it can be said.
  private func name(of bucket: Bucket) -> String {
    unit == .month ? String(bucket.start.prefix(7)) : bucket.start
  }

  /// The dates below the axis, and the bars that have one: as many as there is room for.
  private func dates(_ layout: Layout) -> (line: String, marked: Set<Int>) {
    let names = layout.bars.map(name)
    let step = layout.barWidth + layout.gap
    let width = names[0].count
    // Two blanks between dates.
    let stride = max(1, (width + 2 + step - 1) / step)
    var line = ""
    var marked: Set<Int> = []
    for index in Swift.stride(from: 0, to: names.count, by: stride) {
      // A date may reach beyond its bar, but not beyond the terminal.
      guard index == 0 || index * step + width <= layout.plotWidth else { break }
      line += String(repeating: " ", count: index * step - line.count) + names[index]
      marked.insert(index)
    }
    return (line, marked)
  }
}

/// How buckets are put into the columns that there are.
private struct Layout {
  /// Buckets, merged where there are too many.
  var bars: [TrendChart.Bucket]
  /// How many buckets are in a bar; fewer in the first one, where it does not come out even.
  var perBar: Int
  var barWidth: Int
  var gap: Int
  var plotWidth: Int

  /// A bar wider than this says no more.
  private static let mostBarWidth = 6

  init(of buckets: [TrendChart.Bucket], style: ChartStyle) {
    let largest = buckets.reduce(1) { sum, bucket in
      max(sum, bucket.openAtEnd)
    }
    // Sums of merged buckets may need one digit more.
    let numbers = String(BarChart.roundTop(largest)).count + 1
    plotWidth = max(10, style.width - numbers - 2)
    perBar = (buckets.count + plotWidth - 1) / plotWidth
    bars = []
    for (index, bucket) in buckets.enumerated() {
      // Counted from the end, so that the newest bar is whole.
      let isFirstOfBar = (buckets.count - index).isMultiple(of: perBar)
      if isFirstOfBar || bars.isEmpty {
        bars.append(bucket)
      } else {
        bars[bars.count - 1].merge(bucket)
      }
    }
    let step = min(Self.mostBarWidth, plotWidth / bars.count)
    gap = step > 2 ? 1 : 0
    barWidth = step - gap
  }
}
