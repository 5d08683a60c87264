/// A piece of an HTML document.
///
/// Text and attributes are escaped as they are written, and nowhere else: what comes out of the
/// database cannot become markup.
indirect enum HTMLNode: Hashable, Sendable {
  /// An element with its attributes and what is in it.
  case markup(String, [HTMLAttribute], [HTMLNode])
  /// Text.
  case text(String)
  /// Rules of style. They are ours: nothing that is read becomes one.
  case stylesheet(String)

  /// Elements that have no end tag.
  private static let voids: Set<String> = ["br", "meta"]
  /// Elements with a line of their own in the source, for those who read or compare it.
  private static let lines: Set<String> = [
    "body", "caption", "dd", "details", "div", "dl", "dt", "figcaption", "figure", "footer", "h1",
    "h2", "h3", "h4", "head", "header", "li", "main", "meta", "nav", "ol", "p", "section", "style",
    "summary", "svg", "table", "tbody", "thead", "title", "tr", "ul",
  ]

  /// The source, from an element down.
  var source: String {
    var text = ""
    write(to: &text)
    return text
  }

  private func write(to text: inout String) {
    switch self {
    case .text(let value): Self.escape(value, to: &text)
    case .stylesheet(let rules): text += "<style>\n\(rules)</style>\n"
    case .markup(let name, let attributes, let children):
      text += "<" + name
      for attribute in attributes {
        text += " \(attribute.name)=\""
        Self.escape(attribute.value, to: &text)
        text += "\""
      }
      text += ">"
      for child in children { child.write(to: &text) }
      if !Self.voids.contains(name) { text += "</\(name)>" }
      if Self.lines.contains(name) { text += "\n" }
    }
  }

  /// Characters of markup become references. Those that are not seen but reorder or break the text
  /// become visible; a line break is a blank in HTML, and stays.
  private static func escape(_ value: String, to text: inout String) {
    for scalar in value.unicodeScalars {
      switch scalar {
      case "&": text += "&amp;"
      case "<": text += "&lt;"
      case ">": text += "&gt;"
      case "\"": text += "&quot;"
      case "'": text += "&#39;"
      case "\n", "\t": text.unicodeScalars.append(scalar)
      case "\r": text += "\n"
      case "\u{0}"..."\u{1f}", "\u{7f}"..."\u{9f}", "\u{2028}", "\u{2029}",
        "\u{202a}"..."\u{202e}", "\u{2066}"..."\u{2069}", "\u{fffe}", "\u{ffff}":
        text += "\\u{" + String(scalar.value, radix: 16) + "}"
      default: text.unicodeScalars.append(scalar)
      }
    }
  }
}

extension HTMLNode: ExpressibleByStringInterpolation {
  init(stringLiteral value: String) {
    self = .text(value)
  }
}

// MARK: - Elements

extension HTMLNode {
  /// An element without attributes.
  static func element(_ name: String, _ children: [HTMLNode]) -> HTMLNode {
    .markup(name, [], children)
  }

  /// An element with attributes.
  static func element(
    _ name: String, _ attributes: [HTMLAttribute], _ children: [HTMLNode]
  ) -> HTMLNode {
    .markup(name, attributes, children)
  }

  /// An element of a class, or of none.
  static func element(
    _ name: String, class styleClass: String?, _ attributes: [HTMLAttribute],
    _ children: [HTMLNode]
  ) -> HTMLNode {
    .markup(name, (styleClass.map { [HTMLAttribute("class", $0)] } ?? []) + attributes, children)
  }

  /// An element of a class, or of none, without other attributes.
  static func element(
    _ name: String, class styleClass: String?, _ children: [HTMLNode]
  ) -> HTMLNode {
    element(name, class: styleClass, [], children)
  }

  /// A paragraph of text and what is marked in it.
  static func paragraph(_ children: [HTMLNode], class styleClass: String? = nil) -> HTMLNode {
    element("p", class: styleClass, children)
  }

  /// A paragraph of text.
  static func paragraph(_ text: String, class styleClass: String? = nil) -> HTMLNode {
    paragraph([.text(text)], class: styleClass)
  }

  /// What somebody types.
  static func code(_ text: String) -> HTMLNode { element("code", [.text(text)]) }

  /// A name out of the data: its direction does not reach what stands beside it.
  static func name(_ text: String) -> HTMLNode { element("bdi", [.text(text)]) }

  /// A heading, 1 to 6.
  static func heading(_ level: Int, id: String? = nil, _ text: String) -> HTMLNode {
    element("h\(level)", id.map { [HTMLAttribute("id", $0)] } ?? [], [.text(text)])
  }

  /// A moment as reports write it, to the minute.
  static func time(_ text: String) -> HTMLNode {
    guard text.utf8.count >= 16 else { return .text(text) }
    let shown = text.prefix(16).replacing("T", with: " ")
    return element("time", [HTMLAttribute("datetime", text)], [.text(String(shown))])
  }
}
