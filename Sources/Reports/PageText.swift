/// A page of headings, labelled facts and paragraphs, wrapped for people at a terminal.
///
/// ```swift
/// var page = PageText(width: 80)
/// page.heading("Findings: 2")
/// page.fact("since", "2026-01-05T08:00:00Z", indent: 4)
/// print(page.text)
/// ```
package struct PageText {
  /// The lines so far, without a line end after the last one.
  package var text: String { lines.joined(separator: "\n") }

  private let width: Int
  private var lines: [String] = []

  /// What labels are padded to.
  private static let labelWidth = 9

  /// An empty page of so many columns.
  package init(width: Int) { self.width = width }

  /// Opens a section, after an empty line where it is not the first.
  package mutating func heading(_ text: String) {
    if !lines.isEmpty { lines.append("") }
    paragraph(text, indent: 0)
  }

  /// Adds a fact with its label. Lines that go on stand below its text.
  package mutating func fact(_ label: String, _ text: String, indent: Int = 2) {
    let padding = String(repeating: " ", count: max(1, Self.labelWidth - label.count))
    add(
      text, first: String(repeating: " ", count: indent) + label + padding,
      others: indent + max(Self.labelWidth, label.count + 1))
  }

  /// Adds a text without a label.
  package mutating func paragraph(_ text: String, indent: Int = 2) {
    add(text, first: String(repeating: " ", count: indent), others: indent)
  }

  private mutating func add(_ text: String, first: String, others: Int) {
    var line = first
    var used = first.count
    var isEmpty = true
    for word in text.split(whereSeparator: \.isWhitespace).map({ DisplayText(String($0)) }) {
      // A word that is wider than the page keeps its line, so that it can be copied.
      if !isEmpty, used + 1 + word.width > width {
        lines.append(line)
        line = String(repeating: " ", count: others)
        used = others
        isEmpty = true
      }
      line += (isEmpty ? "" : " ") + word.text
      used += word.width + (isEmpty ? 0 : 1)
      isEmpty = false
    }
    if !isEmpty { lines.append(line) }
  }
}
