/// How long it took until half of the failures were resolved, by quarter and severity.
struct RemediationChart {
  /// More bars say less.
  private static let mostBars = 12

  let id: String
  /// The rows of `time_to_remediate`.
  let times: ReportAnswer

  private static let rowHeight = 34
  private static let barHeight = 12

  var node: HTMLNode {
    let rows = Array(times.rows.suffix(Self.mostBars))
    let longest = rows.compactMap { $0.number("km_median_days") }.max() ?? 1
    let title = "Days until half of the failures were resolved"
    let bars = rows.enumerated().flatMap { index, row in
      bar(row, at: index * Self.rowHeight, longest: max(longest, 1))
    }
    let words: [HTMLNode] = [
      .element("title", [HTMLAttribute("id", "\(id)-title")], [.text(title)]),
      .element("desc", [HTMLAttribute("id", "\(id)-desc")], [.text(Self.description)]),
    ]
    return .element(
      "figure", class: "chart",
      [
        .element(
          "figcaption", [.element("strong", [.text(title)]), .text(". " + Self.description)]),
        .element(
          "svg", class: "bars",
          [
            HTMLAttribute("width", "100%"),
            HTMLAttribute("height", rows.count * Self.rowHeight),
            HTMLAttribute("role", "img"),
            HTMLAttribute("aria-labelledby", "\(id)-title \(id)-desc"),
          ],
          words + bars),
        .element(
          "details", [.element("summary", ["The figures as a table"])] + table.nodes),
      ])
  }

  private static let description = """
    By the quarter in which they opened and by severity. What is still open counts for as long \
    as it has been, after Kaplan and Meier.
    """

  private func bar(_ row: ReportRow, at top: Int, longest: Double) -> [HTMLNode] {
    let days = row.number("km_median_days")
    let value =
      days.map { "\(ReportWords.decimal($0)) days" }
      ?? "under half of \(ReportWords.grouped(row.count("episodes"))) resolved"
    func text(_ content: String, _ attributes: [HTMLAttribute]) -> HTMLNode {
      .element("text", attributes + [HTMLAttribute("y", top + 13)], [.text(content)])
    }
    let width = (days ?? 0) / longest * 100
    return [
      text("\(row.text("quarter")) \(row.text("severity"))", [HTMLAttribute("x", 0)]),
      text(value, [HTMLAttribute("x", "100%"), HTMLAttribute("text-anchor", "end")]),
      .element(
        "rect", class: "track",
        [
          HTMLAttribute("x", 0), HTMLAttribute("y", top + 18), HTMLAttribute("width", "100%"),
          HTMLAttribute("height", Self.barHeight - 4),
        ], []),
      .element(
        "rect", class: "days",
        [
          HTMLAttribute("x", 0), HTMLAttribute("y", top + 18),
          HTMLAttribute("width", "\(ChartFigure.number(width))%"),
          HTMLAttribute("height", Self.barHeight - 4),
        ], []),
    ]
  }

  private var table: ReportTable {
    ReportTable(
      "Time to remediate, by the quarter in which failures opened", times,
      columns: [
        .text("Opened in", ["quarter", "severity"]),
        .count("Failures", "episodes"), .count("Resolved", "resolved"), .count("Gone", "gone"),
        .count("Still open", "still_open"), .decimal("Median days", "km_median_days"),
        .decimal("Median of the resolved", "median_days"),
        .decimal("Mean of the resolved", "mean_days"),
        .count("Within target", "within_target"), .count("Late", "breached"),
      ])
  }
}
