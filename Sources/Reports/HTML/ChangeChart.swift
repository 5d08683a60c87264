/// What opened, above a line, and what closed, below it, by day, week or month.
struct ChangeChart {
  let id: String
  /// The framework's key.
  let framework: String
  let unit: TrendChart.Unit
  /// The rows of `trend` on the framework.
  let trend: ReportAnswer

  var figure: ChartFigure {
    let most = trend.rows.reduce((up: 1, down: 1)) { most, row in
      (max(most.up, up(row)), max(most.down, down(row)))
    }
    let top = BarChart.roundTop(most.up)
    let bottom = BarChart.roundTop(most.down)
    let scale = ChartFigure.height / Double(top + bottom)
    let zero = Double(top) * scale
    let step = ChartFigure.width / Double(max(trend.rows.count, 1))
    var shapes: [HTMLNode] = []
    for (index, row) in trend.rows.enumerated() {
      let x = (Double(index) + 0.15) * step
      func bar(_ column: String, from start: Int, style: String, goesUp: Bool) {
        let count = row.count(column)
        guard count > 0 else { return }
        let height = Double(count) * scale
        let offset = Double(start) * scale
        shapes.append(
          ChartFigure.rectangle(
            x: x, y: goesUp ? zero - offset - height : zero + offset, width: step * 0.7,
            height: height, style: style))
      }
      bar("opened", from: 0, style: "opened", goesUp: true)
      bar("reopened", from: row.count("opened"), style: "reopened", goesUp: true)
      bar("resolved", from: 0, style: "resolved", goesUp: false)
      bar("gone", from: row.count("resolved"), style: "gone", goesUp: false)
    }
    let zeroPlace = zero / ChartFigure.height
    return ChartFigure(
      id: id, title: "\(framework): what opened and what closed, by \(unit.rawValue)",
      description: "Up: \(up.opened) opened and \(up.reopened) came back. "
        + "Down: \(down.resolved) resolved with a pass and \(down.gone) no longer reported.",
      yLabels: [
        ChartFigure.Label(text: ReportWords.grouped(top), place: 0),
        ChartFigure.Label(text: "0", place: zeroPlace),
        ChartFigure.Label(text: ReportWords.grouped(bottom), place: 1),
      ],
      xLabels: BucketLabels(trend.rows.map { $0.text("period_start") }, unit: unit).labels,
      shapes: shapes,
      keys: [
        ChartFigure.Key(style: "opened", text: "Opened"),
        ChartFigure.Key(style: "reopened", text: "Reopened"),
        ChartFigure.Key(style: "resolved", text: "Resolved"),
        ChartFigure.Key(style: "gone", text: "Gone"),
      ],
      table: ReportTable(
        "\(framework): changes by \(unit.rawValue)", trend,
        columns: [
          .text("\(unit.title) of", "period_start"),
          .count("Opened", "opened"), .count("Reopened", "reopened"),
          .count("Resolved", "resolved"), .count("Gone", "gone"),
          .count("Open at the end", "open_at_end"),
        ]))
  }

  private var up: (opened: String, reopened: String) {
    (ReportWords.grouped(trend.sum("opened")), ReportWords.grouped(trend.sum("reopened")))
  }

  private var down: (resolved: String, gone: String) {
    (ReportWords.grouped(trend.sum("resolved")), ReportWords.grouped(trend.sum("gone")))
  }

  private func up(_ row: ReportRow) -> Int { row.count("opened") + row.count("reopened") }

  private func down(_ row: ReportRow) -> Int { row.count("resolved") + row.count("gone") }
}
