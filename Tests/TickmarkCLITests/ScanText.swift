/// Small scans in Prowler's CSV form.
enum ScanText {
  /// One record: what differs between a test's findings.
  struct Record {
    var check: String
    var resource: String
    var status = "FAIL"
    var region = "eu-west-1"
    var account = "111111111111"
    var isMuted = false
    var severity = "high"
    var compliance = "PCI-4.0: 3.5.1.7 | GDPR: article_32"
    var name: String?
  }

  static func csv(day: Int, _ records: [Record]) -> String {
    let header = [
      "AUTH_METHOD", "TIMESTAMP", "ACCOUNT_UID", "FINDING_UID", "PROVIDER", "CHECK_ID",
      "CHECK_TITLE", "STATUS", "STATUS_EXTENDED", "MUTED", "SERVICE_NAME", "SEVERITY",
      "RESOURCE_TYPE", "RESOURCE_UID", "RESOURCE_NAME", "REGION", "DESCRIPTION", "RISK",
      "REMEDIATION_RECOMMENDATION_TEXT", "COMPLIANCE", "PROWLER_VERSION",
    ]
    let lines = records.map { record in
      [
        "profile", "2026-01-0\(day) 02:00:00", record.account,
        "prowler-aws-\(record.check)-\(record.resource)", "aws", record.check,
        "Title of \(record.check)", record.status, "\(record.resource) is \(record.status)",
        record.isMuted ? "True" : "False", "thing", record.severity, "AwsThing",
        record.resource, record.name ?? record.resource, record.region, "What it is about.",
        "What may happen.", "What to do.", record.compliance, "5.46.0",
      ].joined(separator: ";")
    }
    return ([header.joined(separator: ";")] + lines).joined(separator: "\r\n") + "\r\n"
  }

  /// A scan with many findings, for tests that need an ingest to take its time.
  static func large(day: Int, count: Int) -> String {
    csv(
      day: day,
      (0..<count).map { number in
        Record(
          check: "check_\(number % 50)", resource: "arn:aws:thing:::resource-\(number)",
          status: number % 3 == 0 ? "FAIL" : "PASS")
      })
  }
}
