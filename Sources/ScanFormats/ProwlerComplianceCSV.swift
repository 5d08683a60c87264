import EvidenceModel

/// Prowler's compliance CSV: one file per framework, one record for each finding, requirement and
/// attribute of the requirement.
///
/// The status of a record is that of the requirement. It can differ from the status of the finding:
/// since version 5.32 a pass becomes a failure where the scan's thresholds were looser than the
/// requirement. So what it tells are results of requirements, apart from the findings, of which it
/// has those of one framework alone. Records that repeat for each attribute are one result.
///
/// The edition is `FRAMEWORK`, with the version that ends `NAME`: `PCI` and `… v4.0` make
/// `PCI-4.0`, which is what Prowler's other files call it. Older versions name neither; there the
/// file's name tells, such as `night_cis_1.4_aws.csv`.
///
/// It tells passes, account, region and time, but neither severity nor Prowler's version.
/// Requirements without checks are manual and name no account; they belong to the account of the
/// other records where there is only one, else to all.
struct ProwlerComplianceCSV: ScanFormat {
  let key = "prowler-compliance-csv"
  let traits = FormatTraits(
    "Prowler's compliance CSV: results by requirement", passes: .yes, coverage: .no, account: .yes,
    region: .yes, time: .yes)

  private static let statuses: [String: Status] = [
    "pass": .pass, "fail": .fail, "manual": .manual, "info": .manual,
  ]

  func recognises(_ sample: FileSample) -> Bool {
    sample.hasColumns("REQUIREMENTS_ID", "CHECKID", "STATUS", "ASSESSMENTDATE")
  }

  func read(
    _ file: ScanFile, context: ReadingContext, emit: (ScanItem) throws -> Void
  ) throws {
    let onlyAccount = try Self.onlyAccount(in: file)
    let reader = try CSVRecordReader(file: file)
    let columns = Columns(reader)
    let editionInName = Self.edition(inName: file.path)
    var versions = TextMeanings<String>()
    var writer = FindingWriter(file: file, context: context)
    var texts = RepeatedText()
    try reader.readRecords(emit: emit) { bytes in
      guard let check = reader.text(at: columns.check) else { return "names no check" }
      guard let requirement = reader.text(at: columns.requirement)?.string else {
        return "names no requirement"
      }
      let provider = reader.text(at: columns.provider).map { texts.string($0).lowercased() } ?? ""
      guard let edition = columns.edition(of: reader, versions: &versions) ?? editionInName else {
        return "names no framework"
      }
      try writer.setTool(ProwlerScan.tool, version: nil, emit: emit)
      let word = reader.text(at: columns.status)?.string
      let isMutedByWord = word == "MUTED"
      var finding = Finding(
        rule: check == "manual" ? "" : texts.string(check),
        status: isMutedByWord
          ? .unknown : try writer.status(word, among: Self.statuses, emit: emit),
        bytes: bytes)
      finding.provider = provider
      if let account = reader.text(at: columns.account).map({ texts.string($0) }) {
        guard let whole = ProwlerScan.whole(account, provider: provider) else {
          return "has the account '\(account)', which a spreadsheet has shortened"
        }
        finding.account = whole
      } else {
        finding.account = onlyAccount
      }
      finding.region = reader.text(at: columns.region).map { texts.string($0) }
      finding.resource = reader.text(at: columns.resource)?.string
      finding.resourceName = reader.text(at: columns.resourceName)?.string
      finding.isMuted =
        isMutedByWord || reader.text(at: columns.muted)?.string.lowercased() == "true"
      finding.detail = reader.string(at: columns.detail)
      finding.scannedAt = writer.clock.time(reader.text(at: columns.date) ?? .empty)
      try writer.write(
        finding, of: RequirementReference.prowler(edition: edition, requirement: requirement),
        emit: emit)
      return nil
    }
  }

  /// The edition in the name of a file: `CIS-1.4` in `night_cis_1.4_aws.csv`.
  private static func edition(inName path: String) -> String? {
    let name = path.split(separator: "/").last ?? ""
    let parts = name.split(separator: ".csv").first?.split(separator: "_") ?? []
    guard parts.count > 2 else { return nil }
    return parts.dropFirst().dropLast().joined(separator: "-").uppercased()
  }

  /// The one account that the records name; `nil` where they name none, or several.
  private static func onlyAccount(in file: ScanFile) throws -> String? {
    let reader = try CSVRecordReader(file: file)
    let columns = Columns(reader)
    var only: String?
    while let record = try reader.next() {
      guard case .whole = record, let account = reader.text(at: columns.account) else { continue }
      if let only, !(account == only) { return nil }
      if only == nil { only = account.string }
    }
    guard let only else { return nil }
    // Only AWS's accounts are numbers of less than 12 digits.
    return ProwlerScan.whole(only, provider: "aws")
  }

  /// Where the columns stand in this file.
  private struct Columns {
    let provider, account, region, date, requirement, status, detail: Int?
    let resource, resourceName, check, muted: Int?
    private let framework, name: Int?

    init(_ reader: CSVRecordReader) {
      provider = reader.column("PROVIDER")
      account = reader.column(
        anyOf: "ACCOUNTID", "SUBSCRIPTIONID", "PROJECTID", "TENANTID", "CONTEXT")
      region = reader.column(anyOf: "REGION", "LOCATION", "NAMESPACE")
      date = reader.column("ASSESSMENTDATE")
      requirement = reader.column("REQUIREMENTS_ID")
      status = reader.column("STATUS")
      detail = reader.column("STATUSEXTENDED")
      resource = reader.column("RESOURCEID")
      resourceName = reader.column("RESOURCENAME")
      check = reader.column("CHECKID")
      muted = reader.column("MUTED")
      framework = reader.column("FRAMEWORK")
      name = reader.column("NAME")
    }

    /// The framework with its version; `nil` where the file names none.
    func edition(of reader: CSVRecordReader, versions: inout TextMeanings<String>) -> String? {
      guard let framework = reader.text(at: framework)?.string else { return nil }
      guard let name = reader.text(at: name) else { return framework }
      let version = versions.meaning(of: name, find: Self.version)
      guard !version.isEmpty, !framework.hasSuffix(version) else { return framework }
      return framework + "-" + version
    }

    /// The version that ends the name of a framework; empty where none does.
    private static func version(of name: String) -> String {
      guard let last = name.split(separator: " ").last, last.first == "v",
        last.dropFirst().first?.isNumber == true
      else { return "" }
      return String(last.dropFirst())
    }
  }
}
