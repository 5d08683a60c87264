-- The status of each requirement at the moment.
--
-- @uses requirement_evidence, setting_known, manual_requirement
SELECT
  requirement_id,
  CASE
    WHEN failing > 0 THEN 'fail'
    WHEN waived > 0 THEN 'waived'
    WHEN undecided > 0 THEN 'manual'
    WHEN passing > 0
      AND oldest_at / 1000000 < ifnull(:as_of / 1000000, unixepoch())
        - 86400 * (
          SELECT CAST(value AS INTEGER)
          FROM setting_known
          WHERE key = 'freshness_days'
        )
      THEN 'stale'
    WHEN passing > 0 THEN 'pass'
    ELSE 'not_evaluated'
  END AS status,
  rules_mapped,
  rules_evaluated,
  passing,
  failing,
  waived,
  muted,
  oldest_at,
  newest_at
FROM requirement_evidence
UNION ALL
SELECT requirement_id, 'manual', 0, 0, 0, 0, 0, 0, NULL, NULL
FROM manual_requirement;
