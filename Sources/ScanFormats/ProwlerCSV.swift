import EvidenceModel

/// Prowler's CSV output, of versions 4 and 5.
///
/// Columns are found by name: later versions have more of them.
struct ProwlerCSV: ScanFormat {
  let key = "prowler-csv"
  let traits = FormatTraits(
    "Prowler's CSV output, versions 4 and 5", passes: .yes, coverage: .no, account: .yes,
    region: .yes, time: .yes)

  func recognises(_ sample: FileSample) -> Bool {
    sample.hasColumns("AUTH_METHOD", "CHECK_ID", "STATUS", "FINDING_UID")
  }

  func read(
    _ file: ScanFile, context: ReadingContext, emit: (ScanItem) throws -> Void
  ) throws {
    let reader = try CSVRecordReader(file: file)
    let columns = Columns(reader)
    let rules = ProwlerRuleColumns(reader)
    var scan = ProwlerScan(file: file, context: context)
    try reader.readRecords(emit: emit) { bytes in
      try scan.take(
        columns.record(bytes, of: reader, clock: &scan.clock, tags: &scan.tags), emit: emit,
        definition: { rules.definition(of: reader, key: $0, severity: $1) })
    }
  }

  /// Where the columns stand in this file.
  private struct Columns {
    private let timestamp, version, rule, findingUID, status, muted, severity, detail: Int?
    private let provider, account, region, resourceUID, resourceName, resourceType, tags: Int?

    init(_ reader: CSVRecordReader) {
      timestamp = reader.column("TIMESTAMP")
      version = reader.column("PROWLER_VERSION")
      rule = reader.column("CHECK_ID")
      findingUID = reader.column("FINDING_UID")
      status = reader.column("STATUS")
      muted = reader.column("MUTED")
      severity = reader.column("SEVERITY")
      detail = reader.column("STATUS_EXTENDED")
      provider = reader.column("PROVIDER")
      account = reader.column("ACCOUNT_UID")
      region = reader.column("REGION")
      resourceUID = reader.column("RESOURCE_UID")
      resourceName = reader.column("RESOURCE_NAME")
      resourceType = reader.column("RESOURCE_TYPE")
      tags = reader.column("RESOURCE_TAGS")
    }

    func record(
      _ bytes: ByteRange, of reader: CSVRecordReader, clock: inout RecordClock,
      tags: inout ProwlerTags
    ) -> ProwlerRecord {
      var record = ProwlerRecord(bytes: bytes)
      record.version = reader.text(at: version)
      record.findingUID = reader.text(at: findingUID)
      record.rule = reader.text(at: rule)
      record.status = reader.text(at: status)
      record.isMuted = reader.text(at: muted)?.isTrue ?? false
      record.severity = reader.text(at: severity)
      record.detail = reader.text(at: detail)
      record.provider = reader.text(at: provider)
      record.account = reader.text(at: account)
      record.region = reader.text(at: region)
      record.resourceUID = reader.text(at: resourceUID)
      record.resourceName = reader.text(at: resourceName)
      record.resourceType = reader.text(at: resourceType)
      record.tags = reader.text(at: self.tags).map { tags.tags(in: $0) } ?? TagSet()
      record.scannedAt = clock.time(reader.text(at: timestamp) ?? .empty)
      return record
    }
  }
}

extension TextSlice {
  /// True for Python's `True`, also as a spreadsheet writes it.
  fileprivate var isTrue: Bool { self == "True" || self == "TRUE" }
}
