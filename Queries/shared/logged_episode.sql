-- Failing episodes as the log tells them, where the cache does not: under
-- earlier knowledge.
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
  closing_status_id
FROM turn
WHERE status_id = 1;
