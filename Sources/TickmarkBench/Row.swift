/// One line of the results: a program, a piece of work, and how each run of it went.
struct Row {
  let program: String
  let work: String
  /// Seconds that the program takes to start and do nothing.
  let start: Double
  var runs: [Measurement] = []
  /// Why there are no runs.
  var failure: String?

  /// The median of the runs, in seconds.
  var seconds: Double { runs.map(\.seconds).median }

  /// The same without the start of the program. Never negative: starts vary, too.
  var secondsAfterStart: Double { runs.map { max(0, $0.seconds - start) }.median }

  /// How many times as long as `other` this took, run by run in pairs: the median of the ratios.
  ///
  /// The runs of a pair followed each other, so that what slowed one down slowed the other, too.
  func ratio(to other: Row, withStart: Bool) -> Double? {
    guard runs.count == other.runs.count, !runs.isEmpty else { return nil }
    return zip(runs, other.runs).map { mine, theirs in
      guard !withStart else { return mine.seconds / theirs.seconds }
      // The least that the clock can tell keeps the ratio finite where a run is all start.
      return max(0, mine.seconds - start) / max(1e-6, theirs.seconds - other.start)
    }.median
  }
}
