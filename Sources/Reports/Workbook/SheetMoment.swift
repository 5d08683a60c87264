import EvidenceModel

/// A moment as spreadsheets count it.
struct SheetMoment: Hashable {
  /// Days since the turn of 1899, with parts of a day.
  let serialNumber: Double
  /// True where it is a day without a time.
  let isDay: Bool

  /// The moment that a text names; `nil` where it names none that spreadsheets can count.
  init?(_ text: String) {
    guard let time = TimestampText(text), time.hasZone || time.precision == .day else { return nil }
    // Days before March 1900 are counted otherwise by some programs.
    let days = Double(time.timestamp.microseconds) / 86_400_000_000 + 25_569
    guard days >= 61, days < 2_958_466 else { return nil }
    serialNumber = days
    isDay = time.precision == .day
  }
}
