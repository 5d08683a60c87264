import EvidenceModel

/// How many failures were open, and where their number goes at the pace of the period.
struct BacklogChart {
  let id: String
  /// The framework's key.
  let framework: String
  let unit: TrendChart.Unit
  /// The rows of `burn_down` on the framework; there is one at least.
  let burnDown: ReportAnswer
  /// When the period begins and ends.
  let from: Timestamp
  let to: Timestamp

  var figure: ChartFigure {
    let points = points
    let forecast = forecast
    let end = max(to.microseconds, forecast?.microseconds ?? 0)
    let length = Double(max(end - from.microseconds, 1))
    let top = BarChart.roundTop(points.map(\.open).max() ?? 1)
    func place(_ time: Int64, _ open: Int) -> (x: Double, y: Double) {
      (
        Double(time - from.microseconds) / length * ChartFigure.width,
        (1 - Double(open) / Double(top)) * ChartFigure.height
      )
    }
    let line = points.map { place($0.time, $0.open) }
    let floor = ChartFigure.number(ChartFigure.height)
    let last = line.last.map { ChartFigure.number($0.x) } ?? "0"
    var shapes = [
      ChartFigure.path(line, style: "area", end: " L\(last) \(floor) L0 \(floor) Z"),
      ChartFigure.path(line, style: "backlog"),
    ]
    var keys = [ChartFigure.Key(style: "backlog", text: "Open failures")]
    if let forecast, let point = line.last {
      shapes.append(
        ChartFigure.path([point, place(forecast.microseconds, 0)], style: "forecast"))
      keys.append(ChartFigure.Key(style: "forecast", text: "At the pace of the period"))
    }
    let half =
      top.isMultiple(of: 2)
      ? [ChartFigure.Label(text: ReportWords.grouped(top / 2), place: 0.5)] : []
    return ChartFigure(
      id: id, title: "\(framework): open failures, and when there would be none",
      description: description,
      yLabels: [ChartFigure.Label(text: ReportWords.grouped(top), place: 0)] + half
        + [ChartFigure.Label(text: "0", place: 1)],
      xLabels: (0..<4).map { quarter in
        let time = from.microseconds + Int64(length) / 4 * Int64(quarter)
        return ChartFigure.Label(
          text: String(Timestamp(microseconds: time).description.prefix(10)),
          place: Double(quarter) / 4)
      },
      shapes: shapes, keys: keys,
      table: ReportTable(
        "\(framework): burn-down by \(unit.rawValue)", burnDown,
        columns: [
          .text("\(unit.title) of", "period_start"),
          .count("Open at the end", "open_at_end"),
          .count("Opened", "opened"), .count("Closed", "closed"),
          .count("Net change", "net_change"),
          .decimal("Net in a week", "mean_weekly_net"),
          .text("None open on", "empty_on"),
        ]))
  }

  /// What was open when the period began, and at the end of each bucket.
  private var points: [(time: Int64, open: Int)] {
    guard let first = burnDown.rows.first else { return [] }
    let starts = burnDown.rows.map { row in
      TimestampText(row.text("period_start"))?.timestamp.microseconds ?? from.microseconds
    }
    let before = first.count("open_at_end") - first.count("net_change")
    return [(from.microseconds, before)]
      + zip(burnDown.rows.indices, burnDown.rows).map { index, row in
        // A bucket ends where the next one begins; the last one may be cut off by the period.
        let end = index + 1 < starts.count ? starts[index + 1] : to.microseconds
        return (min(max(end, from.microseconds), to.microseconds), row.count("open_at_end"))
      }
  }

  /// When nothing would be open, where that is no longer away than the period was long: a line
  /// that goes further would say more than is known.
  private var forecast: Timestamp? {
    guard let text = burnDown.rows.last?.text("empty_on"),
      let end = TimestampText(text)?.timestamp, end > to,
      end.microseconds - to.microseconds <= to.microseconds - from.microseconds
    else { return nil }
    return end
  }

  private var description: String {
    guard let last = burnDown.rows.last else { return "Nothing was open." }
    let open = ReportWords.counted(last.count("open_at_end"), "failure")
    let isOne = last.count("open_at_end") == 1
    guard last.count("open_at_end") > 0 else { return "No failure is open at the end." }
    let pace = last.number("mean_weekly_net") ?? 0
    let emptyOn = last.text("empty_on")
    guard !emptyOn.isEmpty else {
      return "\(open) \(isOne ? "is" : "are") open at the end, and the number does not shrink."
    }
    return "\(open) \(isOne ? "is" : "are") open at the end. "
      + "At the period's pace, \(ReportWords.decimal(pace)) a week, "
      + "none would be open on \(emptyOn)."
  }
}
