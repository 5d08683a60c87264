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
    var scan = ProwlerScan(file: file, context: context)
    while let row = try reader.next() {
      let reason: String?
      let bytes: ByteRange
      switch row {
      case .ragged(let place, let count):
        bytes = place
        reason = "has \(count) fields where the header has \(reader.header.count)"
      case .whole(let place):
        bytes = place
        reason = try scan.take(
          columns.record(place, of: reader, clock: &scan.clock, tags: &scan.tags), emit: emit,
          definition: { columns.definition(of: reader, key: $0, severity: $1) })
      }
      guard let reason else { continue }
      try emit(
        .rejected(
          RejectedRecord(
            bytes: bytes, reason: reason, excerpt: reader.text(of: bytes).excerpt())))
    }
    if reader.endsInsideLine {
      try emit(.warning("its last line has no line break: the file may have been cut"))
    }
  }

  /// Where the columns stand in this file.
  private struct Columns {
    private let timestamp, version, rule, findingUID, status, muted, severity, detail: Int?
    private let provider, account, region, resourceUID, resourceName, resourceType, tags: Int?
    private let title, service, description, risk, recommendation, url, compliance: Int?

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
      title = reader.column("CHECK_TITLE")
      service = reader.column("SERVICE_NAME")
      description = reader.column("DESCRIPTION")
      risk = reader.column("RISK")
      recommendation = reader.column("REMEDIATION_RECOMMENDATION_TEXT")
      url = reader.column("REMEDIATION_RECOMMENDATION_URL")
      compliance = reader.column("COMPLIANCE")
    }

    func record(
      _ bytes: ByteRange, of reader: CSVRecordReader, clock: inout RecordClock,
      tags: inout ProwlerTags
    ) -> ProwlerRecord {
      var record = ProwlerRecord(bytes: bytes)
      record.version = text(version, of: reader)
      record.findingUID = text(findingUID, of: reader)
      record.rule = text(rule, of: reader)
      record.status = text(status, of: reader)
      record.isMuted = text(muted, of: reader)?.isTrue ?? false
      record.severity = text(severity, of: reader)
      record.detail = text(detail, of: reader)
      record.provider = text(provider, of: reader)
      record.account = text(account, of: reader)
      record.region = text(region, of: reader)
      record.resourceUID = text(resourceUID, of: reader)
      record.resourceName = text(resourceName, of: reader)
      record.resourceType = text(resourceType, of: reader)
      record.tags = text(self.tags, of: reader).map { tags.tags(in: $0) } ?? TagSet()
      record.scannedAt = clock.time(text(timestamp, of: reader) ?? .empty)
      return record
    }

    func definition(
      of reader: CSVRecordReader, key: String, severity: Severity
    ) -> RuleDefinition {
      var definition = RuleDefinition(key: key, title: text(title, of: reader)?.string ?? "")
      definition.service = text(service, of: reader)?.string ?? ""
      definition.severity = severity
      definition.description = text(description, of: reader)?.string ?? ""
      definition.risk = text(risk, of: reader)?.string ?? ""
      definition.recommendation = text(recommendation, of: reader)?.string ?? ""
      definition.referenceURL = text(url, of: reader).flatMap { $0.isWebAddress ? $0.string : nil }
      definition.mappings =
        text(compliance, of: reader).map {
          ProwlerCompliance.mappings($0.string)
        } ?? []
      return definition
    }

    /// What a field says, without the quote that keeps spreadsheets from running it as a formula.
    private func text(_ column: Int?, of reader: CSVRecordReader) -> TextSlice? {
      guard let column else { return nil }
      let field = reader.field(column)
      guard field.count > 1, field.start[0] == UInt8(ascii: "'") else { return field.ifPresent }
      switch field.start[1] {
      case UInt8(ascii: "="), UInt8(ascii: "+"), UInt8(ascii: "-"), UInt8(ascii: "@"),
        UInt8(ascii: "\t"), UInt8(ascii: "\r"):
        return field.dropFirst(1).ifPresent
      default:
        return field
      }
    }
  }
}

extension TextSlice {
  /// True for Python's `True`, also as a spreadsheet writes it.
  fileprivate var isTrue: Bool { self == "True" || self == "TRUE" }
}
