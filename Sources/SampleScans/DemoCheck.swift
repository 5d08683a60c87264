import EvidenceModel

/// A check of the demo, and what it says of a resource.
///
/// Key, severity, resource type and requirement numbers are those of Prowler's check of that key;
/// every text is tickmark's own.
struct DemoCheck: Sendable {
  /// The check as all its records describe it.
  let check: SampleCheck
  /// The kind of resource that it looks at.
  let subject: DemoResource.Kind
  private let pass: String
  private let fail: String

  /// A check from its parts. In `pass` and `fail`, `{}` stands for the name of the resource.
  init(
    _ key: String, of subject: DemoResource.Kind, type: String, severity: Severity, title: String,
    description: String, risk: String, recommendation: String, pass: String, fail: String,
    mappings: KeyValuePairs<String, [String]>
  ) {
    self.subject = subject
    self.pass = pass
    self.fail = fail
    check = SampleCheck(
      key: key, title: title, severity: severity, resourceType: type, description: description,
      risk: risk, recommendation: recommendation,
      mappings: mappings.map { SampleCheck.Mapping(edition: $0.key, requirements: $0.value) })
  }

  /// All checks, by key, as Prowler runs them.
  static let all = (storage + databases + compute + messaging + network + identity)
    .sorted { $0.check.key < $1.check.key }

  /// What the check says of a resource with this name.
  func detail(_ status: Status, name: String) -> String {
    (status == .pass ? pass : fail).split(separator: "{}", omittingEmptySubsequences: false)
      .joined(separator: name)
  }
}
