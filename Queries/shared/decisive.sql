-- The events that open and close episodes, each with the one before it, where
-- the cache of episodes does not tell: under earlier knowledge.
--
-- @uses known_event
SELECT
  known.finding_id,
  known.event_id,
  known.since_at,
  scan.tie_break,
  known.status_id,
  known.severity_id,
  lag(known.status_id) OVER (
    PARTITION BY known.finding_id
    ORDER BY known.since_at, scan.tie_break
  ) AS previous_status_id
FROM known_event AS known
CROSS JOIN scan ON scan.scan_id = known.scan_id
WHERE known.status_id IN (1, 5, 7)
  AND :known_at IS NOT NULL;
