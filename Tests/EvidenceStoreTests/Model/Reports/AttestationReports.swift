import EvidenceModel

/// Reports of `Queries/attestations`.
enum AttestationReports {
  static let models = [ReportModel("attestation_list", attestationList)]

  /// One row per attestation.
  private static func attestationList(_ question: ReportQuestion) -> [ModelRow] {
    let standpoint = question.standpoint
    return standpoint.model.attestations.compactMap { known in
      let attestation = known.attestation
      let state = known.state(at: standpoint.clock)
      guard question.wants(requirement: attestation.requirement),
        question["state"].map({ $0 == state }) ?? true
      else { return nil }
      return row([
        "attestation_id": known.number, "state": state,
        "framework": standpoint.model.framework(ofEdition: attestation.requirement.edition),
        "edition": attestation.requirement.edition,
        "requirement": attestation.requirement.requirement,
        "provider": known.account?.provider, "account": known.account?.account,
        "result": attestation.isMet ? "met" : "not_met", "attested_by": attestation.attestedBy,
        "note": attestation.note,
        "evidence": known.testimony.evidence.isEmpty
          ? nil : Set(known.testimony.evidence).sorted().joined(separator: ", "),
        "starts_at": attestation.startsAt, "expires_at": attestation.expiresAt,
        "revoked_at": known.revokedAt, "revoked_by": known.revokedAt.map { _ in "reviewer" },
        "revocation_reason": known.revokedAt.map { _ in "ended" },
        "recorded_at": known.recordedAt,
        "is_backdated": attestation.startsAt.isSecondsBefore(known.recordedAt),
      ])
    }
  }
}

extension ModelAttestation {
  /// upcoming, in_force, expired or revoked.
  fileprivate func state(at moment: Timestamp) -> String {
    if isRevoked(at: moment) { return "revoked" }
    if attestation.expiresAt <= moment { return "expired" }
    return holds(at: moment) ? "in_force" : "upcoming"
  }
}
