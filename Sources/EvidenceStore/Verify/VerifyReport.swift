/// What `verify` found.
public struct VerifyReport: Hashable, Sendable {
  /// A difference between what is stored and what it should be.
  public struct Difference: Hashable, Sendable {
    /// The check that found it, such as `observation-digest`.
    public var check: String
    /// What differs.
    public var message: String
  }

  /// The checks that were made, with how many rows each looked at.
  public var checks: [(name: String, rows: Int)] = []
  /// What they found; empty where the database is sound.
  public var differences: [Difference] = []

  /// Equal where checks and differences are.
  public static func == (lhs: Self, rhs: Self) -> Bool {
    lhs.differences == rhs.differences && lhs.checks.elementsEqual(rhs.checks, by: ==)
  }

  /// Hashes the differences.
  public func hash(into hasher: inout Hasher) {
    hasher.combine(differences)
  }
}
