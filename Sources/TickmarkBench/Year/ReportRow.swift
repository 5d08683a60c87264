import Reports

/// A report with its arguments, and how it went at each checkpoint.
struct ReportRow {
  /// What a checkpoint gave.
  enum Outcome {
    case timing(ReportTimer.Timing)
    case failure(String)
  }

  let report: String
  /// The names of the arguments, for people.
  let arguments: String
  /// True where an argument narrows the report or moves it.
  let isVariation: Bool
  /// By checkpoint.
  var outcomes: [Int: Outcome] = [:]

  /// How long it took at a checkpoint.
  func timing(atDay day: Int) -> ReportTimer.Timing? {
    guard case .timing(let timing) = outcomes[day] else { return nil }
    return timing
  }

  /// Why it was not measured at a checkpoint.
  func failure(atDay day: Int) -> String? {
    guard case .failure(let reason) = outcomes[day] else { return nil }
    return reason
  }

  /// Measures every report at a checkpoint, with variations where they are asked for.
  static func measure(
    _ rows: inout [ReportRow], with timer: ReportTimer, at moments: YearMoments,
    variations: Bool
  ) {
    let arguments = ReportArguments(moments: moments)
    for query in CannedQuery.all.sorted(by: { ($0.subject, $0.name) < ($1.subject, $1.name) }) {
      let needed = arguments.needed(by: query)
      measure(&rows, query, needed, varied: nil, with: timer, day: moments.day)
      for (name, value) in variations ? arguments.variations(of: query) : [] {
        measure(
          &rows, query, needed.merging([name: value]) { $1 }, varied: name, with: timer,
          day: moments.day)
      }
    }
  }

  private static func measure(
    _ rows: inout [ReportRow], _ query: CannedQuery, _ arguments: [String: String],
    varied: String?, with timer: ReportTimer, day: Int
  ) {
    let outcome: Outcome
    do {
      outcome = .timing(try timer.time(query, arguments))
    } catch {
      outcome = .failure("\(error)".split(whereSeparator: \.isNewline).first.map(String.init) ?? "")
    }
    let report = "\(query.subject)/\(query.name)"
    let names = varied ?? arguments.keys.sorted().joined(separator: ", ")
    let isVariation = varied != nil
    let known = rows.firstIndex {
      $0.report == report && $0.arguments == names && $0.isVariation == isVariation
    }
    if let known {
      rows[known].outcomes[day] = outcome
    } else {
      rows.append(
        ReportRow(
          report: report, arguments: names, isVariation: isVariation, outcomes: [day: outcome]))
    }
  }
}
