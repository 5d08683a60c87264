import EvidenceModel
import Foundation
import GRDB
import Testing

@testable import EvidenceStore

/// History against the obvious model, over random scans in random order.
///
/// `TICKMARK_HISTORIES=5000 swift test --filter HistoryTests` tries more of them.
@Suite struct HistoryTests {
  static let seeds: Range<UInt64> = {
    let count = ProcessInfo.processInfo.environment["TICKMARK_HISTORIES"].flatMap(UInt64.init)
    return 0..<(count ?? 150)
  }()

  @Test func `any order of ingest gives the history of the model`() throws {
    for seed in Self.seeds {
      try compare(seed)
    }
  }

  private func compare(_ seed: UInt64) throws {
    let label: Comment = "seed \(seed)"
    var random = SeededGenerator(seed: seed &+ 1_000_003)
    let scans = RandomHistory.scans(seed: seed).shuffled(using: &random)
    let test = try TestStore()
    var model = HistoryModel()
    var snapshots: [(ingest: Int64, model: HistoryModel)] = []
    for scan in scans {
      model.scans.append(scan)
      let report = try test.ingest(
        scan.asObservations(using: &random), artifact: scan.artifact,
        basis: scan.isComplete ? .complete : .inferred)
      #expect(report?.scans.first?.changes == model.changes(of: scan), label)
      let ingest = try test.store.queue.read {
        try Int64.fetchOne($0, sql: "SELECT max(ingest_id) FROM ingest")
      }
      snapshots.append((ingest ?? 0, model))
    }
    try expectHistory(of: model, in: test, label)
    try expectObservations(of: model, in: test, label)
    try expectConfirmations(of: model, in: test, label)
    for snapshot in snapshots {
      try expectKnowledge(of: snapshot.model, asOfIngest: snapshot.ingest, in: test, label)
    }
    let differences = try test.store.verify().differences
    #expect(differences == [], label)
  }

  private func expectHistory(
    of model: HistoryModel, in test: TestStore, _ label: Comment
  ) throws {
    let rows = try test.rows(
      """
      SELECT history.account, history.region, history.rule, history.resource, history.status,
        ifnull(history.severity, 'unknown'), history.is_muted, history.detail, history.since, artifact.path
      FROM finding_history AS history
      JOIN scan ON scan.scan_id = history.scan_id
      JOIN artifact ON artifact.artifact_id = scan.artifact_id
      ORDER BY history.account, history.region, history.rule, history.resource, history.since,
        scan.tie_break
      """)
    let expected = model.keys.sorted().flatMap { key in
      model.events(of: key).map { event in
        "\(key.text)|\(event.state.text)|\(event.since)|\(event.artifact)"
      }
    }
    #expect(rows == expected, label)
  }

  private func expectObservations(
    of model: HistoryModel, in test: TestStore, _ label: Comment
  ) throws {
    let rows = try test.rows(
      """
      SELECT artifact.path, observation.account, observation.region, observation.rule,
        observation.resource, observation.status, observation.severity, observation.is_muted,
        observation.detail
      FROM observation
      JOIN scan ON scan.scan_id = observation.scan_id
      JOIN artifact ON artifact.artifact_id = scan.artifact_id
      """)
    let expected = model.scans.flatMap { scan in
      scan.observations.map { "\(scan.artifact)|\($0.text)|\($1.text)" }
    }
    #expect(rows.sorted() == expected.sorted(), label)
  }

  private func expectConfirmations(
    of model: HistoryModel, in test: TestStore, _ label: Comment
  ) throws {
    let rows = try test.rows(
      "SELECT account, region, rule, resource, last_confirmed_at FROM current_finding")
    let expected = model.keys.filter { key in
      model.events(of: key).last.map { $0.state.status != .gone } ?? false
    }.map { key in
      "\(key.text)|\(model.lastConfirmed(key).map(\.description) ?? "")"
    }
    #expect(rows.sorted() == expected.sorted(), label)
  }

  /// What the database knew after an ingest is what the model knows of the scans until then.
  private func expectKnowledge(
    of model: HistoryModel, asOfIngest ingest: Int64, in test: TestStore, _ label: Comment
  ) throws {
    for day in 0..<6 {
      let rows = try test.rows(
        """
        SELECT name.account, name.region, name.rule, name.resource, status.key, severity.key,
          event.is_muted, detail.text
        FROM finding
        JOIN _finding_name AS name ON name.finding_id = finding.finding_id
        JOIN event ON event.event_id = (
          SELECT newest.event_id
          FROM event AS newest
          JOIN scan ON scan.scan_id = newest.scan_id
          WHERE newest.finding_id = finding.finding_id
            AND newest.since_at <= :moment
            AND newest.recorded_in <= :ingest
            AND (newest.superseded_in IS NULL OR newest.superseded_in > :ingest)
          ORDER BY newest.since_at DESC, scan.tie_break DESC
          LIMIT 1
        )
        JOIN status ON status.status_id = event.status_id
        JOIN severity ON severity.severity_id = event.severity_id
        JOIN detail ON detail.detail_id = event.detail_id
        """,
        ["moment": moment(day: day).microseconds, "ingest": ingest])
      let expected = model.keys.compactMap { key in
        model.state(of: key, at: moment(day: day)).map { "\(key.text)|\($0.text)" }
      }
      #expect(rows.sorted() == expected.sorted(), label)
    }
  }
}

extension HistoryModel.Scan {
  func asObservations(using random: inout SeededGenerator) -> [Observation] {
    observations.sorted { $0.key < $1.key }.map { key, state in
      Observation(
        rule: key.rule,
        resource: Resource(
          provider: "aws", account: key.account, region: key.region, uid: key.resource),
        status: state.status, severity: state.severity, isMuted: state.isMuted,
        detail: state.detail, scannedAt: scannedAt, bytes: ByteRange(offset: 0, count: 1))
    }.shuffled(using: &random)
  }
}

extension HistoryModel.Key {
  var text: String { "\(account)|\(region)|\(rule)|\(resource)" }
}

extension HistoryModel.State {
  var text: String { "\(status.key)|\(severity.key)|\(isMuted ? 1 : 0)|\(detail)" }
}
