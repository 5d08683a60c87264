/// What differs between uses of one output format.
public struct OutputOptions: Sendable {
  /// Columns of the terminal that a table may use; 0 for no limit.
  public var width: Int
  /// True where CSV marks cells that a spreadsheet would run as formulas.
  public var guardsFormulas: Bool

  /// Options: 80 columns, formulas guarded.
  public init(width: Int = 80, guardsFormulas: Bool = true) {
    self.width = width
    self.guardsFormulas = guardsFormulas
  }
}
