-- Attestations that had begun at the moment, as they were known, without those
-- that were revoked by then. verdict_id is what each makes of a requirement
-- that no check decides: what has run out makes it stale.
SELECT
  attestation.attestation_id,
  attestation.requirement_id,
  attestation.account_id,
  attestation.attested_by,
  attestation.expires_at,
  attestation.expires_at > ifnull(:as_of, unixepoch() * 1000000)
    AS is_in_force,
  CASE
    WHEN attestation.expires_at <= ifnull(:as_of, unixepoch() * 1000000)
      THEN 4
    ELSE iif(attestation.is_met, 5, 1)
  END AS verdict_id
FROM attestation
LEFT JOIN attestation_revocation AS revocation
  ON revocation.attestation_id = attestation.attestation_id
  AND ifnull(revocation.recorded_in <= :known_at, 1)
WHERE ifnull(attestation.recorded_in <= :known_at, 1)
  AND attestation.starts_at <= ifnull(:as_of, unixepoch() * 1000000)
  AND ifnull(
    revocation.revoked_at > ifnull(:as_of, unixepoch() * 1000000),
    1
  );
