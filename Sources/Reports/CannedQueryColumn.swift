/// A column of a canned query's result, as its header describes it.
public struct CannedQueryColumn: Hashable, Sendable {
  /// The name.
  public let name: String
  /// The type of its values: `TEXT`, `INTEGER`, `REAL` or `BLOB`.
  public let type: String
  /// What it means.
  public let text: String
}
