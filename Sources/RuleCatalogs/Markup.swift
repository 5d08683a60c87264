/// Takes the marks of lists, quotes and emphasis off a line.
enum Markup {
  private static let lead: Set<Character> = ["•", "·", "◦", "‣", "*", "#", "-", "–", ">", "_"]
  private static let emphasis: Set<Character> = ["*", "_", "`"]

  /// The text without white space at its ends.
  static func trimmed(_ text: Substring) -> String {
    var rest = text.drop(while: \.isWhitespace)
    while rest.last?.isWhitespace == true { rest.removeLast() }
    return String(rest)
  }

  /// The line without the marks of a block quote.
  static func withoutQuote(_ line: Substring) -> Substring {
    let content = line.drop(while: \.isWhitespace)
    guard content.first == ">" else { return line }
    return content.drop { $0 == ">" || $0.isWhitespace }
  }

  /// The line without bullets and other marks before its first word.
  static func withoutLead(_ line: Substring) -> Substring {
    line.drop { $0.isWhitespace || lead.contains($0) }
  }

  /// The text alone: no bullet, no emphasis.
  static func plain(_ text: some StringProtocol) -> String {
    var rest = withoutLead(Substring(text)).drop { emphasis.contains($0) || $0.isWhitespace }
    while let last = rest.last, last.isWhitespace || emphasis.contains(last) { rest.removeLast() }
    return String(rest).replacing("**", with: "")
  }
}
