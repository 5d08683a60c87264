import EvidenceModel
import Foundation
import Reports

@testable import EvidenceStore

/// Tells a story to a database and to the model, and compares what they say.
struct StoryTrial {
  /// What is done to the rows of a report or view before they are compared: to test that faults
  /// are found and made small.
  var distort: (Story.Query, [[SQLValue]]) -> [[SQLValue]] = { $1 }

  /// The first difference between the database and the model.
  ///
  /// - Throws: What the database throws where the story cannot be told.
  func difference(in story: Story) throws -> Difference? {
    let teller = try StoryTeller()
    var model = HistoryModel()
    let now = Timestamp(microseconds: Int64(Date().timeIntervalSince1970 * 1_000_000))
    for step in story.steps {
      let report = try teller.tell(step)
      model.tell(step)
      switch step {
      case .query(let query):
        if let found = try difference(in: query, teller, model, now) { return found }
      case .scan(let scan):
        let told = model.scans.filter { $0.artifact == scan.artifact }
        for (told, report) in zip(told, report?.scans ?? []) {
          let expected = model.report(on: told, number: report.scanID)
          guard report.inOrder != expected.inOrder else { continue }
          return Difference(
            subject: "ingest report", question: "what was said when \(scan.artifact) was ingested",
            expected: ["\(expected)"], actual: ["\(report)"])
        }
      default: break
      }
    }
    let faults = try teller.test.store.verify().differences
    guard !faults.isEmpty else { return nil }
    return Difference(
      subject: "verify", question: "verify", expected: [],
      actual: faults.map { "\($0.check): \($0.message)" })
  }

  private func difference(
    in query: Story.Query, _ teller: StoryTeller, _ model: HistoryModel, _ now: Timestamp
  ) throws -> Difference? {
    guard let expectation = try Expectation(of: query, by: model, now: now) else { return nil }
    let result = try teller.result(of: query)
    let columns = result.columns.filter { !expectation.leftOut.contains($0) }
    let kept = columns.compactMap { result.columns.firstIndex(of: $0) }
    let actual = distort(query, result.rows).map { row in TrialRow(kept.map { row[$0] }) }.sorted()
    let expected = expectation.rows.map { row in
      // A column that only one of the two has shows as a difference.
      TrialRow(
        columns.map { row[$0] ?? .text("?") }
          + row.keys.filter { !columns.contains($0) }.sorted().map { .text("\($0)?") })
    }.sorted()
    guard !zip(expected, actual).allSatisfy({ $0.isNearly($1) }) || expected.count != actual.count
    else { return nil }
    return Difference(
      subject: (query.isView ? "view " : "query ") + query.name,
      question: Story(steps: [.query(query)]).text + "  " + columns.joined(separator: "|"),
      expected: expected.map(\.text), actual: actual.map(\.text))
  }
}

/// What the model says to a question.
private struct Expectation {
  var rows: [ModelRow]
  var leftOut: Set<String>

  /// `nil` where no model answers the question.
  init?(of query: Story.Query, by model: HistoryModel, now: Timestamp) throws {
    if query.isView {
      guard let view = ViewModel.byName[query.name] else { return nil }
      rows = view.rows(Standpoint(model: model, asOf: nil, now: now))
      leftOut = view.leftOut
    } else {
      guard let report = ReportModel.byName[query.name] else { return nil }
      rows = try report.rows(ReportQuestion(query, whole: model, now: now))
      leftOut = report.leftOut
    }
  }
}

extension IngestReport.Scan {
  /// The report with its accounts in the order of their names.
  fileprivate var inOrder: Self {
    var report = self
    // Accounts of two providers may have one name.
    report.coverage.sort { "\($0)" < "\($1)" }
    return report
  }
}
