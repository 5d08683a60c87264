import EvidenceModel

/// Writes records as Prowler 5.46 has them in its CSV.
enum CSVRecord {
  private typealias Text = @Sendable (SampleRecord, SampleCheck, SampleRun) -> String

  /// The columns, in the order of Prowler 5.46, and what each holds.
  private static let columns: [(String, Text)] = [
    ("AUTH_METHOD", { _, _, _ in "profile: None" }),
    ("TIMESTAMP", { _, _, run in run.csvTime }),
    ("ACCOUNT_UID", { record, _, _ in record.account.uid }),
    ("ACCOUNT_NAME", { record, _, _ in record.account.name }),
    ("ACCOUNT_EMAIL", { _, _, _ in "" }),
    ("ACCOUNT_ORGANIZATION_UID", { _, _, _ in "" }),
    ("ACCOUNT_ORGANIZATION_NAME", { _, _, _ in "" }),
    ("ACCOUNT_TAGS", { _, _, _ in "" }),
    ("FINDING_UID", { record, check, _ in record.findingUID(of: check) }),
    ("PROVIDER", { _, _, _ in "aws" }),
    ("CHECK_ID", { _, check, _ in check.key }),
    ("CHECK_TITLE", { _, check, _ in check.title }),
    ("CHECK_TYPE", { _, check, _ in check.types.joined(separator: " | ") }),
    ("STATUS", { record, _, _ in record.statusWord }),
    ("STATUS_EXTENDED", { record, _, _ in record.detail }),
    ("MUTED", { record, _, _ in record.isMuted ? "True" : "False" }),
    ("SERVICE_NAME", { _, check, _ in check.service }),
    ("SUBSERVICE_NAME", { _, _, _ in "" }),
    ("SEVERITY", { _, check, _ in check.severity.key }),
    ("RESOURCE_TYPE", { _, check, _ in check.resourceType }),
    ("RESOURCE_UID", { record, _, _ in record.resourceUID }),
    ("RESOURCE_NAME", { record, _, _ in record.resourceName }),
    ("RESOURCE_DETAILS", { _, _, _ in "" }),
    (
      "RESOURCE_TAGS",
      { record, _, _ in record.tags.map { $0.name + "=" + $0.value }.joined(separator: " | ") }
    ),
    ("PARTITION", { _, _, _ in "aws" }),
    ("REGION", { record, _, _ in record.region }),
    ("DESCRIPTION", { _, check, _ in check.description }),
    ("RISK", { _, check, _ in check.risk }),
    ("RELATED_URL", { _, _, _ in "" }),
    ("REMEDIATION_RECOMMENDATION_TEXT", { _, check, _ in check.recommendation }),
    ("REMEDIATION_RECOMMENDATION_URL", { _, check, _ in check.url }),
    ("REMEDIATION_CODE_NATIVEIAC", { _, check, _ in check.code.cloudFormation }),
    ("REMEDIATION_CODE_TERRAFORM", { _, check, _ in check.code.terraform }),
    ("REMEDIATION_CODE_CLI", { _, check, _ in check.code.commandLine }),
    ("REMEDIATION_CODE_OTHER", { _, check, _ in check.code.console }),
    (
      "COMPLIANCE",
      { _, check, _ in
        check.mappings.map { $0.edition + ": " + $0.requirements.joined(separator: ", ") }
          .joined(separator: " | ")
      }
    ),
    ("CATEGORIES", { _, check, _ in check.categories.joined(separator: " | ") }),
    ("DEPENDS_ON", { _, _, _ in "" }),
    ("RELATED_TO", { _, _, _ in "" }),
    ("NOTES", { _, check, _ in check.notes }),
    ("PROWLER_VERSION", { _, _, _ in SampleRun.version }),
    ("ADDITIONAL_URLS", { _, check, _ in check.additionalURLs.joined(separator: " | ") }),
    ("ACCOUNT_OU_UID", { _, _, _ in "" }),
    ("ACCOUNT_OU_NAME", { _, _, _ in "" }),
  ]

  /// Appends the line of column names.
  static func appendHeader(to bytes: inout [UInt8]) {
    bytes.append(contentsOf: columns.map(\.0).joined(separator: ";").utf8)
    endLine(&bytes)
  }

  /// Appends a record.
  static func append(
    _ record: SampleRecord, of check: SampleCheck, run: SampleRun, to bytes: inout [UInt8]
  ) {
    var isFirst = true
    for (_, text) in columns {
      if !isFirst { bytes.append(UInt8(ascii: ";")) }
      isFirst = false
      appendField(text(record, check, run), to: &bytes)
    }
    endLine(&bytes)
  }

  /// Appends a field, in quotes only where it needs them.
  private static func appendField(_ text: String, to bytes: inout [UInt8]) {
    let quote = UInt8(ascii: "\"")
    var text = text
    text.withUTF8 { utf8 in
      guard utf8.contains(where: needsQuotes) else {
        bytes.append(contentsOf: utf8)
        return
      }
      bytes.append(quote)
      var start = 0
      // A quote inside stands twice: once as the end of one run, once as the beginning of the next.
      for index in utf8.indices where utf8[index] == quote {
        bytes.append(contentsOf: UnsafeBufferPointer(rebasing: utf8[start...index]))
        start = index
      }
      bytes.append(contentsOf: UnsafeBufferPointer(rebasing: utf8[start...]))
      bytes.append(quote)
    }
  }

  private static func needsQuotes(_ byte: UInt8) -> Bool {
    byte == UInt8(ascii: ";") || byte == UInt8(ascii: "\"") || byte == UInt8(ascii: "\n")
      || byte == UInt8(ascii: "\r")
  }

  private static func endLine(_ bytes: inout [UInt8]) {
    bytes.append(UInt8(ascii: "\r"))
    bytes.append(UInt8(ascii: "\n"))
  }
}
