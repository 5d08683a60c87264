/// What became of the rows of a result.
public struct WrittenRows: Hashable, Sendable {
  /// How many were written.
  public let count: Int
  /// True where there are more, which a limit kept back.
  public let isCutOff: Bool

  /// For people: `(3 rows)`, or `(3 rows; there are more)`.
  public var note: String {
    "(\(count) \(count == 1 ? "row" : "rows")\(isCutOff ? "; there are more" : ""))"
  }
}
