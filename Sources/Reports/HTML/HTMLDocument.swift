/// A page that needs nothing else: no script, no font, no picture, no network.
struct HTMLDocument {
  let title: String
  /// What is in the header.
  let header: [HTMLNode]
  /// The `id` and title of each section.
  let contents: [(id: String, title: String)]
  let main: [HTMLNode]
  let footer: [HTMLNode]

  /// The first line, by which a report is known again.
  static let start = "<!DOCTYPE html>\n<html lang=\"en\" data-tickmark=\"report\">"

  var source: String {
    let head = HTMLNode.element(
      "head",
      [
        Self.meta([HTMLAttribute("charset", "utf-8")]),
        Self.meta([
          HTMLAttribute("http-equiv", "Content-Security-Policy"),
          HTMLAttribute("content", "default-src 'none'; style-src 'unsafe-inline'"),
        ]),
        Self.meta([
          HTMLAttribute("name", "viewport"),
          HTMLAttribute("content", "width=device-width, initial-scale=1"),
        ]),
        Self.meta([
          HTMLAttribute("name", "color-scheme"), HTMLAttribute("content", "light dark"),
        ]),
        Self.meta([
          HTMLAttribute("name", "referrer"), HTMLAttribute("content", "no-referrer"),
        ]),
        .element("title", [.text(title)]),
        .stylesheet(ReportStyle.sheet),
      ])
    let links = contents.map { id, title in
      HTMLNode.element(
        "li", [.element("a", [HTMLAttribute("href", "#\(id)")], [.text(title)])])
    }
    let body = HTMLNode.element(
      "body",
      [
        .element("a", class: "skip", [HTMLAttribute("href", "#main")], ["Skip to the report"]),
        .element("header", header),
        .element("nav", [HTMLAttribute("aria-label", "Contents")], [.element("ul", links)]),
        .element("main", [HTMLAttribute("id", "main"), HTMLAttribute("tabindex", -1)], main),
        .element("footer", footer),
      ])
    return Self.start + "\n" + head.source + body.source + "</html>\n"
  }

  private static func meta(_ attributes: [HTMLAttribute]) -> HTMLNode {
    .element("meta", attributes, [])
  }
}
