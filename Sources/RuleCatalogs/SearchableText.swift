/// A text's words in lower case, so that phrases can be found whatever their hyphens and case.
struct SearchableText: Equatable {
  private let words: [String]
  private let positions: [String: [Int]]

  init(_ text: String) {
    words = text.lowercased().split { !($0.isLetter || $0.isNumber) }.map(String.init)
    positions = Dictionary(grouping: words.indices) { [words] in words[$0] }
  }

  /// True where the text has the phrase, which is in lower case with single spaces.
  func contains(_ phrase: String) -> Bool { position(of: phrase) != nil }

  /// How many words are before the first phrase, or `nil` where the text has none.
  func position(of phrase: String) -> Int? { all(phrase).first }

  /// How often the text has the phrase.
  func count(of phrase: String) -> Int { all(phrase).count }

  private func all(_ phrase: String) -> [Int] {
    if let found = positions[phrase] { return found }
    let parts = phrase.split(separator: " ")
    guard parts.count > 1, let starts = positions[String(parts[0])] else { return [] }
    return starts.filter { start in
      words[start...].prefix(parts.count).elementsEqual(parts) { $0 == $1 }
    }
  }
}
