/// What a report is asked to show, as somebody wrote it.
///
/// Moments are dates, times or numbers of scans.
public struct ReportQuestion: Hashable, Sendable {
  /// The framework, by its key or an alias; `nil` is all of them.
  public var framework: String?
  /// The account, as its provider names it; `nil` is all of them.
  public var account: String?
  /// The moment of the states; `nil` is the newest scan's. It is not the present: two reports on
  /// one database would then differ.
  public var asOf: String?
  /// What was known; `nil` is all that is known.
  public var knownAt: String?
  /// The start of the period of changes; `nil` is the first scan, whose failures are open at first.
  public var from: String?
  /// The end of that period; `nil` is the moment of the states.
  public var to: String?

  /// A question on everything there is, as of the newest scan.
  public init() {}
}
