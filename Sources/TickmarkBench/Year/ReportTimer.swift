import Reports

/// Runs reports in process, as the program does for its users.
struct ReportTimer {
  /// How long a report took, and how much it said.
  struct Timing {
    /// The median of the runs, from opening the database to the last row.
    var seconds: Double
    var rows: Int
  }

  /// How often a report is measured, unless it is slow.
  static let runs = 3
  /// A report that takes as many seconds at first is not run again: what the first run reads from
  /// the disk is little beside that.
  static let slow = 3.0

  let database: String

  /// Measures a report, after a run that is not counted unless it is slow.
  func time(_ query: CannedQuery, _ arguments: [String: String]) throws -> Timing {
    let first = try run(query, arguments)
    guard first.seconds < Self.slow else { return first }
    let seconds = try (0..<Self.runs).map { _ in try run(query, arguments).seconds }
    return Timing(seconds: seconds.median, rows: first.rows)
  }

  /// Everything that a report says.
  func answer(_ query: CannedQuery, _ arguments: [String: String]) throws -> Answer {
    let connection = try ReadOnlyConnection(path: database, limits: .canned)
    return try Answer(query.rows(from: connection, parameters: arguments))
  }

  private func run(_ query: CannedQuery, _ arguments: [String: String]) throws -> Timing {
    let clock = ContinuousClock()
    let start = clock.now
    let connection = try ReadOnlyConnection(path: database, limits: .canned)
    let result = try query.rows(from: connection, parameters: arguments)
    var rows = 0
    while try result.next() != nil { rows += 1 }
    return Timing(seconds: (clock.now - start) / .seconds(1), rows: rows)
  }
}
