-- Each finding's event in force at the moment. until_at tells it within the
-- horizon; beyond, it is the newest then known.
--
-- @uses horizon, known_event
-- @materialized no
SELECT event.event_id, event.finding_id, event.status_id, event.is_muted
FROM horizon
CROSS JOIN known_event AS event
WHERE CASE
  WHEN horizon.ends_at IS NOT NULL
    THEN event.until_at > min(
      ifnull(:as_of, 9223372036854775806),
      horizon.ends_at
    )
  ELSE NOT EXISTS (
    SELECT 1
    FROM known_event AS later
    WHERE later.finding_id = event.finding_id
      AND later.since_at >= event.since_at
      AND (
        later.since_at > event.since_at
        OR (SELECT tie_break FROM scan WHERE scan_id = later.scan_id)
          > (SELECT tie_break FROM scan WHERE scan_id = event.scan_id)
      )
  )
END;
