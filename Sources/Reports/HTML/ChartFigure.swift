/// A picture of figures, with the figures.
///
/// The picture is stretched to the room there is; what is written beside it is HTML, so that it
/// keeps its size. Those who do not see it have its title, its description and the table.
struct ChartFigure {
  /// The width and height of the picture's own units.
  static let width = 1000.0
  static let height = 240.0

  /// A text beside an axis, and where: a part of the axis from its left or upper end.
  struct Label {
    let text: String
    let place: Double
  }

  /// What a form or colour of the picture means.
  struct Key {
    let style: String
    let text: String
  }

  /// Names the picture's title and description in the document.
  let id: String
  /// What the picture shows.
  let title: String
  /// What there is to see in it.
  let description: String
  let yLabels: [Label]
  let xLabels: [Label]
  /// The picture's shapes.
  let shapes: [HTMLNode]
  let keys: [Key]
  /// The figures.
  let table: ReportTable

  var node: HTMLNode {
    let words: [HTMLNode] = [
      .element("title", [HTMLAttribute("id", "\(id)-title")], [.text(title)]),
      .element("desc", [HTMLAttribute("id", "\(id)-desc")], [.text(description)]),
    ]
    let picture = HTMLNode.element(
      "svg",
      [
        HTMLAttribute("viewBox", "0 0 \(Int(Self.width)) \(Int(Self.height))"),
        HTMLAttribute("preserveAspectRatio", "none"),
        HTMLAttribute("role", "img"),
        HTMLAttribute("aria-labelledby", "\(id)-title \(id)-desc"),
      ],
      words + yLabels.map { Self.gridline(at: $0.place) } + shapes)
    return .element(
      "figure", class: "chart",
      [
        .element("figcaption", [.element("strong", [.text(title)]), .text(". \(description)")]),
        .element(
          "div", class: "plot",
          [
            labels(yLabels, class: "y-labels", side: "top"),
            picture,
            labels(xLabels, class: "x-labels", side: "left"),
          ]),
        Self.legend(keys),
        .element(
          "details", [.element("summary", ["The figures as a table"])] + table.nodes),
      ])
  }

  private func labels(_ labels: [Label], class styleClass: String, side: String) -> HTMLNode {
    .element(
      "div", class: styleClass, [HTMLAttribute("aria-hidden", "true")],
      labels.map { label in
        .element(
          "span", [HTMLAttribute("style", "\(side):\(Self.number(label.place * 100))%")],
          [.text(label.text)])
      })
  }

  private static func gridline(at place: Double) -> HTMLNode {
    let y = number(place * height)
    return .element(
      "line", class: "grid",
      [
        HTMLAttribute("x1", 0), HTMLAttribute("x2", Int(width)), HTMLAttribute("y1", y),
        HTMLAttribute("y2", y),
      ], [])
  }

  /// What the forms mean, in words.
  static func legend(_ keys: [Key]) -> HTMLNode {
    .element(
      "ul", class: "legend",
      keys.map { key in
        .element(
          "li",
          [
            .element(
              "span", class: "swatch \(key.style)", [HTMLAttribute("aria-hidden", "true")], []),
            .text(key.text),
          ])
      })
  }

  /// A rectangle of the picture.
  static func rectangle(
    x: Double, y: Double, width: Double, height: Double, style: String
  ) -> HTMLNode {
    .element(
      "rect", class: style,
      [
        HTMLAttribute("x", number(x)), HTMLAttribute("y", number(y)),
        HTMLAttribute("width", number(width)), HTMLAttribute("height", number(height)),
      ], [])
  }

  /// A line through points.
  static func path(_ points: [(x: Double, y: Double)], style: String, end: String = "") -> HTMLNode
  {
    let steps = points.map { "\(number($0.x)) \(number($0.y))" }.joined(separator: " L")
    return .element("path", class: style, [HTMLAttribute("d", "M\(steps)\(end)")], [])
  }

  /// A coordinate with two decimals at most.
  static func number(_ value: Double) -> String {
    let hundredths = Int((value * 100).rounded())
    let sign = hundredths < 0 ? "-" : ""
    let (whole, rest) = hundredths.magnitude.quotientAndRemainder(dividingBy: 100)
    guard rest > 0 else { return "\(sign)\(whole)" }
    return "\(sign)\(whole)."
      + (rest < 10 ? "0\(rest)" : rest % 10 == 0 ? "\(rest / 10)" : "\(rest)")
  }
}
