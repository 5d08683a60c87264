import EvidenceModel

/// What all records of one run of the scanner share.
struct SampleRun: Sendable {
  /// When the scan began.
  var time: Timestamp
  /// True to write times as the option `--unix-timestamp` does: in seconds, which need no zone.
  var usesUnixTime = false

  /// The version of Prowler whose files these look like.
  static let version = "5.46.0"

  /// Seconds since 1970.
  var seconds: Int64 { time.microseconds / 1_000_000 }

  /// The time as OCSF's `time_dt` has it: without a zone, unless times are in seconds.
  var dateTime: String { usesUnixTime ? time.description : String(time.description.dropLast()) }

  /// The time as the CSV has it.
  var csvTime: String {
    usesUnixTime
      ? String(seconds)
      : String(time.description.dropLast().map { $0 == "T" ? " " : $0 })
  }

  /// The id of the run, which differs between accounts: a UUID of version 7, which is to say that it
  /// begins with the time.
  func scanID(ofAccount account: SampleAccount) -> String {
    let milliseconds = UInt64(clamping: time.microseconds / 1000)
    let number = account.uid.utf8.reduce(0) { $0 &* 31 &+ UInt64($1) }
    let rest = SeededBits(seed: milliseconds).bits(number)
    let time = Self.hexadecimal(milliseconds, digits: 12)
    let tail = Self.hexadecimal(rest, digits: 15)
    return time.prefix(8) + "-" + time.suffix(4) + "-7" + tail.prefix(3)
      + "-a" + tail.dropFirst(3).prefix(3) + "-" + Self.hexadecimal(rest &* 3, digits: 12)
  }

  /// The lowest digits of a number, in base 16.
  static func hexadecimal(_ number: UInt64, digits: Int) -> String {
    let text = String(number, radix: 16)
    return String(repeating: "0", count: max(0, digits - text.utf8.count)) + text.suffix(digits)
  }
}
