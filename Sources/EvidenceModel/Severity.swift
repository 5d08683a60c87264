/// How much a violation matters, as the scanner or the catalog rates it.
///
/// Raw values are the keys of the `severity` table, worst first.
public enum Severity: Int, CaseIterable, Sendable, Comparable {
  /// The most severe rating.
  case critical = 1
  /// CVSS 7.0 and up, as most tools use the word.
  case high = 2
  /// CVSS 4.0 and up.
  case medium = 3
  /// CVSS below 4.0.
  case low = 4
  /// Reported for information.
  case informational = 5
  /// The tool gave no rating; none is invented.
  case unknown = 6

  /// The word used in views and reports.
  public var key: String {
    switch self {
    case .critical: "critical"
    case .high: "high"
    case .medium: "medium"
    case .low: "low"
    case .informational: "informational"
    case .unknown: "unknown"
    }
  }

  /// The severity that a word of any tool stands for, in any case; `nil` for words of no tool.
  public init?(word: String) {
    switch word.lowercased() {
    case "critical", "fatal": self = .critical
    case "high": self = .high
    case "medium", "moderate": self = .medium
    case "low": self = .low
    case "informational", "info", "information": self = .informational
    case "unknown", "": self = .unknown
    default: return nil
    }
  }

  /// True where `lhs` is the more severe.
  public static func < (lhs: Severity, rhs: Severity) -> Bool { lhs.rawValue < rhs.rawValue }
}
