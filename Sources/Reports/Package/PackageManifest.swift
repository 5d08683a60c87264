/// What an evidence package contains and how it was made: its `manifest.json`.
///
/// It names no clock, no machine and no folder: the same database and the same question give the
/// same bytes.
public struct PackageManifest: Hashable, Sendable, Codable {
  /// A file that was read into the database and is behind a finding of the package.
  public struct Artifact: Hashable, Sendable, Codable {
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
  public struct File: Hashable, Sendable, Codable {
    /// The name, with `/` after each folder.
    public let name: String
    /// What it is, in one sentence.
    public let about: String
    /// The question that it answers; none where it holds no rows.
    public let answer: Answer?
    /// The length.
    public let bytes: Int
    /// The SHA-256 of the file.
    public let sha256: String
  }

  /// A question, and the shape of its answer.
  public struct Answer: Hashable, Sendable, Codable {
    /// The canned report; none where the SQL is the user's own.
    public let report: String?
    /// The file of the package that holds the statement.
    public let query: String
    /// The SHA-256 of the statement.
    public let querySHA256: String
    /// What was bound to each of the statement's parameters.
    public let values: [String: SQLValue]
    /// How the rows are written.
    public let format: OutputFormat
    /// Set where the rows are a sample.
    public let sample: PackageSample?
    /// The columns, in order.
    public let columns: [String]
    /// Rows, a header not counted.
    public let rows: Int

    enum CodingKeys: String, CodingKey {
      case report, query, values, format, sample, columns, rows
      case querySHA256 = "query_sha256"
    }
  }

  /// A time that the package is about.
  public struct Moment: Hashable, Sendable, Codable {
    /// What was asked for, as it was written; none where nothing was asked for.
    public let given: String?
    /// The moment, inclusive, in ISO 8601.
    public let time: String?
    /// The same in microseconds since 1970.
    public let microseconds: Int64?
  }

  /// What was known when the package was made.
  public struct Knowledge: Hashable, Sendable, Codable {
    /// What was asked for, as it was written; none where nothing was asked for.
    public let given: String?
    /// The number of the last ingest that the package knows of.
    public let ingest: Int64
  }

  /// What the package is about.
  public struct Parameters: Hashable, Sendable, Codable {
    /// The framework's key; none where the package is about no single one.
    public let framework: String?
    /// The edition, where one was asked for.
    public let edition: String?
    /// The requirement, where one was asked for.
    public let requirement: String?
    /// The account, where one was asked for.
    public let account: String?
    /// The moment of the states. Where none was given, it is the newest scan's.
    public let asOf: Moment
    /// What was known.
    public let knownAt: Knowledge
    /// The start of the period.
    public let from: Moment
    /// The end of the period.
    public let to: Moment

    enum CodingKeys: String, CodingKey {
      case framework, edition, requirement, account, from, to
      case asOf = "as_of"
      case knownAt = "known_at"
    }
  }

  /// Whether cells that a spreadsheet would run are marked.
  public enum Mode: String, Sendable, Codable {
    /// They have an apostrophe in front.
    case guarded
    /// They stand as they are.
    case raw
  }

  /// The state of the database that was known.
  public struct State: Hashable, Sendable, Codable {
    /// The file of the package that lists every ingest with its files, scans and their digests.
    public let file: String
    /// The SHA-256 of that file: it names the state.
    public let sha256: String
  }

  /// The version of the program.
  public let tickmark: String
  /// The newest step of the database's schema.
  public let schema: String
  /// What the package is called.
  public let title: String
  /// What was asked.
  public let parameters: Parameters
  /// How cells are written.
  public let mode: Mode
  /// What was known.
  public let state: State
  /// The files of the package, but for the manifest, what signs it and the list of digests.
  public let files: [File]
  /// What the findings came from, in the order of the hashes.
  public let artifacts: [Artifact]

  /// The manifest's name in a package.
  static let fileName = "manifest.json"
  /// The name of the signature of the list of digests: 64 bytes.
  static let signatureName = "SHA256SUMS.sig"
  /// The name of the key that the signature can be checked with.
  static let signerName = "signer.pem"
  /// The name of the list of digests, as `sha256sum -c` reads it.
  static let digestsName = "SHA256SUMS"
}
