-- The status of each known requirement at the moment. An attestation speaks
-- where no check decides.
--
-- @uses known_requirement, requirement_evidence, fresh_since,
--       manual_requirement, attested
SELECT
  known.requirement_id,
  verdict.verdict_id,
  verdict.key AS status,
  ifnull(found.rules_mapped, 0) AS rules_mapped,
  ifnull(found.rules_evaluated, 0) AS rules_evaluated,
  ifnull(found.passing, 0) AS passing,
  ifnull(found.failing, 0) AS failing,
  ifnull(found.waived, 0) AS waived,
  ifnull(found.muted, 0) AS muted,
  found.oldest_at,
  found.newest_at,
  ifnull(attested.is_in_force, 0) AS attested,
  attested.attested_by,
  attested.expires_at AS attested_until_at,
  manual.requirement_id IS NOT NULL AS is_manual
FROM known_requirement AS known
LEFT JOIN requirement_evidence AS found
  ON found.requirement_id = known.requirement_id
LEFT JOIN manual_requirement AS manual
  ON manual.requirement_id = known.requirement_id
LEFT JOIN attested ON attested.requirement_id = known.requirement_id
CROSS JOIN verdict
  ON verdict.verdict_id = CASE
    WHEN found.failing > 0 THEN 1
    WHEN found.waived > 0 THEN 2
    WHEN found.undecided > 0 THEN ifnull(attested.verdict_id, 3)
    WHEN found.passing > 0
      THEN iif(
        found.oldest_at / 1000000 < (SELECT second FROM fresh_since),
        4,
        5
      )
    ELSE ifnull(
      attested.verdict_id,
      iif(manual.requirement_id IS NULL, 6, 3)
    )
  END;
