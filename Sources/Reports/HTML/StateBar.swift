/// How many requirements are in each state: a bar, and the same in words.
struct StateBar {
  let id: String
  /// The framework's row of `framework_status`.
  let status: ReportRow

  var nodes: [HTMLNode] {
    let total = status.count("requirements")
    guard total > 0 else { return [] }
    let counts = RequirementState.allCases.map { (state: $0, count: status.count($0.column)) }
    var shapes: [HTMLNode] = []
    var end = 0.0
    for (state, count) in counts where count > 0 {
      // What is there is seen.
      let width = max(Double(count), Double(total) * 0.004)
      shapes.append(
        ChartFigure.rectangle(
          x: end, y: 0, width: width, height: 10, style: "state-\(state.rawValue)"))
      end += width
    }
    let words = counts.map { "\($0.state.label) \(ReportWords.grouped($0.count))" }
    let description = words.joined(separator: ", ") + " of \(ReportWords.grouped(total))."
    let texts: [HTMLNode] = [
      .element("title", [HTMLAttribute("id", "\(id)-title")], ["Requirements by state"]),
      .element("desc", [HTMLAttribute("id", "\(id)-desc")], [.text(description)]),
    ]
    return [
      .element(
        "svg", class: "state-bar",
        [
          HTMLAttribute("viewBox", "0 0 \(ChartFigure.number(end)) 10"),
          HTMLAttribute("preserveAspectRatio", "none"),
          HTMLAttribute("role", "img"),
          HTMLAttribute("aria-labelledby", "\(id)-title \(id)-desc"),
        ],
        texts + shapes),
      ChartFigure.legend(
        counts.map { state, count in
          ChartFigure.Key(
            style: "state-\(state.rawValue)",
            text: "\(state.label) \(ReportWords.grouped(count))")
        }),
    ]
  }
}
