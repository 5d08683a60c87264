import EvidenceModel

/// Writes a scan record by record, in either format.
struct SampleScanWriter {
  private let format: SampleFormat
  private let run: SampleRun
  private var output = IndentedJSON()
  private var isFirst = true

  /// Begins a scan.
  init(_ format: SampleFormat, run: SampleRun) {
    self.format = format
    self.run = run
    switch format {
    case .ocsf: output.bytes.append(UInt8(ascii: "["))
    case .csv: CSVRecord.appendHeader(to: &output.bytes)
    }
  }

  /// The bytes that nobody has taken yet.
  var bytes: [UInt8] { output.bytes }

  /// How many bytes nobody has taken yet.
  var byteCount: Int { output.bytes.count }

  /// Writes a record.
  mutating func append(_ record: SampleRecord, of check: SampleCheck) {
    switch format {
    case .ocsf:
      if !isFirst { output.bytes.append(UInt8(ascii: ",")) }
      isFirst = false
      output.record(record, of: check, run: run)
    case .csv:
      CSVRecord.append(record, of: check, run: run, to: &output.bytes)
    }
  }

  /// Ends the scan.
  mutating func finish() {
    if format == .ocsf { output.bytes.append(UInt8(ascii: "]")) }
  }

  /// Hands the bytes on, and forgets them.
  mutating func drain(to sink: (Span<UInt8>) throws -> Void) rethrows {
    try sink(output.bytes.span)
    output.bytes.removeAll(keepingCapacity: true)
  }
}
