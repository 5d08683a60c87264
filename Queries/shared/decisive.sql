-- The events that open and close episodes, each with the one before it and the
-- number of passes so far, where the caches do not tell.
--
-- @uses horizon, known_event
SELECT
  known.finding_id,
  known.event_id,
  known.since_at,
  scan.tie_break,
  known.status_id,
  known.severity_id,
  lag(known.status_id) OVER finding_order AS previous_status_id,
  sum(known.status_id = 5) OVER finding_order AS passes
FROM horizon
CROSS JOIN known_event AS known
CROSS JOIN scan ON scan.scan_id = known.scan_id
WHERE horizon.ends_at IS NULL
  AND known.status_id IN (1, 5, 7)
WINDOW finding_order AS (
  PARTITION BY known.finding_id
  ORDER BY known.since_at, scan.tie_break
);
