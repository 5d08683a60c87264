import GRDBSQLite

extension ReadOnlyConnection {
  /// Reads a file that the database keeps, a mebibyte at a time.
  ///
  /// - Parameters:
  ///   - kept: Its number.
  ///   - body: Called with each piece, in order.
  /// - Throws: `QueryError` where it cannot be read, and what `body` throws.
  func forEachPiece(ofKeptFile kept: Int64, _ body: ([UInt8]) throws -> Void) throws {
    let blob = try openBlob(table: "kept_file", column: "bytes", row: kept)
    defer { sqlite3_blob_close(blob) }
    let size = Int(sqlite3_blob_bytes(blob))
    for start in stride(from: 0, to: size, by: 1 << 20) {
      let count = min(1 << 20, size - start)
      var code = SQLITE_OK
      let piece = [UInt8](unsafeUninitializedCapacity: count) { buffer, initialized in
        code = sqlite3_blob_read(blob, buffer.baseAddress, Int32(count), Int32(start))
        initialized = code == SQLITE_OK ? count : 0
      }
      guard code == SQLITE_OK else { throw error(code, isCompiling: false) }
      try body(piece)
    }
  }
}
