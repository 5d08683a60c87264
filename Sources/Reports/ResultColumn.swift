/// A column of a result.
public struct ResultColumn: Hashable, Sendable {
  /// The name, as the statement gives it.
  public let name: String
  /// The type that the table declares, where the column is one of a table's.
  public let declaredType: String?

  /// A column with a name and, where it has one, a declared type.
  public init(_ name: String, declaredType: String? = nil) {
    self.name = name
    self.declaredType = declaredType
  }

  /// True where the table declares a column of numbers.
  var isDeclaredNumeric: Bool { declaredType == "INTEGER" || declaredType == "REAL" }
}
