import EvidenceModel
import Foundation

/// The report on what was said of a resource.
enum ResourceHistoryReports {
  static let models = [ReportModel("resource_history", resourceHistory)]

  /// What was so of a finding for a time: its status, and whether it was muted.
  private struct Verdict: Hashable {
    var status: Status
    var isMuted: Bool
    var since: Timestamp
  }

  /// One row per finding of the resource and stretch of time in which its status was the same and
  /// it was muted or not, where it reaches into the period.
  private static func resourceHistory(_ question: ReportQuestion) throws -> [ModelRow] {
    let standpoint = question.standpoint
    let from = try question.fromAt()
    return standpoint.events.filter { name, _ in
      name.resource == question["resource"] && question.wants(account: name.account)
        && question["rule"].map { fnmatch($0, name.rule, 0) == 0 } ?? true
    }.flatMap { name, events -> [ModelRow] in
      let verdicts = verdicts(of: events)
      return verdicts.indices.compactMap { index in
        let verdict = verdicts[index]
        let until = index + 1 < verdicts.count ? verdicts[index + 1].since : nil
        if let from, let until, until <= from.next { return nil }
        let start = max(verdict.since, from?.next ?? verdict.since)
        let end = until ?? standpoint.asOf?.next ?? standpoint.now
        return standpoint.nameColumns(name).with(
          row([
            "status": verdict.status, "is_muted": verdict.isMuted, "since": verdict.since,
            "until": until, "days": days(from: start, to: end),
          ]))
      }
    }
  }

  /// What was so, one after the other. Of what scans of one instant say, the last word counts.
  private static func verdicts(of events: [ModelEvent]) -> [Verdict] {
    var verdicts: [Verdict] = []
    for moment in Set(events.map(\.since)).sorted() {
      guard let state = events.last(where: { $0.since == moment })?.state else { continue }
      if verdicts.last?.status != state.status || verdicts.last?.isMuted != state.isMuted {
        verdicts.append(Verdict(status: state.status, isMuted: state.isMuted, since: moment))
      }
    }
    return verdicts
  }
}
