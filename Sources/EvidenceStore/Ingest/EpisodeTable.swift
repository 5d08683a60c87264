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
        closing_status_id
      )
      VALUES (?, ?, ?, ?, ?, ?, ?)
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
      SELECT episode, closing_status_id IS NULL
      FROM failing_episode
      WHERE finding_id = ?
      ORDER BY episode DESC
      LIMIT 1
      """)
    delete = try PreparedStatement(db, "DELETE FROM failing_episode WHERE finding_id = ?")
  }

  /// Takes note of an event that is the newest of its finding; `isFirst` where it is the only one.
  func append(_ event: LoggedEvent, findingID: Int64, isFirst: Bool) throws {
    switch event.state.status {
    case .fail:
      let last = isFirst ? nil : try selectLast.first(findingID) { ($0.int(0), $0.int(1) != 0) }
      if let (_, isOpen) = last, isOpen { return }
      try write(
        Episode(number: (last?.0 ?? 0) + 1, opening: event), findingID: findingID)
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
    for event in events {
      switch event.state.status {
      case .fail where episode?.closing != nil || episode == nil:
        if let episode { try write(episode, findingID: findingID) }
        episode = Episode(number: (episode?.number ?? 0) + 1, opening: event)
      case .pass, .gone:
        if episode?.closing == nil { episode?.closing = event }
      default: break
      }
    }
    if let episode { try write(episode, findingID: findingID) }
  }

  private func write(_ episode: Episode, findingID: Int64) throws {
    try insert.run(
      findingID, episode.number, episode.opening.id, episode.opening.state.severity.rawValue,
      episode.opening.since.microseconds,
      (episode.closing?.since ?? .endOfTime).microseconds, episode.closing?.state.status.rawValue)
  }

  private struct Episode {
    var number: Int64
    var opening: LoggedEvent
    var closing: LoggedEvent?
  }
}

/// An event as the log has it.
struct LoggedEvent {
  var id: Int64
  var since: Timestamp
  var state: FindingState
}
