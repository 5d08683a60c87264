public import EvidenceModel
import Yams

/// Settings and remediation targets of one document, with what it says about itself.
///
/// ```yaml
/// tickmark-settings: 1
/// title: Remediation at Quillmoor
/// source: Security policy 2026, section 4.2
/// notes: Decided by the risk committee in March.
/// settings:
///   freshness_days: 14
///   scan_interval_days: 1
///   sla_clock_restarts_after: closed
/// targets:
///   - {severity: critical, days: 15}
///   - {severity: high, days: 30}
///   - {severity: low, days: none}
///   - {framework: PCI, severity: critical, days: 7}
/// ```
///
/// `tickmark-settings` is required, and something in `settings` or `targets`. What the document does
/// not name stays as it is; `days: none` takes a target away. An unknown key, a wrong type or a
/// repeated target is an error, so that a slip is never a silent loss. Anchors and aliases are
/// refused.
public struct PolicyDocument: Hashable, Sendable {
  /// What the policy is, in a few words.
  public var title: String?
  /// Where it comes from: a document and its section.
  public var source: String?
  /// What else has to be known about it.
  public var notes: String?
  /// What is to be in force.
  public var policy: Policy

  private static let key = "tickmark-settings"
  private static let version = 1

  /// Reads a document.
  ///
  /// - Parameters:
  ///   - bytes: The whole file.
  ///   - file: The file's name as the user wrote it, for errors.
  /// - Throws: An `ImportError` with the line at fault.
  public init(_ bytes: [UInt8], file: String) throws {
    let source = YAMLSource(text: try DocumentText.decode(bytes, file: file), file: file)
    self = try source.withRoot { root in try Self(root, in: source) }
  }

  private init(_ root: Node, in source: YAMLSource) throws {
    try source.requireVersion(Self.version, key: Self.key, of: "policy", root)
    let document = try YAMLMapping(
      root, of: "policy", keys: [Self.key, "title", "source", "notes", "settings", "targets"],
      in: source)
    title = try document.text("title")
    self.source = try document.text("source")
    notes = try document.text("notes")
    policy = Policy()
    if let node = document["settings"] {
      let settings = try YAMLMapping(node, of: "table 'settings'", keys: nil, in: source)
      // In the order of their names: those of the document are not kept.
      for (key, value) in settings.entries.sorted(by: { $0.key < $1.key }) {
        let text = try settings.requiredText(key)
        policy.settings.append(
          try source.locating(value) { () throws(PolicyError) in
            try Setting(key: key, value: text).normalized()
          })
      }
    }
    for node in try document.list("targets") {
      let target = try Self.target(node, in: source)
      if policy.targets.contains(where: { $0.key.lowercased() == target.key.lowercased() }) {
        throw source.error("the target \(target.key) is there twice", at: node)
      }
      policy.targets.append(target)
    }
    if policy == Policy() { throw source.error("the policy sets nothing", at: root) }
  }

  private static func target(_ node: Node, in source: YAMLSource) throws -> RemediationTarget {
    let fields = try YAMLMapping(
      node, of: "target", keys: ["framework", "severity", "days"], in: source)
    let parts = ["sla", try fields.text("framework"), try fields.requiredText("severity")]
    let days = try fields.requiredText("days")
    return try source.locating(node) { () throws(PolicyError) in
      try RemediationTarget(
        key: parts.compactMap(\.self).joined(separator: "."), value: days)
    }
  }
}

extension YAMLSource {
  /// What `body` gives, or its error with the place of a node.
  fileprivate func locating<Result>(
    _ node: Node, _ body: () throws(PolicyError) -> Result
  ) throws -> Result {
    do {
      return try body()
    } catch {
      throw self.error(error.reason, at: node, hint: error.hint)
    }
  }
}
