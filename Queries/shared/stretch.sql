-- The log as it was known, each event from since_at to before until_at. One
-- that another of the same instant overrules held for no time, and is left
-- out.
--
-- @uses horizon, known_event
SELECT
  finding_id,
  status_id,
  severity_id,
  is_muted,
  resource_label_id,
  since_at,
  until_at
FROM (
  SELECT
    known.finding_id,
    known.status_id,
    known.severity_id,
    known.is_muted,
    known.resource_label_id,
    known.since_at,
    -- What ended it beyond the horizon was not known.
    iif(
      known.until_at > horizon.ends_at,
      9223372036854775807,
      known.until_at
    ) AS until_at
  FROM horizon
  CROSS JOIN known_event AS known
  WHERE horizon.ends_at IS NOT NULL
  UNION ALL
  SELECT
    known.finding_id,
    known.status_id,
    known.severity_id,
    known.is_muted,
    known.resource_label_id,
    known.since_at,
    lead(known.since_at, 1, 9223372036854775807) OVER (
      PARTITION BY known.finding_id
      ORDER BY known.since_at, scan.tie_break
    )
  FROM horizon
  CROSS JOIN known_event AS known
  CROSS JOIN scan ON scan.scan_id = known.scan_id
  WHERE horizon.ends_at IS NULL
)
WHERE until_at > since_at;
