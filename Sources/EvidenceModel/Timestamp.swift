/// A moment, in microseconds of UTC since 1970-01-01, as the database keeps it.
public struct Timestamp: Hashable, Comparable, Sendable {
  /// Microseconds since 1970-01-01T00:00:00Z, leap seconds not counted.
  public let microseconds: Int64

  /// The end of time: what `until_at` holds while an event is in force.
  public static let endOfTime = Timestamp(microseconds: .max)

  /// A moment from microseconds since 1970.
  public init(microseconds: Int64) {
    self.microseconds = microseconds
  }

  /// A moment from an integer whose unit a tool does not say: below 10^11 seconds, below 10^14
  /// milliseconds, else microseconds.
  ///
  /// Prowler writes seconds into OCSF's millisecond fields; both occur in real files.
  public init?(epoch: Int64) {
    let scale: Int64 = epoch < 100_000_000_000 ? 1_000_000 : epoch < 100_000_000_000_000 ? 1000 : 1
    let (value, overflow) = epoch.multipliedReportingOverflow(by: scale)
    // Later than the year 9999 no calendar of ours goes.
    guard !overflow, epoch >= 0, value <= 253_402_300_799_999_999 else { return nil }
    self.init(microseconds: value)
  }

  /// The moment without its parts of a second, as views show it. Meant for moments after 1970.
  package var wholeSecond: Timestamp {
    Timestamp(microseconds: microseconds / 1_000_000 * 1_000_000)
  }

  /// True where `lhs` is earlier.
  public static func < (lhs: Timestamp, rhs: Timestamp) -> Bool {
    lhs.microseconds < rhs.microseconds
  }

  /// The moment in ISO 8601, to the second: `2026-03-02T02:00:00Z`, as views show it.
  public var description: String {
    var days = microseconds / 86_400_000_000
    var rest = microseconds % 86_400_000_000
    if rest < 0 {
      days -= 1
      rest += 86_400_000_000
    }
    let date = CivilDate(daysSince1970: days)
    let seconds = rest / 1_000_000
    return date.description + "T" + twoDigits(seconds / 3600) + ":" + twoDigits(seconds / 60 % 60)
      + ":" + twoDigits(seconds % 60) + "Z"
  }
}

extension Timestamp: CustomStringConvertible {}

func twoDigits(_ value: Int64) -> String { value < 10 ? "0\(value)" : "\(value)" }
