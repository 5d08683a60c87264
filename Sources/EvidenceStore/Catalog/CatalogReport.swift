/// What the loading of one catalog gave.
public struct CatalogReport: Hashable, Sendable {
  /// The catalog's key.
  public var catalog: String
  /// True where the same bytes were loaded before; nothing was changed then.
  public var isAlreadyLoaded: Bool
  /// Rules in the document.
  public var rules: Int
  /// Frameworks that its rules belong to.
  public var frameworks: Int
  /// Editions whose requirements it names.
  public var editions: Int
  /// Requirements that it names.
  public var requirements: Int
  /// Requirements that it lists without a rule.
  public var manual: Int
  /// Pairs of rule and requirement.
  public var mappings: Int
  /// Pairs of rules that check the same thing.
  public var equivalences: Int
  /// What is doubtful about the document, one sentence each.
  public var warnings: [String]
}
