/// A time as somebody wrote it: a date, a time of day, and perhaps a zone.
///
/// Reads ISO 8601 and what scanners make of it: `2026-03-02`, `2026-03-02T02:00`,
/// `2026-03-02 02:00:00.126488`, `2026-03-02T02:00:00.126Z`, `…+01:00`, `…-0500`.
public struct TimestampText: Hashable, Sendable {
  /// What the finest part of the text was.
  public enum Precision: Sendable {
    /// A date without a time of day.
    case day
    /// Hours and minutes.
    case minute
    /// Seconds.
    case second
    /// Parts of a second; those finer than a microsecond are dropped.
    case fraction
  }

  /// The moment, where the text is read as UTC if it has no zone.
  public let timestamp: Timestamp
  /// True where the text names its zone, so that `timestamp` is certain.
  public let hasZone: Bool
  /// The finest part that was written.
  public let precision: Precision

  /// The last microsecond of what the text names: of the day, the minute or the second.
  ///
  /// `--as-of 2026-06-30` means that whole day.
  public var end: Timestamp {
    let length: Int64 =
      switch precision {
      case .day: 86_400_000_000
      case .minute: 60_000_000
      case .second: 1_000_000
      case .fraction: 1
      }
    return Timestamp(microseconds: timestamp.microseconds + length - 1)
  }

  /// The time that the text names, or `nil` where it is none.
  public init?(_ text: String) {
    var scanner = DigitScanner(bytes: Array(text.utf8))
    guard let year = scanner.number(digits: 4), scanner.skip("-"),
      let month = scanner.number(digits: 2), scanner.skip("-"),
      let day = scanner.number(digits: 2),
      let date = CivilDate(year: year, month: month, day: day)
    else { return nil }
    let midnight = date.daysSince1970 * 86_400_000_000
    if scanner.isAtEnd {
      (timestamp, hasZone, precision) = (Timestamp(microseconds: midnight), false, .day)
      return
    }
    guard scanner.skip("T") || scanner.skip("t") || scanner.skip(" "),
      let hour = scanner.number(digits: 2), hour < 24, scanner.skip(":"),
      let minute = scanner.number(digits: 2), minute < 60
    else { return nil }
    var time = midnight + (hour * 3600 + minute * 60) * 1_000_000
    var precision = Precision.minute
    if scanner.skip(":") {
      // A leap second is read as the second after it.
      guard let second = scanner.number(digits: 2), second <= 60 else { return nil }
      time += second * 1_000_000
      precision = .second
      if scanner.skip(".") || scanner.skip(",") {
        guard let fraction = scanner.fractionInMicroseconds() else { return nil }
        time += fraction
        precision = .fraction
      }
    }
    var hasZone = false
    if scanner.skip("Z") || scanner.skip("z") {
      hasZone = true
    } else if let sign: Int64 = scanner.skip("+") ? 1 : scanner.skip("-") ? -1 : nil {
      guard let hours = scanner.number(digits: 2), hours < 24 else { return nil }
      _ = scanner.skip(":")
      let minutes = scanner.isAtEnd ? 0 : scanner.number(digits: 2)
      guard let minutes, minutes < 60 else { return nil }
      time -= sign * (hours * 3600 + minutes * 60) * 1_000_000
      hasZone = true
    }
    guard scanner.isAtEnd else { return nil }
    self.timestamp = Timestamp(microseconds: time)
    self.hasZone = hasZone
    self.precision = precision
  }
}

/// Reads fixed runs of digits from ASCII.
private struct DigitScanner {
  let bytes: [UInt8]
  var offset = 0

  var isAtEnd: Bool { offset == bytes.count }

  mutating func skip(_ character: Unicode.Scalar) -> Bool {
    guard offset < bytes.count, bytes[offset] == UInt8(ascii: character) else { return false }
    offset += 1
    return true
  }

  mutating func number(digits: Int) -> Int64? {
    guard offset + digits <= bytes.count else { return nil }
    var value: Int64 = 0
    for byte in bytes[offset..<offset + digits] {
      guard let digit = decimalValue(byte) else { return nil }
      value = value * 10 + digit
    }
    offset += digits
    return value
  }

  mutating func fractionInMicroseconds() -> Int64? {
    var value: Int64 = 0
    var digits = 0
    while offset < bytes.count, let digit = decimalValue(bytes[offset]) {
      if digits < 6 { value = value * 10 + digit }
      digits += 1
      offset += 1
    }
    guard digits > 0 else { return nil }
    for _ in 0..<max(0, 6 - digits) { value *= 10 }
    return value
  }

  private func decimalValue(_ byte: UInt8) -> Int64? {
    byte >= UInt8(ascii: "0") && byte <= UInt8(ascii: "9") ? Int64(byte - UInt8(ascii: "0")) : nil
  }
}
