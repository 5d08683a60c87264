import GRDB

/// An error of the database as a whole.
public struct StoreError: Error, Hashable, Sendable {
  /// What went wrong.
  public struct Code: Hashable, Sendable {
    private enum Storage {
      case noDatabase, foreignDatabase, newerSchema, olderSchema, unwritable, collision
      case unknownName, notNow
    }
    private let storage: Storage

    /// There is no database at the path, and none was to be made.
    public static let noDatabase = Code(storage: .noDatabase)
    /// The file is something else than a tickmark database.
    public static let foreignDatabase = Code(storage: .foreignDatabase)
    /// A newer tickmark wrote the database.
    public static let newerSchema = Code(storage: .newerSchema)
    /// An older tickmark wrote the database, and it was to be read as it is.
    public static let olderSchema = Code(storage: .olderSchema)
    /// The database cannot be written to: no space, no right, or another process in the way.
    public static let unwritable = Code(storage: .unwritable)
    /// Two different texts have one digest.
    public static let collision = Code(storage: .collision)
    /// The database knows nothing by a name.
    public static let unknownName = Code(storage: .unknownName)
    /// What is asked for cannot be done any more.
    public static let notNow = Code(storage: .notNow)
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

extension StoreError {
  /// Two different things have the number that stands for their content.
  static func collision(of name: String) -> StoreError {
    StoreError(
      code: .collision, path: name,
      reason: "something else has the same 63 bits of SHA-256",
      hint: "please report this: it is not expected to happen in the life of the universe")
  }
}

extension StoreError: CustomStringConvertible {
  /// Path and reason on one line, and the hint on a second where there is one.
  public var description: String {
    path + ": " + reason + (hint.map { "\nhint: " + $0 } ?? "")
  }
}

extension StoreError {
  /// What a failure of SQLite means to the user; `nil` where it means a defect.
  init?(_ error: DatabaseError, path: String) {
    switch error.resultCode {
    case .SQLITE_FULL, .SQLITE_IOERR:
      self.init(
        code: .unwritable, path: path, reason: "there is no space to write; nothing was changed",
        hint: "make space where the database is, and try again")
    case .SQLITE_READONLY, .SQLITE_PERM, .SQLITE_CANTOPEN:
      self.init(
        code: .unwritable, path: path, reason: "the database cannot be written to",
        hint: "see who may write to the file, to those beside it and to their folder")
    case .SQLITE_BUSY:
      self.init(
        code: .unwritable, path: path, reason: "another process has been writing for a minute",
        hint: "wait until it has finished, and try again")
    default: return nil
    }
  }
}
