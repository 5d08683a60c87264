/// Makes keys out of titles.
///
/// A key outlives later corrections of its title, so the recipe must not change.
enum RuleKey {
  /// The key of a title's words, without what is in parentheses, the purpose that follows
  /// "in order to", and a leading "Amazon".
  static func key(title: String) -> String {
    var words = words(of: withoutPurpose(withoutParentheses(title)))
    if words.count > 1, words.first == "amazon" { words.removeFirst() }
    return words.joined(separator: "-")
  }

  /// The key of all words of a document's title.
  static func slug(_ title: String) -> String {
    words(of: title).joined(separator: "-")
  }

  /// Keys for titles in a document's order: a repeated one gets the next free number.
  static func keys(titles: [String]) -> [String] {
    let bases = titles.map { title in
      let base = key(title: title)
      return base.isEmpty ? "untitled" : base
    }
    var taken = Set(bases)
    var seen: Set<String> = []
    return bases.map { base in
      if seen.insert(base).inserted { return base }
      var number = 2
      while !taken.insert("\(base)-\(number)").inserted { number += 1 }
      return "\(base)-\(number)"
    }
  }

  private static func withoutParentheses(_ title: String) -> String {
    var depth = 0
    var kept = ""
    for character in title {
      if character == "(" {
        depth += 1
        kept.append(" ")
      } else if character == ")", depth > 0 {
        depth -= 1
      } else if depth == 0 {
        kept.append(character)
      }
    }
    return depth == 0 ? kept : title
  }

  private static func withoutPurpose(_ title: String) -> String {
    guard let purpose = title.lowercased().firstRange(of: " in order to ") else { return title }
    return String(title.lowercased()[..<purpose.lowerBound])
  }

  /// The words in ASCII letters and digits, or in any script's where there is none.
  private static func words(of text: String) -> [String] {
    let lowered = text.lowercased()
      .replacing("'s", with: "s").replacing("\u{2019}s", with: "s")
    let ascii = lowered.split { !($0.isASCII && ($0.isLetter || $0.isNumber)) }
    guard ascii.isEmpty else { return ascii.map(String.init) }
    return lowered.split { !($0.isLetter || $0.isNumber) }.map(String.init)
  }
}
