-- The attestation that counts for each requirement at the moment: of those
-- in force the one recorded last, else the last one to have run out. One that
-- is about an account counts where that account is asked for.
--
-- @uses attestation_begun
SELECT requirement_id, verdict_id, is_in_force, attested_by, expires_at
FROM (
  SELECT
    attestation.requirement_id,
    attestation.verdict_id,
    attestation.is_in_force,
    attestation.attested_by,
    attestation.expires_at,
    row_number() OVER (
      PARTITION BY attestation.requirement_id
      ORDER BY
        attestation.is_in_force DESC,
        iif(attestation.is_in_force, 0, attestation.expires_at) DESC,
        attestation.attestation_id DESC
    ) AS place
  FROM attestation_begun AS attestation
  LEFT JOIN account ON account.account_id = attestation.account_id
  WHERE attestation.account_id IS NULL
    OR account.key = :account
)
WHERE place = 1;
