-- Each finding's event in force when the period begins, as by in_force.
--
-- @uses horizon, known_event, period_start
SELECT event.event_id, event.finding_id
FROM horizon
CROSS JOIN period_start
CROSS JOIN known_event AS event ON event.since_at <= period_start.from_at
WHERE CASE
  WHEN horizon.ends_at IS NOT NULL
    THEN event.until_at > min(period_start.from_at, horizon.ends_at)
  ELSE NOT EXISTS (
    SELECT 1
    FROM known_event AS later
    WHERE later.finding_id = event.finding_id
      AND later.since_at BETWEEN event.since_at AND period_start.from_at
      AND (
        later.since_at > event.since_at
        OR (SELECT tie_break FROM scan WHERE scan_id = later.scan_id)
          > (SELECT tie_break FROM scan WHERE scan_id = event.scan_id)
      )
  )
END;
