/// What an evidence package contains and how it was made: its `manifest.json`.
///
/// It names no clock, no machine and no folder: the same database and the same question give the
/// same bytes.
public struct ExportManifest: Hashable, Sendable, Encodable {
  /// A file that was read into the database and is behind a finding of the package.
  public struct Artifact: Hashable, Sendable, Encodable {
    /// The SHA-256 of the file.
    public let sha256: String
    /// Where it was when it was read.
    public let path: String
    /// The format it was read as.
    public let format: String
    /// The scans that came out of it.
    public internal(set) var scans: [Int64]
  }

  /// A file of the package.
  public struct File: Hashable, Sendable, Encodable {
    /// The name.
    public let name: String
    /// The canned query whose result it is.
    public let query: String
    /// The SHA-256 of the query's text.
    public let querySHA256: String
    /// The columns, in order.
    public let columns: [String]
    /// Rows, the header not counted.
    public let rows: Int
    /// The length.
    public let bytes: Int
    /// The SHA-256 of the file.
    public let sha256: String

    enum CodingKeys: String, CodingKey {
      case name, query, columns, rows, bytes, sha256
      case querySHA256 = "query_sha256"
    }
  }

  /// A time that the package is about.
  public struct Moment: Hashable, Sendable, Encodable {
    /// What was asked for, as it was written; none where nothing was asked for.
    public let given: String?
    /// The moment, inclusive, in ISO 8601.
    public let time: String?
    /// The same in microseconds since 1970.
    public let microseconds: Int64?
  }

  /// What was known when the package was made.
  public struct Knowledge: Hashable, Sendable, Encodable {
    /// What was asked for, as it was written; none where nothing was asked for.
    public let given: String?
    /// The number of the last ingest that the package knows of.
    public let ingest: Int64
  }

  /// The parameters of the queries.
  public struct Parameters: Hashable, Sendable, Encodable {
    /// The framework, as it was asked for.
    public let framework: String
    /// The moment of the states. Where none was given, it is the newest scan's.
    public let asOf: Moment
    /// What was known.
    public let knownAt: Knowledge
    /// The start of the period of changes.
    public let from: Moment
    /// The end of the period of changes.
    public let to: Moment

    enum CodingKeys: String, CodingKey {
      case framework, from, to
      case asOf = "as_of"
      case knownAt = "known_at"
    }
  }

  /// Whether cells that a spreadsheet would run are marked.
  public enum Mode: String, Sendable, Encodable {
    /// They have an apostrophe in front.
    case guarded
    /// They stand as they are.
    case raw
  }

  /// The version of the program.
  public let tickmark: String
  /// The newest step of the database's schema.
  public let schema: String
  /// The framework's key.
  public let framework: String
  /// What was asked.
  public let parameters: Parameters
  /// How cells are written.
  public let mode: Mode
  /// The other files of the package.
  public let files: [File]
  /// What the findings came from, in the order of the hashes.
  public let artifacts: [Artifact]
}
