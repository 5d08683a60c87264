extension Waiver {
  /// When a waiver holds, as somebody writes it down.
  public struct Period: Hashable, Sendable {
    /// An acceptance that nobody has looked at for longer than a year is forgotten, not accepted.
    public static let mostDays = 366

    /// The last second that can be written with a year of four digits.
    static let end = Timestamp(microseconds: 253_402_300_799_000_000)

    /// The first moment at which it holds.
    public let startsAt: Timestamp
    /// The first moment at which it no longer holds.
    public let expiresAt: Timestamp
    /// True where it begins before it is recorded.
    public let isBackdated: Bool

    /// A period that is not over yet.
    ///
    /// - Parameters:
    ///   - start: Its beginning; `nil` for now, to the second.
    ///   - last: Its last day, or its last minute or second where a time is written: all of it is
    ///     included.
    ///   - now: The moment at which it is recorded.
    ///   - allowsLong: True where it may last longer than ``mostDays``.
    /// - Throws: A ``PolicyError`` where it is over, ends before it begins, lasts too long, or ends
    ///   after the year 9999.
    public init(
      from start: TimestampText?, through last: TimestampText, now: Timestamp,
      allowsLong: Bool = false
    ) throws(PolicyError) {
      startsAt = start?.timestamp ?? now.wholeSecond
      expiresAt = Timestamp(microseconds: last.end.microseconds + 1)
      isBackdated = startsAt < now.wholeSecond
      guard expiresAt <= Self.end else {
        throw PolicyError(
          .badPeriod, "it would expire after the year 9999, which no date can tell",
          hint: "let it expire on 9999-12-30 at the latest")
      }
      guard expiresAt > now else {
        throw PolicyError(
          .badPeriod, "it would have expired on \(expiresAt) already",
          hint: "a waiver may begin in the past, but has to hold when it is recorded")
      }
      guard expiresAt > startsAt else {
        throw PolicyError(
          .badPeriod, "it would expire on \(expiresAt), and begin on \(startsAt) only")
      }
      let days = (expiresAt.microseconds - startsAt.microseconds) / 86_400_000_000
      guard allowsLong || days <= Int64(Self.mostDays) else {
        throw PolicyError(
          .badPeriod, "it would hold for \(days) days; \(Self.mostDays) is the most",
          hint: "let it expire and be decided again, or say --allow-long")
      }
    }
  }
}
