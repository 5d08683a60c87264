-- The log as it was known, each event from since_at to before until_at. One
-- that another of the same instant overrules held for no time, and is left
-- out.
--
-- @uses known_event
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
    finding_id,
    status_id,
    severity_id,
    is_muted,
    resource_label_id,
    since_at,
    until_at
  FROM known_event
  WHERE :known_at IS NULL
  UNION ALL
  -- until_at is of present knowledge.
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
  FROM known_event AS known
  CROSS JOIN scan ON scan.scan_id = known.scan_id
  WHERE :known_at IS NOT NULL
)
WHERE until_at > since_at;
