-- Failing episodes as the log tells them, where the cache does not.
--
-- @uses turn
-- @materialized yes
SELECT
  finding_id,
  row_number() OVER (
    PARTITION BY finding_id
    ORDER BY since_at, tie_break
  ) AS episode,
  event_id AS opening_event_id,
  severity_id,
  since_at AS opened_at,
  closed_at,
  closing_status_id,
  nullif(
    min(since_at) OVER (PARTITION BY finding_id, passes),
    since_at
  ) AS unresolved_since_at
FROM turn
WHERE status_id = 1;
