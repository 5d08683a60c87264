/// A part of a report under a heading.
struct ReportSection {
  /// The `id` of its heading.
  let id: String
  /// The heading.
  let title: String
  /// What is in it.
  var content: [HTMLNode]
  /// The canned reports that its figures come from.
  var sources: [ReportAnswer] = []
  /// The parts under headings of the next level.
  var parts: [ReportSection] = []

  /// The section, its heading of a level.
  func node(level: Int) -> HTMLNode {
    .element(
      "section", [HTMLAttribute("aria-labelledby", id)],
      [.heading(level, id: id, title)] + content + source + parts.map { $0.node(level: level + 1) })
  }

  /// Where the figures come from, for those who want to get them again.
  private var source: [HTMLNode] {
    guard !sources.isEmpty else { return [] }
    let lines = sources.map { HTMLNode.element("li", [.code($0.command.description)]) }
    return [
      .element(
        "details", class: "source",
        [
          .element("summary", ["Where these figures come from"]),
          .element("ul", lines),
        ])
    ]
  }
}
