/// A column that a condition can be on.
public struct ConditionColumn: Hashable, Sendable {
  /// The name.
  public let name: String
  /// The words that its values can be; `nil` where they can be anything.
  public let words: [String]?

  /// A column with a name and, where they are known, the words in it.
  public init(_ name: String, words: [String]? = nil) {
    self.name = name
    self.words = words
  }

  /// True where the values are ordered by how much they matter.
  var isSeverity: Bool { name == "severity" || name.hasSuffix("_severity") }
}
