import EvidenceModel

/// Prowler's CSV output of version 3.
///
/// It tells passes, account, region and time, but neither the version nor what was evaluated
/// without a result. Its columns differ by provider, and are found by name. The account of AWS was
/// a number in the writer's model, so that its leading zeros are gone; they are put back. `INFO` is
/// a control that a person has to check, and `WARNING` is written over the verdict of what the
/// allow list suppresses. Times are local to the scanning host.
struct ProwlerV3CSV: ScanFormat {
  let key = "prowler-v3-csv"
  let traits = FormatTraits(
    "Prowler's CSV output, version 3", passes: .yes, coverage: .no, account: .yes, region: .yes,
    time: .yes)

  func recognises(_ sample: FileSample) -> Bool {
    sample.hasColumns("ASSESSMENT_START_TIME", "FINDING_UNIQUE_ID", "CHECK_ID", "STATUS")
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
    private let timestamp, rule, findingUID, status, severity, detail, provider: Int?
    private let account, region, arn, resourceID, resourceName, resourceType, tags: Int?

    init(_ reader: CSVRecordReader) {
      timestamp = reader.column("ASSESSMENT_START_TIME")
      rule = reader.column("CHECK_ID")
      findingUID = reader.column("FINDING_UNIQUE_ID")
      status = reader.column("STATUS")
      severity = reader.column("SEVERITY")
      detail = reader.column("STATUS_EXTENDED")
      provider = reader.column("PROVIDER")
      account = reader.column(anyOf: "ACCOUNT_ID", "SUBSCRIPTION", "PROJECT_ID")
      region = reader.column(anyOf: "REGION", "LOCATION")
      arn = reader.column("RESOURCE_ARN")
      resourceID = reader.column("RESOURCE_ID")
      resourceName = reader.column("RESOURCE_NAME")
      resourceType = reader.column("RESOURCE_TYPE")
      tags = reader.column("RESOURCE_TAGS")
    }

    func record(
      _ bytes: ByteRange, of reader: CSVRecordReader, clock: inout RecordClock,
      tags: inout ProwlerTags
    ) -> ProwlerRecord {
      var record = ProwlerRecord(bytes: bytes)
      record.findingUID = reader.text(at: findingUID)
      record.rule = reader.text(at: rule)
      record.status = reader.text(at: status)
      record.severity = reader.text(at: severity)
      record.detail = reader.text(at: detail)
      record.provider = reader.text(at: provider)
      record.account = reader.text(at: account)
      record.region = reader.text(at: region)
      // As versions 4 and 5 name resources, so that findings outlive the upgrade.
      record.resourceUID = reader.text(at: arn) ?? reader.text(at: resourceID)
      record.resourceName = reader.text(at: resourceName) ?? reader.text(at: resourceID)
      record.resourceType = reader.text(at: resourceType)
      record.tags = reader.text(at: self.tags).map { tags.tags(in: $0) } ?? TagSet()
      record.scannedAt = clock.time(reader.text(at: timestamp) ?? .empty)
      return record
    }
  }
}
