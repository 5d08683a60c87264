/// Writes rows in one format.
///
/// The calls come in order: ``begin(_:to:)`` once, ``write(_:to:)`` for each row, ``end(to:)``
/// once.
protocol RowWriter {
  /// Writes what comes before the rows.
  mutating func begin(_ columns: [ResultColumn], to sink: ByteSink) throws
  /// Writes one row, or keeps it for later.
  mutating func write(_ row: [SQLValue], to sink: ByteSink) throws
  /// Writes what is kept, and what comes after the rows.
  mutating func end(to sink: ByteSink) throws
}
