-- The events that open and close episodes, each with the one before it.
--
-- @uses known_event
SELECT
  known.finding_id,
  known.event_id,
  known.since_at,
  scan.tie_break,
  known.status_id,
  lag(known.status_id) OVER (
    PARTITION BY known.finding_id
    ORDER BY known.since_at, scan.tie_break
  ) AS previous_status_id
FROM known_event AS known
CROSS JOIN scan ON scan.scan_id = known.scan_id
WHERE known.status_id IN (1, 5, 7);
