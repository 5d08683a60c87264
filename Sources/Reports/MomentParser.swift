public import EvidenceModel

/// Reads what people write for a moment: a date, a time, or the number of a scan.
///
/// ```swift
/// let moments = MomentParser(connection: connection)
/// try moments.end(of: "2026-06-30")        // the last microsecond of that day
/// try moments.end(of: "17")                // when scan 17 ran
/// try moments.ingest(knownAt: "2026-06-30")  // the last ingest of that day or before
/// ```
public struct MomentParser {
  private let connection: ReadOnlyConnection

  /// A parser that looks up scans and ingests in a database.
  public init(connection: ReadOnlyConnection) {
    self.connection = connection
  }

  /// The end of what is named, for `--as-of` and the end of a period: all of it is included.
  public func end(of text: String) throws -> Timestamp {
    if let scan = Int64(text) { return try time(of: scan) }
    return try time(in: text).end
  }

  /// The last moment before what is named, which a period that begins with it follows; for a
  /// scan, its time, since a period after a scan does not include it.
  public func before(_ text: String) throws -> Timestamp {
    if let scan = Int64(text) { return try time(of: scan) }
    return Timestamp(microseconds: try time(in: text).timestamp.microseconds - 1)
  }

  /// The newest ingest that had been recorded by the end of what is named, or 0 where there was
  /// none; for a scan, the ingest that recorded it.
  public func ingest(knownAt text: String) throws -> Int64 {
    if let scan = Int64(text) {
      return try scanFact("SELECT ingest_id FROM scan WHERE scan_id = :scan_id", scan)
    }
    return try connection.number(
      "SELECT max(ingest_id) FROM ingest WHERE recorded_at <= :end_at",
      ["end_at": .integer(try time(in: text).end.microseconds)])
  }

  /// The number of a scan that exists.
  func scan(_ text: String) throws -> Int64 {
    guard let scan = Int64(text) else {
      throw QueryError(.badParameter, "'\(text)' is not the number of a scan", hint: Self.scansHint)
    }
    return try scanFact("SELECT scan_id FROM scan WHERE scan_id = :scan_id", scan)
  }

  private func time(of scan: Int64) throws -> Timestamp {
    Timestamp(
      microseconds: try scanFact("SELECT scanned_at FROM scan WHERE scan_id = :scan_id", scan))
  }

  private func scanFact(_ sql: String, _ scan: Int64) throws -> Int64 {
    let rows = try connection.query(sql, values: ["scan_id": .integer(scan)])
    guard case .integer(let fact) = try rows.next()?.first else {
      throw QueryError(
        .badParameter, "there is no scan \(scan)",
        hint: "\(Self.scansHint); a date is written 2026-06-30")
    }
    return fact
  }

  private func time(in text: String) throws -> TimestampText {
    guard let time = TimestampText(text) else {
      throw QueryError(
        .badParameter, "'\(text)' is not a date, a time or the number of a scan",
        hint: "write 2026-06-30, 2026-06-30T14:00:00Z or a scan's number")
    }
    return time
  }

  private static let scansHint = "'tickmark scans' lists the scans"
}
