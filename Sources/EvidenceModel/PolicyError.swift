/// An error about a waiver, an attestation or a setting that cannot be meant as it is written.
///
/// Its description is the reason, and the hint on a second line.
public struct PolicyError: Error, Hashable, Sendable {
  /// What went wrong.
  public struct Code: Hashable, Sendable {
    private enum Storage {
      case blankText, nothingSelected, badPeriod, unknownSetting, badValue
    }
    private let storage: Storage

    /// A text that somebody has to be able to read says nothing.
    public static let blankText = Code(storage: .blankText)
    /// A waiver does not say what it is of.
    public static let nothingSelected = Code(storage: .nothingSelected)
    /// A waiver or attestation ends before it begins; a waiver is over already, or lasts too long.
    public static let badPeriod = Code(storage: .badPeriod)
    /// There is no setting of a name.
    public static let unknownSetting = Code(storage: .unknownSetting)
    /// A setting does not take a value.
    public static let badValue = Code(storage: .badValue)
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

extension PolicyError: CustomStringConvertible {
  /// The reason, and the hint on a second line where there is one.
  public var description: String { reason + (hint.map { "\nhint: " + $0 } ?? "") }
}
