import EvidenceModel

/// CloudSploit's results, as JSON, as CSV with the same columns, and as the CSV of its command line,
/// which has no column for the plugin: there the title is the rule, so that a history is to be kept
/// from one of the formats.
///
/// They tell passes and regions, but neither account nor time, which are the user's to name, nor
/// severities; nor that a check had nothing to look at, which is a pass too. A check names the
/// resource, or `N/A` for the account. `WARN` is a failure of less weight. Messages are no part of
/// the identity: the results of a plugin for one resource and region are one finding.
struct CloudSploit: ScanFormat {
  let key = "cloudsploit"
  let traits = FormatTraits(
    "CloudSploit's JSON and CSV output", passes: .yes, coverage: .no, account: .no, region: .yes,
    time: .no)

  private static let statuses: [String: Status] = [
    "ok": .pass, "pass": .pass, "warn": .fail, "fail": .fail, "unknown": .unknown,
  ]

  func recognises(_ sample: FileSample) -> Bool {
    sample.hasMembers("plugin", "category", "status")
      || sample.hasColumns("plugin", "category", "status")
      || sample.hasColumns("category", "title", "resource", "region", "statusWord")
  }

  func read(
    _ file: ScanFile, context: ReadingContext, emit: (ScanItem) throws -> Void
  ) throws {
    let provider = try Self.provider(of: file)
    let hasPlugins = try Self.hasPlugins(file)
    var writer = FindingWriter(file: file, context: context)
    try writer.setTool("cloudsploit", version: nil, emit: emit)
    try Self.eachResult(of: file, emit: emit) { result in
      guard let rule = result.text("plugin") ?? (hasPlugins ? nil : result.text("title")) else {
        return hasPlugins ? "names no plugin" : "has no title"
      }
      let word = result.text("status") ?? result.text("statusWord")
      var finding = Finding(
        rule: rule, status: try writer.status(word, among: Self.statuses, emit: emit),
        bytes: result.bytes)
      finding.provider = provider
      // Some versions write Global.
      finding.region = result.text("region")?.lowercased()
      finding.resource = result.text("resource")
      finding.detail = result.text("message") ?? ""
      try writer.write(finding, emit: emit) {
        var definition = RuleDefinition(
          key: rule, title: result.text("title") ?? result.text("description") ?? "")
        definition.service = result.text("category") ?? ""
        definition.description = result.text("description") ?? ""
        return definition
      }
      return nil
    }
  }

  /// A result, whichever container holds it.
  private struct Result {
    let bytes: ByteRange
    /// What a member or column says; `nil` where it says nothing, or `N/A`.
    let text: (_ name: String) -> String?
  }

  /// Goes through the results. A result for which `take` returns a reason is rejected.
  private static func eachResult(
    of file: ScanFile, emit: (ScanItem) throws -> Void, take: (Result) throws -> String?
  ) throws {
    guard case .json = try FileKind(of: file) else {
      let reader = try CSVRecordReader(file: file)
      return try reader.readRecords(emit: emit) { bytes in
        try take(Result(bytes: bytes) { reader.text(at: reader.column($0))?.string })
      }
    }
    let reader = try JSONRecordReader(file: file)
    while let json = try reader.next() {
      let result = Result(bytes: json.bytes) {
        let member = json.value.member(named: $0)
        // The region is sometimes an array of one.
        return (member?.firstElement ?? member)?.text?.ifPresent?.string
      }
      guard let reason = try take(result) else { continue }
      try emit(
        .rejected(
          RejectedRecord(
            bytes: json.bytes, reason: reason, excerpt: reader.text(of: json).excerpt())))
    }
  }

  /// True where results name the plugin that they are of.
  private static func hasPlugins(_ file: ScanFile) throws -> Bool {
    guard case .json = try FileKind(of: file) else {
      return try CSVRecordReader(file: file).column("plugin") != nil
    }
    return true
  }

  /// The platform, which only the names of resources tell; empty where none does.
  private static func provider(of file: ScanFile) throws -> String {
    var provider = ""
    try eachResult(of: file, emit: { _ in }) { result in
      guard provider.isEmpty, let resource = result.text("resource") else { return nil }
      if resource.hasPrefix("arn:") { provider = "aws" }
      if resource.hasPrefix("/subscriptions/") { provider = "azure" }
      if resource.hasPrefix("projects/") { provider = "gcp" }
      if resource.hasPrefix("ocid1.") { provider = "oci" }
      return nil
    }
    return provider
  }
}
