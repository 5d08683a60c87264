import EvidenceModel

/// KICS's JSON output, of versions 1 and 2: failures alone, in a list of queries with the files
/// that violate them.
///
/// - Passes and coverage: no, only how many queries there were. Account and region: never.
/// - Version: `kics_version`. Time: `start`, where there is one.
///
/// A query's members stand around its files: the file is read twice. The rule is the query's id, a
/// UUID; the similarity id, a hash of the query, the path and the place within the file, tells
/// results apart. The bill of materials, which violates nothing, is not read.
struct KICS: ScanFormat {
  let key = "kics"
  let traits = FormatTraits(
    "KICS JSON results", passes: .no, coverage: .no, account: .no, region: .no, time: .partly)

  func recognises(_ sample: FileSample) -> Bool {
    // Early versions keep the counts in an object of another name.
    sample.hasMembers("queries", "files_scanned") || sample.hasMembers("queries", "queries_total")
      || sample.firstObject?["queries"]?.firstElement?["query_id"] != nil
  }

  private struct Query {
    var definition = RuleDefinition(key: "", title: "")
    var severity: String?
  }

  private struct Outline {
    var version: String?
    var scannedAt: Timestamp?
    var failedQueries = 0
    var queries: [[Int]: Query] = [:]
  }

  func read(
    _ file: ScanFile, context: ReadingContext, emit: (ScanItem) throws -> Void
  ) throws {
    var writer = FindingWriter(file: file, context: context)
    let outline = try Self.outline(of: file, clock: &writer.clock)
    let reader = try JSONPathReader(file: file, paths: ["queries[].files[]"])
    try writer.setTool("kics", version: outline.version, emit: emit)
    if outline.failedQueries > 0 {
      try writer.warn("\(outline.failedQueries) queries failed to execute", emit: emit)
    }
    // The files of a query stand together.
    var place: [Int] = []
    var ownQuery: Query?
    while let match = try reader.next() {
      let value = match.record.value
      if match.indexes.prefix(2) != place[...] {
        place = Array(match.indexes.prefix(2))
        ownQuery = outline.queries[place]
      }
      guard let query = ownQuery, !query.definition.key.isEmpty else {
        try writer.reject(
          match.record.bytes, reason: "is of a query without id",
          excerpt: reader.text(of: match.record), emit: emit)
        continue
      }
      var finding = Finding(rule: query.definition.key, status: .fail, bytes: match.record.bytes)
      finding.severity =
        query.severity == "TRACE"
        ? .informational : try writer.severity(query.severity, emit: emit)
      finding.scannedAt = outline.scannedAt
      finding.detail = value.string("actual_value") ?? ""
      finding.resourceType = Self.known(value.string("resource_type")) ?? ""
      finding.resourceName = Self.known(value.string("resource_name"))
      finding.resource = [
        value.string("file_name"), Self.known(value.string("resource_type")), finding.resourceName,
      ].compactMap(\.self).joined(separator: ":")
      finding.discriminator = value.string("similarity_id") ?? value.string("search_key") ?? ""
      try writer.write(finding, emit: emit) {
        var definition = query.definition
        definition.severity = finding.severity
        return definition
      }
    }
  }

  private static func known(_ text: String?) -> String? { text == "n/a" ? nil : text }

  private static func outline(of file: ScanFile, clock: inout RecordClock) throws -> Outline {
    var outline = Outline()
    let reader = try JSONPathReader(
      file: file,
      paths: [
        "kics_version", "start", "queries_failed_to_execute", "queries[].query_id",
        "queries[].query_name", "queries[].query_url", "queries[].severity", "queries[].category",
        "queries[].description", "queries[].cwe",
      ])
    while let match = try reader.next() {
      let value = match.record.value
      let text = value.string ?? ""
      let place = Array(match.indexes.prefix(2))
      switch match.path {
      case 0: outline.version = value.string
      case 1:
        // Some versions write the year 1 where they know no time.
        outline.scannedAt = clock.time(value).flatMap { $0.microseconds > 0 ? $0 : nil }
      case 2:
        // No program counts that far: the file is forged.
        let (sum, isTooLarge) = outline.failedQueries
          .addingReportingOverflow(Int(clamping: value.int ?? 0))
        outline.failedQueries = isTooLarge ? .max : sum
      case 3: outline.queries[place, default: Query()].definition.key = text
      case 4: outline.queries[place, default: Query()].definition.title = text
      case 5: outline.queries[place, default: Query()].definition.referenceURL = text
      case 6: outline.queries[place, default: Query()].severity = text
      case 7: outline.queries[place, default: Query()].definition.service = text
      case 8: outline.queries[place, default: Query()].definition.description = text
      default: outline.queries[place, default: Query()].definition.cwe = Int(text)
      }
    }
    return outline
  }
}
