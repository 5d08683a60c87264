import EvidenceModel

/// A stretch of time, from its start to before its end.
struct Stretch: Hashable {
  var start: Timestamp
  var end: Timestamp

  var length: Int64 { end.microseconds - start.microseconds }

  var days: Double { roundedDays(length) }

  /// What two stretches have in common; `nil` where that is nothing.
  func common(with other: Stretch) -> Stretch? {
    let stretch = Stretch(start: max(start, other.start), end: min(end, other.end))
    return stretch.start < stretch.end ? stretch : nil
  }

  /// What is left of the stretch where others are taken away.
  func without(_ others: [Stretch]) -> [Stretch] {
    others.reduce([self]) { left, other in
      left.flatMap { stretch in
        guard let common = stretch.common(with: other) else { return [stretch] }
        return [
          Stretch(start: stretch.start, end: common.start),
          Stretch(start: common.end, end: stretch.end),
        ].filter { $0.start < $0.end }
      }
    }
  }

  /// Stretches that meet or overlap made one, in order.
  static func joined(_ stretches: [Stretch]) -> [Stretch] {
    var joined: [Stretch] = []
    for stretch in stretches.sorted(by: { $0.start < $1.start }) {
      if let last = joined.last, stretch.start <= last.end {
        joined[joined.count - 1].end = max(last.end, stretch.end)
      } else {
        joined.append(stretch)
      }
    }
    return joined
  }
}

extension [Stretch] {
  var length: Int64 { reduce(0) { $0 + $1.length } }
}

extension Timestamp {
  /// The first moment after this one.
  var next: Timestamp { Timestamp(microseconds: microseconds + 1) }
}

/// Microseconds as days, to two places.
func roundedDays(_ microseconds: Int64) -> Double {
  rounded(Double(microseconds) / 86_400_000_000, places: 2)
}

/// Days from one moment to another, to two places.
func days(from start: Timestamp, to end: Timestamp) -> Double {
  roundedDays(end.microseconds - start.microseconds)
}

/// A number to so many decimal places.
func rounded(_ number: Double, places: Int) -> Double {
  let scale = (0..<places).reduce(1.0) { scale, _ in scale * 10 }
  return (number * scale).rounded() / scale
}

extension ReportQuestion {
  /// True where a moment is in the period: after `from_at`, and no later than `as_of`.
  func isInPeriod(_ moment: Timestamp) throws -> Bool {
    let from = try fromAt()
    return from.map { $0 < moment } ?? true && moment <= standpoint.moment
  }

  /// After what the period begins: `from_at` or, where that is not given, the first scan.
  func fromAtOrFirstScan() throws -> Timestamp? {
    try fromAt() ?? standpoint.scans.first?.scannedAt
  }

  /// The period as a stretch; it begins with the first scan where no beginning is asked for.
  func period() throws -> Stretch? {
    let start = try fromAt()?.next ?? standpoint.model.scans.first?.scannedAt
    let end = standpoint.clock.next
    return start.flatMap { $0 < end ? Stretch(start: $0, end: end) : nil }
  }
}
