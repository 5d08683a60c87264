import EvidenceModel

/// A record of a Trivy report.
struct TrivyFinding {
  /// The lists of a result, by their names.
  enum Kind: String, CaseIterable {
    case misconfiguration = "Misconfigurations"
    case vulnerability = "Vulnerabilities"
    case secret = "Secrets"
    case licence = "Licenses"
    /// What a user suppressed, of any of the other kinds.
    case suppressed = "ExperimentalModifiedFindings"
  }

  /// What it is about.
  let kind: Kind
  /// The record; of a suppressed one, what was suppressed.
  let value: JSONValue
  /// True where a user suppressed it, or made an exception of it.
  var isMuted: Bool { isSuppressed || value.string("Status") == "EXCEPTION" }
  private let isSuppressed: Bool

  /// A record of one of a result's lists.
  init(kind: Kind, value: JSONValue) {
    isSuppressed = kind == .suppressed
    self.value = isSuppressed ? value["Finding"] ?? value : value
    guard isSuppressed else {
      self.kind = kind
      return
    }
    switch value.string("Type") {
    case "misconfiguration", "misconfig": self.kind = .misconfiguration
    case "secret": self.kind = .secret
    case "license": self.kind = .licence
    default: self.kind = .vulnerability
    }
  }

  /// What a record without rule lacks.
  var noun: String {
    switch kind {
    case .misconfiguration: "check"
    case .secret: "rule"
    case .licence: "licence"
    case .vulnerability, .suppressed: "vulnerability"
    }
  }

  /// The rule's key; `nil` where the record names none.
  var rule: String? {
    switch kind {
    case .misconfiguration:
      (value.string("AVDID") ?? value.string("ID")).map(TrivyRule.key)
    case .secret: value.string("RuleID")
    case .licence: value.string("Name").map { "license-" + $0 }
    case .vulnerability, .suppressed: value.string("VulnerabilityID")
    }
  }

  /// The verdict.
  func status(
    writer: inout FindingWriter, emit: (ScanItem) throws -> Void
  ) throws -> Status {
    switch kind {
    case .misconfiguration:
      return try writer.status(
        value.string("Status"),
        among: ["pass": .pass, "fail": .fail, "exception": .unknown], emit: emit)
    case .licence:
      switch value.string("Category") {
      case "forbidden", "restricted", "reciprocal": return .fail
      default: return .manual
      }
    case .vulnerability, .suppressed:
      switch value.string("Status") {
      case "not_affected": return .notApplicable
      case "under_investigation": return .manual
      default: return .fail
      }
    case .secret: return .fail
    }
  }

  /// What Trivy says of it.
  var detail: String {
    switch kind {
    case .misconfiguration: return value.string("Message") ?? ""
    case .secret: return value.string("Title") ?? ""
    case .licence: return value.string("PkgName") ?? value.string("FilePath") ?? ""
    case .vulnerability, .suppressed:
      let package = [value.string("PkgName"), value.string("InstalledVersion")]
        .compactMap(\.self).joined(separator: " ")
      return value.string("FixedVersion").map { "\(package), fixed in \($0)" } ?? package
    }
  }

  /// What tells it from others of its rule and target.
  func discriminator(
    of rule: String, target: TrivyOutline.Target, occurrences: inout Occurrences
  ) -> String {
    var parts = [target.part]
    switch kind {
    case .misconfiguration: parts.append(value["CauseMetadata"]?.string("Resource") ?? "")
    case .secret: break
    case .licence, .vulnerability, .suppressed:
      // The version is no part of it: a package that was updated in vain still has the weakness.
      parts.append(value.string("PkgName") ?? "")
      parts.append(value.string("PkgPath") ?? value.string("FilePath") ?? "")
    }
    let text = parts.filter { !$0.isEmpty }.joined(separator: " ")
    guard kind == .misconfiguration || kind == .secret else { return text }
    let cause = kind == .secret ? value : value["CauseMetadata"]
    let lines = [cause?["StartLine"], cause?["EndLine"]].map { $0?.int.map(String.init) ?? "" }
    return occurrences.discriminator(
      text, ofRule: rule, on: target.resource,
      mark: lines.joined(separator: "-") + " " + (value.string("Message") ?? ""))
  }

  /// What it says of its rule.
  func definition(key: String, severity: Severity) -> RuleDefinition {
    switch kind {
    case .misconfiguration:
      return TrivyRule.misconfiguration(value, key: key, severity: severity)
    case .vulnerability, .suppressed:
      return TrivyRule.vulnerability(value, key: key, severity: severity)
    case .secret, .licence:
      var rule = RuleDefinition(
        key: key, title: value.string("Title") ?? value.string("Name") ?? "")
      rule.severity = severity
      rule.referenceURL = value.string("Link")
      return rule
    }
  }
}
