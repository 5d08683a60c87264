/// An error thrown while reading a rule catalog or a scan.
///
/// Its description says what was read, where, what is wrong and what can be done:
/// `scan.json: byte 812 (line 14): the JSON ends inside a record`.
public struct ImportError: Error, Hashable, Sendable {
  /// What went wrong.
  public struct Code: Hashable, Sendable {
    private enum Storage {
      case unreadableFile, unknownFormat, malformedFile, truncatedFile, oversizedRecord,
        missingContext, conflict
    }
    private let storage: Storage

    /// The file cannot be opened or read.
    public static let unreadableFile = Code(storage: .unreadableFile)
    /// No reader knows this kind of file.
    public static let unknownFormat = Code(storage: .unknownFormat)
    /// The file breaks its format's grammar.
    public static let malformedFile = Code(storage: .malformedFile)
    /// The file ends before its last record does.
    public static let truncatedFile = Code(storage: .truncatedFile)
    /// A record is larger than tickmark reads.
    public static let oversizedRecord = Code(storage: .oversizedRecord)
    /// The file does not say something that the user has to add.
    public static let missingContext = Code(storage: .missingContext)
    /// The file contradicts itself or what is already stored.
    public static let conflict = Code(storage: .conflict)
  }

  /// A place in a file.
  public struct Place: Hashable, Sendable {
    /// Bytes before the place.
    public let byteOffset: Int
    /// The one-based line, where it was counted.
    public let line: Int?

    /// A place after so many bytes.
    public init(byteOffset: Int, line: Int? = nil) {
      self.byteOffset = byteOffset
      self.line = line
    }
  }

  /// The cause, for code that handles the error.
  public let code: Code
  /// The file at fault, as the user wrote it.
  public let file: String
  /// Where in the file, when there is a place.
  public let place: Place?
  /// The fact, in lower case and without a final period.
  public let reason: String
  /// What the user can do next.
  public let hint: String?

  /// An error about a file.
  public init(
    code: Code, file: String, place: Place? = nil, reason: String, hint: String? = nil
  ) {
    self.code = code
    self.file = file
    self.place = place
    self.reason = reason
    self.hint = hint
  }
}

extension ImportError: CustomStringConvertible {
  /// File, place and reason on one line, and the hint on a second where there is one.
  public var description: String {
    var text = file
    if let place {
      text += ": byte \(place.byteOffset)"
      if let line = place.line { text += " (line \(line))" }
    }
    text += ": " + reason
    if let hint { text += "\nhint: " + hint }
    return text
  }
}
