import EvidenceModel

/// Reads the text of a condition.
struct RowConditionParser {
  private let columns: [ConditionColumn]
  private let tokens: [RowConditionToken]
  private var index = 0
  private var depth = 0

  /// Deeper ones nobody writes, and each level takes some of the stack.
  private static let deepest = 100

  init(_ text: String, columns: [ConditionColumn]) throws {
    self.columns = columns
    tokens = try RowConditionToken.tokens(of: text)
  }

  mutating func parse() throws -> RowCondition.Node {
    let node = try alternatives()
    guard token.kind == .end else { throw unexpected("'and', 'or' or the end") }
    return node
  }

  private var token: RowConditionToken { tokens[index] }

  private mutating func alternatives() throws -> RowCondition.Node {
    var node = try conjunction()
    while take("or") { node = .or(node, try conjunction()) }
    return node
  }

  private mutating func conjunction() throws -> RowCondition.Node {
    var node = try negation()
    while take("and") { node = .and(node, try negation()) }
    return node
  }

  private mutating func negation() throws -> RowCondition.Node {
    depth += 1
    defer { depth -= 1 }
    guard depth <= Self.deepest else {
      throw QueryError(
        .malformedCondition,
        "the condition is nested more than \(Self.deepest) levels deep, "
          + "at character \(token.position)")
    }
    if take("not") { return .not(try negation()) }
    guard token.kind == .open else { return try comparison() }
    index += 1
    let node = try alternatives()
    guard token.kind == .close else { throw unexpected("'and', 'or' or ')'") }
    index += 1
    return node
  }

  private mutating func comparison() throws -> RowCondition.Node {
    guard case .word(let name) = token.kind else { throw unexpected("a column") }
    guard let column = columns.firstIndex(where: { $0.name == name.lowercased() }) else {
      throw QueryError(
        .malformedCondition, "there is no column '\(name)', at character \(token.position)",
        hint: NearNames(of: name, among: columns.map(\.name)).question
          ?? "there are \(columns.map(\.name).listed)")
    }
    index += 1
    guard case .comparator(let comparator) = token.kind else {
      throw unexpected("one of =, !=, <, <=, > and >=")
    }
    index += 1
    let word: String
    switch token.kind {
    case .word(let text), .quoted(let text): word = text
    default: throw unexpected("a word or a number")
    }
    try check(word, of: columns[column])
    index += 1
    return .comparison(
      column: column,
      RowComparison(comparator: comparator, word: word, isSeverity: columns[column].isSeverity))
  }

  /// A word that no row can have would leave a gate open for ever.
  private func check(_ word: String, of column: ConditionColumn) throws {
    let words: [String]
    if column.isSeverity {
      guard Severity(word: word) == nil else { return }
      words = Severity.allCases.map(\.key)
    } else {
      guard let known = column.words, !known.contains(word.lowercased()) else { return }
      words = known
    }
    throw QueryError(
      .malformedCondition,
      "'\(word)' at character \(token.position) is no value of '\(column.name)'",
      hint: "there are \(words.listed)")
  }

  private mutating func take(_ keyword: String) -> Bool {
    guard case .word(let text) = token.kind, text.lowercased() == keyword else { return false }
    index += 1
    return true
  }

  private func unexpected(_ wanted: String) -> QueryError {
    QueryError(
      .malformedCondition,
      "the condition has \(token.description) at character \(token.position), and not \(wanted)")
  }
}
