import EvidenceModel
import EvidenceStore
import Reports

/// What `attest` prints: an object for machines, a few lines for people.
struct RecordedAttestation: Encodable, PrintableReport {
  let attestationID: Int64
  let edition: String
  let requirement: String
  let account: String?
  let result: String
  let startsAt: String
  let expiresAt: String
  let backdated: Bool
  let attestedBy: String
  let note: String?
  let evidence: [File]

  /// A file that is kept.
  struct File: Encodable {
    let path: String
    let sha256: String
    let bytes: Int
  }

  init(_ report: AttestationReport, recordedAt: Timestamp) {
    let attestation = report.attestation
    attestationID = report.attestationID
    edition = attestation.requirement.edition
    requirement = attestation.requirement.requirement
    account = attestation.account
    result = attestation.isMet ? "met" : "not_met"
    startsAt = attestation.startsAt.description
    expiresAt = attestation.expiresAt.description
    backdated = attestation.startsAt < recordedAt.wholeSecond
    attestedBy = attestation.attestedBy
    note = attestation.note
    evidence = report.evidence.map {
      File(path: $0.path, sha256: hexText($0.sha256), bytes: $0.byteCount)
    }
  }

  private enum CodingKeys: CodingKey {
    case attestationID, edition, requirement, account, result, startsAt, expiresAt, backdated
    case attestedBy, note, evidence
  }

  /// Writes every key, with null where there is no value: a reader need not ask which are there.
  func encode(to encoder: any Encoder) throws {
    var keys = encoder.container(keyedBy: CodingKeys.self)
    try keys.encode(attestationID, forKey: .attestationID)
    try keys.encode(edition, forKey: .edition)
    try keys.encode(requirement, forKey: .requirement)
    try keys.encode(account, forKey: .account)
    try keys.encode(result, forKey: .result)
    try keys.encode(startsAt, forKey: .startsAt)
    try keys.encode(expiresAt, forKey: .expiresAt)
    try keys.encode(backdated, forKey: .backdated)
    try keys.encode(attestedBy, forKey: .attestedBy)
    try keys.encode(note, forKey: .note)
    try keys.encode(evidence, forKey: .evidence)
  }

  var fields: [(name: String, value: SQLValue)] {
    [
      ("attestation_id", .integer(attestationID)), ("edition", .text(edition)),
      ("requirement", .text(requirement)), ("account", SQLValue(account)),
      ("result", .text(result)), ("starts_at", .text(startsAt)), ("expires_at", .text(expiresAt)),
      ("backdated", .integer(backdated ? 1 : 0)), ("attested_by", .text(attestedBy)),
      ("note", SQLValue(note)),
      ("evidence", .text(evidence.map(\.path).joined(separator: ", "))),
    ]
  }

  var text: String {
    let outcome = result == "met" ? "is met" : "is not met"
    var lines = ["attestation \(attestationID): \(edition) \(requirement) \(outcome)"]
    if let account { lines.append("  only in account \(account)") }
    lines.append("  from \(startsAt)" + (backdated ? ", which is backdated" : ""))
    lines.append("  to before \(expiresAt)")
    lines.append("  by \(attestedBy)")
    lines += evidence.map { "  kept: \($0.path), \($0.bytes) bytes, SHA-256 \($0.sha256)" }
    return lines.joined(separator: "\n")
  }
}
