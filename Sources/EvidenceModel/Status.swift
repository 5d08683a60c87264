/// What a check said of a resource.
///
/// Raw values are the keys of the `status` table, worst first, so that the worse of two is the
/// smaller. Whether the scanner muted the finding is a flag beside the status, never a status.
public enum Status: Int, CaseIterable, Sendable, Comparable {
  /// The rule is violated.
  case fail = 1
  /// The check could not be carried out.
  case error = 2
  /// A person has to decide.
  case manual = 3
  /// The scanner used a word that tickmark does not know.
  case unknown = 4
  /// The rule is kept.
  case pass = 5
  /// There was nothing to check.
  case notApplicable = 6
  /// A scan that covered the resource no longer reported it.
  case gone = 7

  /// The word used in views and reports, such as `not_applicable`.
  public var key: String {
    switch self {
    case .fail: "fail"
    case .error: "error"
    case .manual: "manual"
    case .unknown: "unknown"
    case .pass: "pass"
    case .notApplicable: "not_applicable"
    case .gone: "gone"
    }
  }

  /// True where `lhs` is the worse of the two.
  public static func < (lhs: Status, rhs: Status) -> Bool { lhs.rawValue < rhs.rawValue }
}
