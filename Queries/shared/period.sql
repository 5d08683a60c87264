-- The period, from starts_at to before ends_at; no row where it has no length.
-- It begins with the first scan where no beginning is asked for.
--
-- @materialized yes
SELECT starts_at, ends_at
FROM (
  SELECT
    ifnull(
      :from_at + 1,
      (
        SELECT min(scanned_at)
        FROM scan
        WHERE ifnull(ingest_id <= :known_at, 1)
      )
    ) AS starts_at,
    ifnull(:as_of, unixepoch() * 1000000) + 1 AS ends_at
)
WHERE starts_at < ends_at;
