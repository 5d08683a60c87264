-- The settings, as they were known.
SELECT key, value, source, recorded_in
FROM setting
WHERE ifnull(recorded_in <= :known_at, 1)
  AND (superseded_in IS NULL OR superseded_in > :known_at);
