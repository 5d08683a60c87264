/// A figure that stands out, with what it is of.
struct ReportTile {
  /// What is counted.
  let label: String
  /// The figure.
  let figure: String
  /// What it is of, or what else belongs to it.
  let note: String
  /// A style where the figure is bad news, or where nobody looked.
  var style = ""

  private var node: HTMLNode {
    .element(
      "div", class: "tile \(style)",
      [
        .element("dt", [.text(label)]),
        .element("dd", [.element("strong", [.text(figure)]), .text(" \(note)")]),
      ])
  }

  /// Tiles side by side.
  static func list(_ tiles: [ReportTile]) -> HTMLNode {
    .element("dl", class: "tiles", tiles.map(\.node))
  }
}
