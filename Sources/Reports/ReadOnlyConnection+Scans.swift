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
}
