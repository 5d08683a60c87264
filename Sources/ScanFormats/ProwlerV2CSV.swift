import EvidenceModel

/// Prowler's CSV output of version 2, the shell script.
///
/// It tells passes, account and region; the time and the resource only in its last releases
/// (`PROWLER_START_TIME`, `CHECK_RESOURCE_ID`). Nothing is quoted: Prowler writes `--` for a comma
/// inside a value, which is kept as written, since values hold that text of their own too. The rule
/// stands in brackets in `TITLE_TEXT`: `[check11] Title`.
///
/// Where no resource is named, the message alone tells the results of a rule in a region apart.
/// Messages change, so these results are one finding, whose worst result counts.
///
/// Records may have more fields than the header. What identifies a finding stands before the
/// message, so that such a record is used where the header has no resource; its severity and the
/// texts after the message may be out of place, and are not read.
struct ProwlerV2CSV: ScanFormat {
  let key = "prowler-v2-csv"
  let traits = FormatTraits(
    "Prowler's CSV output, version 2", passes: .yes, coverage: .no, account: .yes, region: .yes,
    time: .partly)

  func recognises(_ sample: FileSample) -> Bool {
    sample.hasColumns("TITLE_ID", "CHECK_RESULT", "TITLE_TEXT")
  }

  func read(
    _ file: ScanFile, context: ReadingContext, emit: (ScanItem) throws -> Void
  ) throws {
    let reader = try CSVRecordReader(file: file)
    let columns = Columns(reader)
    var scan = ProwlerScan(file: file, context: context)
    var hasWarned = false
    while let row = try reader.next() {
      let bytes: ByteRange
      var isWhole = true
      switch row {
      case .whole(let place): bytes = place
      case .ragged(let place, let count):
        guard count > reader.header.count, columns.resource == nil else {
          try reader.rejectRagged(place, count: count, emit: emit)
          continue
        }
        bytes = place
        isWhole = false
      }
      let record = columns.record(bytes, of: reader, isWhole: isWhole, clock: &scan.clock)
      if columns.timestamp == nil, record.scannedAt == nil {
        throw try file.error(
          .missingContext, at: bytes.offset, reason: "the file does not say when the scan ran",
          hint: "give the time with --scanned-at")
      }
      if record.resourceUID == nil, !hasWarned {
        hasWarned = true
        try emit(
          .warning(
            "records name no resource: the results of a rule in a region are kept as one finding"))
      }
      let reason = try scan.take(record, emit: emit) { key, severity in
        columns.definition(of: reader, isWhole: isWhole, key: key, severity: severity)
      }
      if let reason { try reader.reject(bytes, reason: reason, emit: emit) }
    }
    try reader.warnOfEnd(emit: emit)
  }

  /// Where the columns stand in this file.
  private struct Columns {
    let timestamp, resource: Int?
    private let account, region, status, title, detail, severity, service: Int?
    private let resourceType, risk, recommendation, url: Int?
    private static let provider: StaticString = "aws"

    init(_ reader: CSVRecordReader) {
      timestamp = reader.column("PROWLER_START_TIME")
      resource = reader.column("CHECK_RESOURCE_ID")
      account = reader.column("ACCOUNT_NUM")
      region = reader.column("REGION")
      status = reader.column("CHECK_RESULT")
      title = reader.column("TITLE_TEXT")
      detail = reader.column("CHECK_RESULT_EXTENDED")
      severity = reader.column("CHECK_SEVERITY")
      service = reader.column("CHECK_SERVICENAME")
      resourceType = reader.column("CHECK_ASFF_RESOURCE_TYPE")
      risk = reader.column("CHECK_RISK")
      recommendation = reader.column("CHECK_REMEDIATION")
      url = reader.column("CHECK_DOC")
    }

    func record(
      _ bytes: ByteRange, of reader: CSVRecordReader, isWhole: Bool, clock: inout RecordClock
    ) -> ProwlerRecord {
      var record = ProwlerRecord(bytes: bytes)
      record.provider = TextSlice(
        start: Self.provider.utf8Start, count: Self.provider.utf8CodeUnitCount)
      record.rule = titleParts(of: reader)?.rule
      record.status = reader.text(at: status)
      record.account = reader.text(at: account)
      record.region = reader.text(at: region)
      record.detail = reader.text(at: detail)
      if isWhole {
        record.severity = reader.text(at: severity)
        record.resourceUID = reader.text(at: resource)
        record.resourceName = record.resourceUID
        record.resourceType = reader.text(at: resourceType)
      }
      record.scannedAt = clock.time((isWhole ? reader.text(at: timestamp) : nil) ?? .empty)
      return record
    }

    /// The rule in brackets, and the title after it.
    private func titleParts(
      of reader: CSVRecordReader
    ) -> (rule: TextSlice, title: TextSlice)? {
      guard let text = reader.text(at: title), text.hasPrefix("[") else { return nil }
      guard let end = text.firstIndex(of: "]"), end > 1 else { return nil }
      let rest = text.dropFirst(end + 1)
      return (text.dropFirst(1).prefix(end - 1), rest.hasPrefix(" ") ? rest.dropFirst(1) : rest)
    }

    func definition(
      of reader: CSVRecordReader, isWhole: Bool, key: String, severity: Severity
    ) -> RuleDefinition {
      var definition = RuleDefinition(key: key, title: titleParts(of: reader)?.title.string ?? "")
      definition.severity = severity
      guard isWhole else { return definition }
      definition.service = reader.string(at: service)
      definition.risk = reader.string(at: risk)
      definition.recommendation = reader.string(at: recommendation)
      definition.referenceURL = reader.text(at: url).flatMap { $0.isWebAddress ? $0.string : nil }
      return definition
    }
  }
}
