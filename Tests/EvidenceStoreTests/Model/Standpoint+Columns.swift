import EvidenceModel

/// Columns that many reports and views have.
extension Standpoint {
  /// What names a finding, its number aside.
  func nameColumns(_ name: FindingName) -> ModelRow {
    row([
      "tool": name.tool, "provider": name.provider, "account": name.account,
      "region": name.region, "rule": name.rule, "resource": name.resource,
      "discriminator": name.discriminator,
    ])
  }

  /// What a scanner shows for a finding's resource.
  func labelColumns(_ event: ModelEvent) -> ModelRow {
    row(["resource_name": event.state.name, "resource_type": event.state.type])
  }

  /// What a scanner says of a finding, the file that says so aside.
  func stateColumns(_ event: ModelEvent) -> ModelRow {
    let state = event.state
    return row([
      "status": state.status, "severity": state.severity, "is_muted": state.isMuted,
      "since": event.since, "detail": state.detail,
    ])
  }
}

/// The SHA-256 of an artifact, as reports show it.
func sha256(_ artifact: String) -> String {
  Story.digest(of: artifact).map { byte in
    let text = String(byte, radix: 16)
    return byte < 16 ? "0" + text : text
  }.joined()
}
