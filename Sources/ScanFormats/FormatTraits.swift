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

  /// The traits of a format.
  public init(
    _ title: String, passes: Telling, coverage: Telling, account: Telling, region: Telling,
    time: Telling
  ) {
    self.title = title
    self.passes = passes
    self.coverage = coverage
    self.account = account
    self.region = region
    self.time = time
  }
}
