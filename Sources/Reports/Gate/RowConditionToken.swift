/// A part of a condition's text.
struct RowConditionToken: Hashable {
  /// What it is.
  enum Kind: Hashable {
    case word(String)
    case quoted(String)
    case comparator(RowComparison.Operator)
    case open
    case close
    case end
  }

  let kind: Kind
  /// The place of its first character, counted from 1.
  let position: Int

  /// What it is called in messages.
  var description: String {
    switch kind {
    case .word(let text): "'\(text)'"
    case .quoted(let text): "the text '\(text)'"
    case .comparator(let comparator): "'\(comparator.rawValue)'"
    case .open: "'('"
    case .close: "')'"
    case .end: "the end"
    }
  }

  /// The tokens of a text, with the end as the last one.
  static func tokens(of text: String) throws -> [RowConditionToken] {
    let characters = Array(text)
    var tokens: [RowConditionToken] = []
    var index = 0
    while index < characters.count {
      let start = index
      func add(_ kind: Kind) { tokens.append(Self(kind: kind, position: start + 1)) }
      let character = characters[index]
      if character.isWhitespace {
        index += 1
      } else if character == "(" || character == ")" {
        add(character == "(" ? .open : .close)
        index += 1
      } else if let found = RowComparison.Operator.allCases.first(where: {
        characters[index...].starts(with: $0.rawValue)
      }) {
        add(.comparator(found))
        index += found.rawValue.count
      } else if character == "'" || character == "\"" {
        guard let end = characters[(index + 1)...].firstIndex(of: character) else {
          throw QueryError(
            .malformedCondition, "the text that begins at character \(start + 1) has no end",
            hint: "end it with \(character)")
        }
        add(.quoted(String(characters[(index + 1)..<end])))
        index = end + 1
      } else {
        while index < characters.count, isInWord(characters[index]) { index += 1 }
        guard index > start else {
          throw QueryError(
            .malformedCondition, "'\(character)' at character \(start + 1) has no meaning here",
            hint: "put a text with such characters in quotes")
        }
        add(.word(String(characters[start..<index])))
      }
    }
    tokens.append(Self(kind: .end, position: characters.count + 1))
    return tokens
  }

  private static func isInWord(_ character: Character) -> Bool {
    character.isLetter || character.isNumber || "_-.:/*@#+,".contains(character)
  }
}
