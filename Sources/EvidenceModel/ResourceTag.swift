/// A name with a value that somebody gave a resource, such as `env` with `prod`.
///
/// Tags are equal where their bytes are, and sort by them, as in the database.
public struct ResourceTag: Hashable, Comparable, Sendable {
  /// The name.
  public var key: String
  /// The value; empty where the provider's tags are names alone.
  public var value: String

  /// A tag from its parts.
  public init(key: String, value: String) {
    self.key = key
    self.value = value
  }

  /// True where the bytes of both parts are equal.
  public static func == (lhs: ResourceTag, rhs: ResourceTag) -> Bool {
    ExactText(lhs.key) == ExactText(rhs.key) && ExactText(lhs.value) == ExactText(rhs.value)
  }

  /// Hashes the bytes of both parts.
  public func hash(into hasher: inout Hasher) {
    hasher.combine(ExactText(key))
    hasher.combine(ExactText(value))
  }

  /// True where the bytes of `lhs` come first, those of the keys before those of the values.
  public static func < (lhs: ResourceTag, rhs: ResourceTag) -> Bool {
    ExactText(lhs.key) == ExactText(rhs.key)
      ? lhs.value.utf8.lexicographicallyPrecedes(rhs.value.utf8)
      : lhs.key.utf8.lexicographicallyPrecedes(rhs.key.utf8)
  }
}
