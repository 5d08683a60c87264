-- Each finding's event in force at the moment. until_at tells it, but under
-- present knowledge only: under an earlier one it is the newest then known.
--
-- @uses known_event
SELECT event_id, finding_id
FROM known_event AS event
WHERE CASE
  WHEN :known_at IS NULL
    THEN until_at > ifnull(:as_of, 9223372036854775806)
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
