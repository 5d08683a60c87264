import EvidenceModel
import Foundation

/// Reads the times of records.
///
/// Scanners write local times without a zone. The clock reads them in the zone the user named, or in
/// UTC, and remembers that it had to guess. All records of a run have the same time, so the last
/// text is kept with its meaning.
struct RecordClock {
  private let override: Timestamp?
  private let timeZone: TimeZone?
  private var lastText = ""
  private var lastTime: Timestamp?
  /// True where a time without a zone was read as UTC.
  private(set) var hasGuessedZone = false

  init(context: ReadingContext) {
    override = context.scannedAt
    timeZone = context.timeZone
  }

  /// The time of a record whose own time is this number or text.
  mutating func time(_ value: JSONValue?) -> Timestamp? {
    if let override { return override }
    guard let value else { return nil }
    if let number = value.int { return Timestamp(epoch: number) }
    if let number = value.double {
      return Int64(exactly: number.rounded(.down)).flatMap(Timestamp.init(epoch:))
    }
    return value.text.flatMap { time($0) }
  }

  /// The time of a record whose own time is this text: a date and time, or seconds since 1970.
  mutating func time(_ text: TextSlice) -> Timestamp? {
    if let override { return override }
    if !lastText.isEmpty, text == lastText { return lastTime }
    lastText = text.string
    lastTime = moment(lastText)
    return lastTime
  }

  /// The time of a record whose own time is this text.
  mutating func time(text: String) -> Timestamp? { override ?? moment(text) }

  private mutating func moment(_ text: String) -> Timestamp? {
    if let number = Int64(text) { return Timestamp(epoch: number) }
    guard let time = TimestampText(text) else { return nil }
    if time.hasZone { return time.timestamp }
    guard let timeZone else {
      hasGuessedZone = true
      return time.timestamp
    }
    return Self.utc(time.timestamp, in: timeZone)
  }

  /// The moment when a clock in this zone showed what `local` shows in UTC.
  ///
  /// An hour that occurs twice means the first of the two.
  private static func utc(_ local: Timestamp, in timeZone: TimeZone) -> Timestamp {
    let seconds = Double(local.microseconds / 1_000_000)
    // Zones are at most 14 hours from UTC, so the offsets a day before and after are all there are.
    let before = timeZone.secondsFromGMT(for: Date(timeIntervalSince1970: seconds - 86_400))
    let after = timeZone.secondsFromGMT(for: Date(timeIntervalSince1970: seconds + 86_400))
    for offset in [before, after] {
      let moment = Date(timeIntervalSince1970: seconds - Double(offset))
      if timeZone.secondsFromGMT(for: moment) == offset {
        return Timestamp(microseconds: local.microseconds - Int64(offset) * 1_000_000)
      }
    }
    // The clock was set forward over this time: it goes on by the old offset.
    return Timestamp(microseconds: local.microseconds - Int64(before) * 1_000_000)
  }
}
