import Foundation

/// Writes findings in ASFF about invented controls and resources.
enum ASFFText {
  /// A finding of a consolidated control of Security Hub, in which some members are others; `NSNull`
  /// removes one.
  static func finding(_ changes: [String: Any] = [:]) throws -> String {
    let arn = "arn:aws:securityhub:eu-south-2:111122223333:security-control/Vault.3/finding/f-1"
    var finding: [String: Any] = [
      "SchemaVersion": "2018-10-08", "Id": arn, "AwsAccountId": "111122223333",
      "ProductArn": "arn:aws:securityhub:eu-south-2::product/aws/securityhub",
      "GeneratorId": "security-control/Vault.3", "Region": "eu-south-2",
      "Title": "Vaults should be closed", "Description": "This control looks at vaults.",
      "CreatedAt": "2026-03-01T02:00:00.000Z", "UpdatedAt": "2026-03-07T02:00:00.000Z",
      "Severity": ["Label": "HIGH", "Normalized": 70],
      "Compliance": [
        "Status": "FAILED", "SecurityControlId": "Vault.3",
        "RelatedRequirements": ["PCI DSS v9.0/1.2.3", "NIST.800-53.r5 AC-4(21)"],
        "AssociatedStandards": [
          ["StandardsId": "standards/aws-foundational-security-best-practices/v/1.0.0"],
          ["StandardsId": "standards/pci-dss/v/9.0"],
        ],
      ],
      "Remediation": [
        "Recommendation": ["Text": "Close it.", "Url": "https://docs.example/Vault.3"]
      ],
      "Resources": [
        [
          "Type": "AwsVault", "Id": "arn:aws:vault:eu-south-2:111122223333:vault/blue",
          "Region": "eu-south-2", "Tags": ["env": "prod"],
        ]
      ],
      "RecordState": "ACTIVE", "Workflow": ["Status": "NEW"],
    ]
    for (key, value) in changes { finding[key] = value is NSNull ? nil : value }
    let data = try JSONSerialization.data(withJSONObject: finding, options: .sortedKeys)
    return String(decoding: data, as: UTF8.self)
  }

  /// The `Compliance` of a control with a status.
  static func compliance(
    _ status: String, control: String? = "Vault.3", reason: String? = nil
  ) -> [String: Any] {
    var compliance: [String: Any] = ["Status": status]
    compliance["SecurityControlId"] = control
    if let reason {
      compliance["StatusReasons"] = [["ReasonCode": reason, "Description": "Because."]]
    }
    return compliance
  }

  /// An array of findings, each with its changes.
  static func array(_ findings: [[String: Any]]) throws -> String {
    "[" + (try findings.map { try finding($0) }).joined(separator: ",") + "]"
  }
}
