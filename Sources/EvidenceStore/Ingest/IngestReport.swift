public import EvidenceModel

/// What the ingest of one file did.
public struct IngestReport: Hashable, Sendable {
  /// One scan of the file: several runs can be in one.
  public struct Scan: Hashable, Sendable {
    /// The scan's number.
    public var scanID: Int64
    /// When it ran.
    public var scannedAt: Timestamp
    /// The tool's version, where the file tells it.
    public var toolVersion: String?
    /// Records of the scan in the file.
    public var records: Int
    /// Records that became findings.
    public var accepted: Int
    /// Records that could not be used.
    public var rejected: Int
    /// Records that another one of the same finding absorbed.
    public var merged: Int
    /// Findings by status.
    public var statuses: [Status: Int]
    /// Accounts that the scan covered.
    public var coverage: [Coverage]
    /// What it changed.
    public var changes: ChangeCounts
    /// The worst of the findings that it changed, as many as were asked for.
    public var changedFindings: [ChangedFinding] = []
  }

  /// What a scan covered in one account.
  public struct Coverage: Hashable, Sendable {
    /// The platform of the account.
    public var provider: String
    /// The account, as its provider names it.
    public var account: String
    /// How it is known.
    public var basis: CoverageBasis
    /// Rules covered; `nil` for every rule.
    public var rules: Int?
    /// The regions covered, in order; `nil` for every region.
    public var regions: [String]?
  }

  /// What a file holds that is no scan of its own.
  public struct Other: Hashable, Sendable {
    /// What it is.
    public enum Role: String, Sendable {
      /// Another output of a scan's run: compared with the scan, and not counted again.
      case companion
      /// How requirements stand by the scanner's own reckoning.
      case requirements
    }

    /// What it is.
    public var role: Role
    /// The scan of the same run; `nil` where none is known.
    public var scanID: Int64?
    /// When the run was.
    public var scannedAt: Timestamp
    /// Records in the file.
    public var records: Int
    /// Records that were compared, or became results of requirements.
    public var accepted: Int
    /// Records that could not be used.
    public var rejected: Int
    /// Records that repeat another one.
    public var merged: Int
    /// Accepted records that say otherwise than the scan.
    public var differing: Int
    /// Accepted records by status.
    public var statuses: [Status: Int]
  }

  /// The file's scans, by time.
  public var scans: [Scan] = []
  /// What else it holds, by time.
  public var others: [Other] = []
}

/// How many findings a scan changed, and how. Every reported finding is one of `opened`,
/// `reopened`, `resolved`, `changed` or `unchanged`; every other known finding of the scan's
/// accounts is `gone` or `unconfirmed`, unless it was gone before.
public struct ChangeCounts: Hashable, Sendable {
  /// Failing now, never before.
  public var opened = 0
  /// Failing before, reported and not failing now.
  public var resolved = 0
  /// Known, covered, not reported.
  public var gone = 0
  /// Failing now, failing once, not just before.
  public var reopened = 0
  /// Any other difference.
  public var changed = 0
  /// No difference.
  public var unchanged = 0
  /// Known in the scan's accounts, not covered.
  public var unconfirmed = 0
  /// Reported for the first time; each is also one of the others.
  public var firstSeen = 0

  /// No changes.
  public init() {}

  /// Adds the counts of another scan.
  public static func += (lhs: inout Self, rhs: Self) {
    lhs.opened += rhs.opened
    lhs.resolved += rhs.resolved
    lhs.gone += rhs.gone
    lhs.reopened += rhs.reopened
    lhs.changed += rhs.changed
    lhs.unchanged += rhs.unchanged
    lhs.unconfirmed += rhs.unconfirmed
    lhs.firstSeen += rhs.firstSeen
  }
}
