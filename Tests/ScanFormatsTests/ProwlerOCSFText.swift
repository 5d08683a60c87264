import Foundation

/// Writes OCSF records as Prowler 5.46 has them, about invented resources.
enum ProwlerOCSFText {
  /// A record in which some values are others: keys are paths such as `cloud.account.uid`, and
  /// `NSNull` removes a member.
  static func record(_ changes: [String: Any] = [:]) throws -> String {
    var record: [String: Any] = [
      "message": "Vault blue is open.",
      "metadata": [
        "event_code": "vault_is_closed",
        "product": ["name": "Prowler", "uid": "prowler", "version": "5.46.0"],
        "version": "1.5.0",
      ],
      "severity_id": 4, "severity": "High",
      "status": "New", "status_id": 3, "status_code": "FAIL",
      "status_detail": "Vault blue is open.",
      "unmapped": [
        "compliance": ["PCI-9.0": ["1.2", "1.1"], "ABC": ["x", "x"]],
        "provider_uid": "111122223333", "provider": "aws",
      ],
      "finding_info": [
        "analytic": ["uid": "vault_is_closed"],
        "created_time": 1_772_848_800,
        "desc": "Vaults are **closed**.", "title": "Vault is closed",
        "uid": "prowler-aws-vault_is_closed-111122223333-eu-south-2-blue",
      ],
      "resources": [
        [
          "region": "eu-south-2", "group": ["name": "vault"], "name": "blue", "type": "AwsVault",
          "uid": "arn:aws:vault:eu-south-2:111122223333:vault/blue",
        ]
      ],
      "class_uid": 2004,
      "cloud": [
        "account": ["uid": "111122223333"], "provider": "aws", "region": "eu-south-2",
      ],
      "remediation": [
        "desc": "Close it.", "references": ["close-vault --all", "https://docs.example/vault"],
      ],
      "risk_details": "Anyone walks in.",
      "time": 1_772_848_800, "time_dt": "2026-03-06T21:00:00.5",
    ]
    for (path, value) in changes {
      set(value, at: path.split(separator: ".").map(String.init)[...], in: &record)
    }
    let data = try JSONSerialization.data(withJSONObject: record, options: .sortedKeys)
    return String(decoding: data, as: UTF8.self)
  }

  /// An array of records, each with its changes.
  static func array(_ records: [[String: Any]]) throws -> String {
    "[" + (try records.map { try record($0) }).joined(separator: ",") + "]"
  }

  private static func set(
    _ value: Any, at path: ArraySlice<String>, in object: inout [String: Any]
  ) {
    guard let key = path.first else { return }
    if path.count == 1 {
      object[key] = value is NSNull ? nil : value
    } else if key == "resource" {
      var resources = object["resources"] as? [[String: Any]] ?? []
      set(value, at: path.dropFirst(), in: &resources[0])
      object["resources"] = resources
    } else {
      var inner = object[key] as? [String: Any] ?? [:]
      set(value, at: path.dropFirst(), in: &inner)
      object[key] = inner
    }
  }
}
