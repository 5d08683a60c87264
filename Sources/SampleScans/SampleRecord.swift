import EvidenceModel

/// One record of a sample scan: what a check says of a resource.
struct SampleRecord {
  /// A name with a value.
  typealias Attribute = (name: String, value: String)

  var account: SampleAccount
  var region: String
  var resourceUID: String
  var resourceName: String
  var status: Status
  var isMuted = false
  var detail: String
  var tags: [Attribute] = []
  /// How the resource is configured, which OCSF shows and CSV does not.
  var configuration: [Attribute] = []

  /// Prowler's id of the finding.
  func findingUID(of check: SampleCheck) -> String {
    "prowler-aws-" + check.key + "-" + account.uid + "-" + region + "-" + resourceName
  }

  /// Prowler's word for the status; it has three.
  var statusWord: String {
    switch status {
    case .pass: "PASS"
    case .manual: "MANUAL"
    default: "FAIL"
    }
  }
}

/// An account of an invented environment.
struct SampleAccount: Sendable {
  var uid: String
  var name: String
}
