import EvidenceModel

/// An attestation as far as it was known.
struct ModelAttestation {
  /// By which commands name it.
  var number: Int
  var testimony: Story.Testimony
  var recordedAt: Timestamp
  /// The account that it is about alone.
  var account: AccountName?
  /// When it was known to have been revoked.
  var revokedAt: Timestamp?

  var attestation: Attestation { testimony.attestation }

  func isRevoked(at moment: Timestamp) -> Bool { revokedAt.map { $0 <= moment } ?? false }

  func holds(at moment: Timestamp) -> Bool {
    attestation.startsAt <= moment && moment < attestation.expiresAt && !isRevoked(at: moment)
  }
}

extension HistoryModel {
  /// What was attested, in the order in which it was told.
  var attestations: [ModelAttestation] {
    memory.once {
      var attestations: [ModelAttestation] = []
      for entry in entries {
        switch entry.fact {
        case .attestation(let testimony, let provider):
          attestations.append(
            ModelAttestation(
              number: attestations.count + 1, testimony: testimony,
              recordedAt: entry.recordedAt,
              account: testimony.attestation.account.map {
                AccountName(provider: provider ?? "", account: $0)
              }))
        case .withdrawal(let number, let moment):
          attestations[Int(number) - 1].revokedAt = moment
        default: break
        }
      }
      return attestations
    }
  }
}

extension Standpoint {
  /// The attestation that counts for a requirement: of those that hold the one recorded last, else
  /// the last one to have run out; `nil` where none has.
  ///
  /// - Parameters:
  ///   - requirement: The requirement.
  ///   - isAsked: Whether an account is asked for; what is about another one counts for nothing.
  /// - Returns: The attestation.
  func attestation(
    of requirement: RequirementReference, isAsked: (AccountName) -> Bool
  ) -> ModelAttestation? {
    let begun = model.attestations.filter { known in
      known.attestation.requirement == requirement && known.attestation.startsAt <= clock
        && !known.isRevoked(at: clock) && known.account.map(isAsked) ?? true
    }
    return begun.last { $0.holds(at: clock) }
      ?? begun.max {
        ($0.attestation.expiresAt, $0.number) < ($1.attestation.expiresAt, $1.number)
      }
  }

  /// A requirement's status: what checks say or, where they decide nothing, what is attested.
  func status(
    of requirement: RequirementReference, _ evidence: ModelEvidence, _ known: ModelAttestation?
  ) -> String {
    let found = manualRequirements.contains(requirement) ? "manual" : status(of: evidence)
    guard ["manual", "not_evaluated"].contains(found), let known else { return found }
    guard known.holds(at: clock) else { return "stale" }
    return known.attestation.isMet ? "pass" : "fail"
  }

  /// A requirement's status in the accounts of a name, or in all of them.
  func status(of requirement: RequirementReference, account: String?) -> String {
    status(
      of: requirement, evidence(for: requirement, account: account),
      attestation(of: requirement) { $0.account == account })
  }
}
