/// What a format is, and what its files can tell of a scan.
public struct FormatTraits: Hashable, Sendable {
  /// Whether a format tells something.
  public enum Telling: String, Sendable {
    /// In every file.
    case yes
    /// In some files, or of some records.
    case partly
    /// In no file.
    case no
  }

  /// How much of what a tool knows of a run a format keeps, beside other outputs of the run. The
  /// fullest is the scan, with which the others are compared.
  public enum Fidelity: Int, Comparable, Sendable {
    /// Leaves out results, or what they say.
    case reduced
    /// Keeps the results.
    case usual
    /// Keeps what the tool knows of them.
    case full

    /// True where the left keeps less.
    public static func < (lhs: Self, rhs: Self) -> Bool { lhs.rawValue < rhs.rawValue }
  }

  /// What it is, such as `Prowler's OCSF output, versions 4 and 5`.
  public var title: String
  /// Whether results that passed are in it.
  public var passes: Telling
  /// Whether it says what was evaluated, apart from what it reports.
  public var coverage: Telling
  /// Whether it names the account, cluster or host.
  public var account: Telling
  /// Whether it names regions, where the platform has them.
  public var region: Telling
  /// Whether it says when the scan ran.
  public var time: Telling
  /// How it compares with other outputs of the same run.
  public var fidelity: Fidelity

  /// The traits of a format.
  public init(
    _ title: String, passes: Telling, coverage: Telling, account: Telling, region: Telling,
    time: Telling, fidelity: Fidelity = .usual
  ) {
    self.title = title
    self.passes = passes
    self.coverage = coverage
    self.account = account
    self.region = region
    self.time = time
    self.fidelity = fidelity
  }
}
