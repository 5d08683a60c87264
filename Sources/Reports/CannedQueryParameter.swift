import EvidenceModel

/// A parameter of a canned query, as its header describes it.
public struct CannedQueryParameter: Hashable, Sendable {
  /// The types of the header.
  public enum ValueType: String, Sendable {
    /// Any text.
    case text = "TEXT"
    /// A whole number.
    case integer = "INTEGER"
    /// A number.
    case real = "REAL"
  }

  /// The name, without a colon.
  public let name: String
  /// The type of the bound value.
  public let type: ValueType
  /// What it means.
  public let text: String

  /// True where the text says `(required)`; any other parameter is NULL where it is not given.
  public var isRequired: Bool { text.contains("(required)") }

  /// What can be given, where the text says `One of …;`.
  var choices: [String]? {
    guard text.hasPrefix("One of "), let end = text.firstIndex(of: ";") else { return nil }
    return text[..<end].dropFirst("One of ".count).split(separator: ", ").map(String.init)
  }

  /// True where many names may fit what is given.
  private var isPattern: Bool { text.contains("pattern") }

  /// The value to bind for what the user wrote.
  ///
  /// The names are a convention of all queries: `as_of` and what ends in `_at` are moments,
  /// `known_at` is what was known, `scan…` is a scan, `framework` a framework by any name, and
  /// ``StoredName/Kind`` has the names of what the database knows.
  func value(of text: String, on connection: ReadOnlyConnection) throws -> SQLValue {
    let moments = MomentParser(connection: connection)
    switch (type, name) {
    case (.integer, "known_at"):
      return .integer(try moments.ingest(knownAt: text))
    case (.integer, "from_at"):
      return .integer(try moments.before(text).microseconds)
    case (.integer, "as_of"):
      return .integer(try moments.end(of: text).microseconds)
    case (.integer, let name) where name.hasSuffix("_at"):
      return .integer(try moments.end(of: text).microseconds)
    case (.integer, let name) where name.hasPrefix("scan_"):
      return .integer(try moments.scan(text))
    case (.text, "framework"):
      return .text(try FrameworkName(text, on: connection).key)
    case (.text, let name):
      if let choices {
        guard choices.contains(text) else {
          throw bad(text, "one of \(choices.joined(separator: ", "))")
        }
      } else if !isPattern, let kind = StoredName.Kind(rawValue: name) {
        return .text(try StoredName(text, of: kind, on: connection).key)
      }
      return .text(text)
    case (.integer, _):
      if let choices, !choices.contains(text) {
        throw bad(text, "one of \(choices.joined(separator: ", "))")
      }
      guard let number = Int64(text) else { throw bad(text, "a whole number") }
      guard name != "limit" || number > 0 else { throw bad(text, "a number of rows, 1 or more") }
      return .integer(number)
    case (.real, _):
      guard let number = Double(text), number.isFinite else { throw bad(text, "a number") }
      return .real(number)
    }
  }

  private func bad(_ text: String, _ what: String) -> QueryError {
    QueryError(.badParameter, "the value '\(text)' of the parameter '\(name)' is not \(what)")
  }
}
