import EvidenceModel
import GRDB

/// Keeps `failing_episode`, which follows from the log: an episode opens with a finding's first
/// `fail`, and ends with the first `pass` or `gone` after it. Other statuses neither open nor end
/// one.
final class EpisodeTable {
  private let insert: PreparedStatement
  private let close: PreparedStatement
  private let selectLast: PreparedStatement
  private let delete: PreparedStatement

  init(_ db: Database) throws {
    insert = try PreparedStatement(
      db,
      """
      INSERT INTO failing_episode (
        finding_id, episode, opening_event_id, severity_id, opened_at, closed_at,
        closing_status_id, unresolved_since_at
      )
      VALUES (?, ?, ?, ?, ?, ?, ?, ?)
      """)
    close = try PreparedStatement(
      db,
      """
      UPDATE failing_episode
      SET closed_at = ?, closing_status_id = ?
      WHERE finding_id = ?
        AND closing_status_id IS NULL
      """)
    selectLast = try PreparedStatement(
      db,
      """
      SELECT
        episode.episode,
        episode.closing_status_id IS NULL,
        CASE
          -- It may have passed when it had come back.
          WHEN episode.closing_status_id = 7
            AND NOT EXISTS (
              SELECT 1
              FROM event AS pass
              JOIN scan ON scan.scan_id = pass.scan_id
              JOIN event AS opening ON opening.event_id = episode.opening_event_id
              JOIN scan AS opening_scan ON opening_scan.scan_id = opening.scan_id
              WHERE pass.finding_id = episode.finding_id
                AND pass.status_id = 5
                AND pass.superseded_in IS NULL
                AND (pass.since_at, scan.tie_break) > (opening.since_at, opening_scan.tie_break)
            )
            THEN ifnull(episode.unresolved_since_at, episode.opened_at)
        END
      FROM failing_episode AS episode
      WHERE episode.finding_id = ?
      ORDER BY episode.episode DESC
      LIMIT 1
      """)
    delete = try PreparedStatement(db, "DELETE FROM failing_episode WHERE finding_id = ?")
  }

  /// Takes note of an event that is the newest of its finding; `isFirst` where it is the only one.
  func append(_ event: LoggedEvent, findingID: Int64, isFirst: Bool) throws {
    switch event.state.status {
    case .fail:
      var episode = Episode(number: 1, opening: event, unresolvedSince: event.since)
      if !isFirst {
        let last = try selectLast.first(findingID) { ($0.int(0), $0.int(1) != 0, $0.intOrNil(2)) }
        if let (number, isOpen, unresolvedSince) = last {
          if isOpen { return }
          episode.number = number + 1
          if let unresolvedSince {
            episode.unresolvedSince = Timestamp(microseconds: unresolvedSince)
          }
        }
      }
      try write(episode, findingID: findingID)
    case .pass, .gone:
      if isFirst { return }
      try close.run(event.since.microseconds, event.state.status.rawValue, findingID)
    default: break
    }
  }

  /// Works out a finding's episodes anew from all of its events, in order.
  func rebuild(_ events: [LoggedEvent], findingID: Int64) throws {
    try delete.run(findingID)
    var episode: Episode?
    // None after a pass.
    var unresolvedSince: Timestamp?
    for event in events {
      switch event.state.status {
      case .fail where episode?.closing != nil || episode == nil:
        if let episode { try write(episode, findingID: findingID) }
        let since = unresolvedSince ?? event.since
        unresolvedSince = since
        episode = Episode(
          number: (episode?.number ?? 0) + 1, opening: event, unresolvedSince: since)
      case .pass, .gone:
        if episode?.closing == nil { episode?.closing = event }
        if event.state.status == .pass { unresolvedSince = nil }
      default: break
      }
    }
    if let episode { try write(episode, findingID: findingID) }
  }

  private func write(_ episode: Episode, findingID: Int64) throws {
    try insert.run(
      findingID, episode.number, episode.opening.id, episode.opening.state.severity.rawValue,
      episode.opening.since.microseconds,
      (episode.closing?.since ?? .endOfTime).microseconds, episode.closing?.state.status.rawValue,
      episode.unresolvedSince < episode.opening.since
        ? episode.unresolvedSince.microseconds : nil)
  }

  private struct Episode {
    var number: Int64
    var opening: LoggedEvent
    /// When the first of the finding's episodes since its last pass opened.
    var unresolvedSince: Timestamp
    var closing: LoggedEvent?
  }
}

/// An event as the log has it.
struct LoggedEvent {
  var id: Int64
  var since: Timestamp
  var state: FindingState
}
