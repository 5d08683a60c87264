-- Up to when the caches of the log tell what was known; NULL where they do
-- not. Under present knowledge, that is for ever. Under an earlier one, it is
-- up to the newest scan then known, unless one of up to then came later.
--
-- @materialized yes
SELECT
  CASE
    WHEN :known_at IS NULL THEN 9223372036854775806
    WHEN NOT EXISTS (
      SELECT 1
      FROM scan
      WHERE ingest_id > :known_at
        AND scanned_at <= known.newest_at
    )
      THEN known.newest_at
  END AS ends_at
FROM (
  SELECT ifnull(max(scanned_at), -1) AS newest_at
  FROM scan
  WHERE ingest_id <= :known_at
) AS known;
