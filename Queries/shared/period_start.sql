-- When the period begins: after from_at, or after the first scan where no
-- beginning is asked for.
--
-- @materialized yes
SELECT ifnull(:from_at, min(scanned_at)) AS from_at
FROM scan
WHERE ifnull(scanned_at <= :as_of, 1)
  AND ifnull(ingest_id <= :known_at, 1);
