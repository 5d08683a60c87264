import EvidenceModel

extension ReadOnlyConnection {
  /// True where a scan that ran by a moment was known: without one, a report has nothing to say,
  /// which is not that there was nothing.
  ///
  /// - Parameters:
  ///   - asOf: A date, a time or a scan's number; `nil` is any time.
  ///   - knownAt: A date, a time or a scan's number; `nil` is all that is known.
  /// - Returns: Whether there is one.
  /// - Throws: `QueryError` where a text is no moment.
  public func hasScan(asOf: String?, knownAt: String?) throws -> Bool {
    let moments = MomentParser(connection: self)
    let end = try asOf.map { SQLValue.integer(try moments.end(of: $0).microseconds) }
    let ingest = try knownAt.map { SQLValue.integer(try moments.ingest(knownAt: $0)) }
    return try number(
      """
      SELECT EXISTS (
        SELECT 1
        FROM scan
        WHERE ifnull(scanned_at <= :as_of, 1)
          AND ifnull(ingest_id <= :known_at, 1)
      )
      """, ["as_of": end ?? .null, "known_at": ingest ?? .null]) > 0
  }

  /// The first scan and the newest one of up to a moment; `nil` where there is none.
  func scanPeriod(
    to end: Timestamp?, knownAt ingest: Int64?
  ) throws -> (first: Int64, firstTime: Timestamp, newest: Timestamp)? {
    let rows = try query(
      """
      SELECT scan_id, scanned_at, max(scanned_at) OVER ()
      FROM scan
      WHERE ifnull(scanned_at <= :as_of, 1)
        AND ifnull(ingest_id <= :known_at, 1)
      ORDER BY scanned_at, scan_id
      """,
      values: [
        "as_of": end.map { .integer($0.microseconds) } ?? .null,
        "known_at": ingest.map { .integer($0) } ?? .null,
      ])
    guard let row = try rows.next(), case .integer(let first) = row[0],
      case .integer(let firstTime) = row[1], case .integer(let newest) = row[2]
    else { return nil }
    return (first, Timestamp(microseconds: firstTime), Timestamp(microseconds: newest))
  }

  /// The last ingest that was recorded, of up to one; 0 and `nil` where there is none.
  func lastIngest(upTo ingest: Int64?) throws -> (number: Int64, recordedAt: Timestamp?) {
    let rows = try query(
      """
      SELECT ingest_id, recorded_at
      FROM ingest
      WHERE ifnull(ingest_id <= :known_at, 1)
      ORDER BY ingest_id DESC
      LIMIT 1
      """, values: ["known_at": ingest.map { .integer($0) } ?? .null])
    guard let row = try rows.next(), case .integer(let number) = row[0],
      case .integer(let time) = row[1]
    else { return (0, nil) }
    return (number, Timestamp(microseconds: time))
  }
}
