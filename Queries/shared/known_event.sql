-- The log up to the moment, as it was known.
--
-- @materialized no
SELECT
  event_id,
  finding_id,
  since_at,
  until_at,
  scan_id,
  status_id,
  severity_id,
  is_muted,
  resource_label_id
FROM event
WHERE since_at <= ifnull(:as_of, 9223372036854775806)
  AND ifnull(recorded_in <= :known_at, 1)
  AND (superseded_in IS NULL OR superseded_in > :known_at);
