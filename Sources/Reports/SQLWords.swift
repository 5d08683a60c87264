/// The words and signs of a statement, without its comments and quoted texts.
struct SQLWords {
  /// Keywords that are no name of ours.
  static let keywords: Set<String> = [
    "ALL", "AND", "AS", "ASC", "BETWEEN", "BY", "CASE", "CAST", "CROSS", "DESC", "DISTINCT",
    "ELSE", "END", "ESCAPE", "EXCEPT", "EXISTS", "FILTER", "FROM", "FULL", "GLOB", "GROUP",
    "HAVING", "IN", "INTERSECT", "IS", "JOIN", "LEFT", "LIKE", "LIMIT", "MATERIALIZED", "NOT",
    "NULL", "NULLS", "OFFSET", "ON", "OR", "ORDER", "OUTER", "OVER", "PARTITION", "PRECEDING",
    "RECURSIVE", "ROWS", "SELECT", "THEN", "UNBOUNDED", "UNION", "USING", "VALUES", "WHEN",
    "WHERE", "WINDOW", "WITH",
  ]

  private(set) var words: [String] = []

  init(_ sql: String) {
    var rest = Substring(sql)
    while let character = rest.first {
      if rest.hasPrefix("--") {
        rest = rest.drop { $0 != "\n" }
      } else if character == "'" || character == "\"" {
        rest = rest.dropFirst().drop { $0 != character }.dropFirst()
      } else if character.isLetter || character == "_" || character == ":" {
        let word = rest.prefix { $0.isLetter || $0.isNumber || $0 == "_" || $0 == ":" }
        words.append(String(word))
        rest = rest.dropFirst(word.count)
      } else {
        if !character.isWhitespace { words.append(String(character)) }
        rest = rest.dropFirst()
      }
    }
  }
}
