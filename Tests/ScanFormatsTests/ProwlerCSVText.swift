/// Writes CSV as Prowler 5.46 does, about the same invented resources as ``ProwlerOCSFText``.
struct ProwlerCSVText {
  static let columns = [
    "AUTH_METHOD", "TIMESTAMP", "ACCOUNT_UID", "FINDING_UID", "PROVIDER", "CHECK_ID", "CHECK_TITLE",
    "STATUS", "STATUS_EXTENDED", "MUTED", "SERVICE_NAME", "SEVERITY", "RESOURCE_TYPE",
    "RESOURCE_UID", "RESOURCE_NAME", "REGION", "DESCRIPTION", "RISK",
    "REMEDIATION_RECOMMENDATION_TEXT", "REMEDIATION_RECOMMENDATION_URL", "COMPLIANCE",
    "PROWLER_VERSION",
  ]

  static let usual = [
    "AUTH_METHOD": "profile: None", "TIMESTAMP": "2026-03-07 02:00:00.5",
    "ACCOUNT_UID": "111122223333",
    "FINDING_UID": "prowler-aws-vault_is_closed-111122223333-eu-south-2-blue",
    "PROVIDER": "aws", "CHECK_ID": "vault_is_closed", "CHECK_TITLE": "Vault is closed",
    "STATUS": "FAIL", "STATUS_EXTENDED": "Vault blue is open.", "MUTED": "False",
    "SERVICE_NAME": "vault", "SEVERITY": "high", "RESOURCE_TYPE": "AwsVault",
    "RESOURCE_UID": "arn:aws:vault:eu-south-2:111122223333:vault/blue", "RESOURCE_NAME": "blue",
    "REGION": "eu-south-2", "DESCRIPTION": "Vaults are **closed**.", "RISK": "Anyone walks in.",
    "REMEDIATION_RECOMMENDATION_TEXT": "Close it.",
    "REMEDIATION_RECOMMENDATION_URL": "https://docs.example/vault",
    "COMPLIANCE": "PCI-9.0: 1.2, 1.1 | ABC: x", "PROWLER_VERSION": "5.46.0",
  ]

  let text: String

  /// A file of rows in which some columns have other values than the usual ones.
  init(
    rows: [[String: String]], columns: [String] = Self.columns, delimiter: String = ";",
    lineBreak: String = "\r\n"
  ) {
    let lines =
      [columns.joined(separator: delimiter)]
      + rows.map { row in
        columns.map { Self.quoted(row[$0] ?? Self.usual[$0] ?? "", delimiter) }
          .joined(separator: delimiter)
      }
    text = lines.map { $0 + lineBreak }.joined()
  }

  private static func quoted(_ value: String, _ delimiter: String) -> String {
    let isPlain = value.utf8.allSatisfy { byte in
      byte != UInt8(ascii: "\"") && byte != UInt8(ascii: "\n") && byte != UInt8(ascii: "\r")
        && byte != delimiter.utf8.first
    }
    return isPlain ? value : "\"" + value.replacing("\"", with: "\"\"") + "\""
  }
}
