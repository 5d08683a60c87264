import EvidenceModel

extension CSVRecordReader {
  /// Reads the file to its end. Records that have another number of fields than the header are
  /// rejected, and a file that does not end with a line break is warned of.
  ///
  /// - Parameters:
  ///   - emit: Takes the items.
  ///   - take: Hands on the record that was read, and returns why it could not be used; `nil` where it
  ///     was.
  /// - Throws: `ImportError` where the file is damaged; what the closures throw.
  func readRecords(
    emit: (ScanItem) throws -> Void, take: (ByteRange) throws -> String?
  ) throws {
    while let record = try next() {
      switch record {
      case .whole(let bytes):
        if let reason = try take(bytes) { try reject(bytes, reason: reason, emit: emit) }
      case .ragged(let bytes, let count):
        try rejectRagged(bytes, count: count, emit: emit)
      }
    }
    try warnOfEnd(emit: emit)
  }

  /// Hands on that the record that was read last has `count` fields, which the header has not.
  func rejectRagged(
    _ bytes: ByteRange, count: Int, emit: (ScanItem) throws -> Void
  ) throws {
    try reject(
      bytes, reason: "has \(count) fields where the header has \(header.count)", emit: emit)
  }

  /// Hands on that the record that was read last cannot be used.
  func reject(
    _ bytes: ByteRange, reason: String, emit: (ScanItem) throws -> Void
  ) throws {
    try emit(
      .rejected(
        RejectedRecord(bytes: bytes, reason: reason, excerpt: text(of: bytes).excerpt())))
  }

  /// Warns where the file does not end with a line break.
  func warnOfEnd(emit: (ScanItem) throws -> Void) throws {
    guard endsInsideLine else { return }
    try emit(.warning("its last line has no line break: the file may have been cut"))
  }

  /// What a field of the record that was read last says, without the quote that keeps spreadsheets
  /// from running it as a formula; `nil` where it says nothing.
  func text(at column: Int?) -> TextSlice? {
    guard let column else { return nil }
    let field = field(column)
    guard field.count > 1, field.start[0] == UInt8(ascii: "'") else { return field.ifPresent }
    switch field.start[1] {
    case UInt8(ascii: "="), UInt8(ascii: "+"), UInt8(ascii: "-"), UInt8(ascii: "@"),
      UInt8(ascii: "\t"), UInt8(ascii: "\r"):
      return field.dropFirst(1).ifPresent
    default:
      return field
    }
  }

  /// What a field of the record that was read last says; empty where it says nothing.
  func string(at column: Int?) -> String { text(at: column)?.string ?? "" }

  /// The position of the first of these columns that is there.
  func column(anyOf names: String...) -> Int? {
    names.lazy.compactMap { self.column($0) }.first
  }
}
