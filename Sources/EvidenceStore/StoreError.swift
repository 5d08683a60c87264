/// An error of the database as a whole.
public struct StoreError: Error, Hashable, Sendable {
  /// What went wrong.
  public struct Code: Hashable, Sendable {
    private enum Storage { case noDatabase, foreignDatabase, newerSchema, olderSchema, collision }
    private let storage: Storage

    /// There is no database at the path, and none was to be made.
    public static let noDatabase = Code(storage: .noDatabase)
    /// The file is something else than a tickmark database.
    public static let foreignDatabase = Code(storage: .foreignDatabase)
    /// A newer tickmark wrote the database.
    public static let newerSchema = Code(storage: .newerSchema)
    /// An older tickmark wrote the database, and it was to be read as it is.
    public static let olderSchema = Code(storage: .olderSchema)
    /// Two different texts have one digest.
    public static let collision = Code(storage: .collision)
  }

  /// The cause, for code that handles the error.
  public let code: Code
  /// The database file.
  public let path: String
  /// The fact, in lower case and without a final period.
  public let reason: String
  /// What the user can do next.
  public let hint: String?

  /// An error about a database.
  public init(code: Code, path: String, reason: String, hint: String? = nil) {
    self.code = code
    self.path = path
    self.reason = reason
    self.hint = hint
  }
}

extension StoreError: CustomStringConvertible {
  /// Path and reason on one line, and the hint on a second where there is one.
  public var description: String {
    path + ": " + reason + (hint.map { "\nhint: " + $0 } ?? "")
  }
}
