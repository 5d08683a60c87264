/// An error thrown while asking the database a question or writing the answer.
///
/// Its description is the reason, and the hint on a second line:
///
/// ```
/// the statement would insert into 'event', and sql only reads
/// hint: ask with SELECT
/// ```
public struct QueryError: Error, Hashable, Sendable {
  /// What went wrong.
  public struct Code: Hashable, Sendable {
    private enum Storage {
      case notAllowed, timeLimit, memoryLimit, malformedSQL, failedStatement, unknownParameter,
        missingParameter, badParameter, noDatabase, newerSchema, olderSchema, unknownQuery,
        unwritableOutput, unreadablePackage, malformedCondition
    }
    private let storage: Storage

    /// A rule of the read-only connection stopped the statement.
    public static let notAllowed = Code(storage: .notAllowed)
    /// The statement ran past its time limit.
    public static let timeLimit = Code(storage: .timeLimit)
    /// The statement needed more memory than it may have, or made too large a value.
    public static let memoryLimit = Code(storage: .memoryLimit)
    /// SQLite cannot compile the statement.
    public static let malformedSQL = Code(storage: .malformedSQL)
    /// SQLite compiled the statement and failed to run it.
    public static let failedStatement = Code(storage: .failedStatement)
    /// A value was given for a parameter that the query does not have.
    public static let unknownParameter = Code(storage: .unknownParameter)
    /// A parameter has no value.
    public static let missingParameter = Code(storage: .missingParameter)
    /// A parameter's value is not of its type, or names nothing in the database.
    public static let badParameter = Code(storage: .badParameter)
    /// There is no tickmark database at the path.
    public static let noDatabase = Code(storage: .noDatabase)
    /// A newer tickmark made the database.
    public static let newerSchema = Code(storage: .newerSchema)
    /// An older tickmark made the database, and nothing has upgraded it since.
    public static let olderSchema = Code(storage: .olderSchema)
    /// No canned query has this name.
    public static let unknownQuery = Code(storage: .unknownQuery)
    /// The output cannot be written.
    public static let unwritableOutput = Code(storage: .unwritableOutput)
    /// There is no evidence package at the path, or it cannot be read.
    public static let unreadablePackage = Code(storage: .unreadablePackage)
    /// A condition on rows cannot be read.
    public static let malformedCondition = Code(storage: .malformedCondition)
  }

  /// The cause, for code that handles the error.
  public let code: Code
  /// The fact, in lower case and without a final period.
  public let reason: String
  /// What the user can do next.
  public let hint: String?

  /// An error with its cause and what to do about it.
  public init(_ code: Code, _ reason: String, hint: String? = nil) {
    self.code = code
    self.reason = reason
    self.hint = hint
  }
}

extension QueryError: CustomStringConvertible {
  /// The reason, and the hint on a second line where there is one.
  public var description: String {
    guard let hint else { return reason }
    return reason + "\nhint: " + hint
  }
}

extension [String] {
  /// `a, b and c`.
  package var listed: String {
    guard count > 1, let last else { return first ?? "" }
    return dropLast().joined(separator: ", ") + " and " + last
  }
}
