import EvidenceModel

/// A condition on rows, such as `severity>=high and framework=PCI`.
///
/// ```swift
/// let condition = try RowCondition(
///   "severity>=high and not (status=pass or is_muted=1)",
///   columns: ["status", "severity", "is_muted"].map { ConditionColumn($0) })
/// condition.holds { column in [row[column]] }
/// ```
///
/// A comparison is of a column with a word, a number or a text in quotes, by `=`, `!=`, `<`, `<=`,
/// `>` or `>=`; `not` binds more tightly than `and`, and that more than `or`. Case does not matter.
/// Severities are ordered from informational to critical, and `unknown` is below them all. NULL is
/// an empty text, and neither less nor greater than anything.
public struct RowCondition: Hashable, Sendable {
  indirect enum Node: Hashable, Sendable {
    case comparison(column: Int, RowComparison)
    case not(Node)
    case and(Node, Node)
    case or(Node, Node)
  }

  /// The condition as it was written.
  public let text: String
  let root: Node

  /// Reads a condition.
  ///
  /// - Parameters:
  ///   - text: The condition.
  ///   - columns: What it can be on.
  /// - Throws: `QueryError`, with the place of what is wrong.
  public init(_ text: String, columns: [ConditionColumn]) throws {
    self.text = text
    var parser = try RowConditionParser(text, columns: columns)
    root = try parser.parse()
  }

  /// True where a row meets the condition.
  ///
  /// - Parameter values: What a row has in a column: several values where it belongs to several
  ///   things, of which one has to compare; with `!=` all.
  /// - Returns: Whether it does.
  public func holds(_ values: (Int) -> [SQLValue]) -> Bool { Self.holds(root, values) }

  /// The words that a column is compared with, as they are written.
  public func words(ofColumn column: Int) -> [String] { Self.words(root, column) }

  private static func holds(_ node: Node, _ values: (Int) -> [SQLValue]) -> Bool {
    switch node {
    case .comparison(let column, let comparison): comparison.holds(values(column))
    case .not(let node): !holds(node, values)
    case .and(let first, let second): holds(first, values) && holds(second, values)
    case .or(let first, let second): holds(first, values) || holds(second, values)
    }
  }

  private static func words(_ node: Node, _ column: Int) -> [String] {
    switch node {
    case .comparison(let compared, let comparison): compared == column ? [comparison.word] : []
    case .not(let node): words(node, column)
    case .and(let first, let second), .or(let first, let second):
      words(first, column) + words(second, column)
    }
  }
}
