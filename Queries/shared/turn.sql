-- Where findings begin and end to fail, each with what ends it.
--
-- @uses decisive
SELECT
  finding_id,
  event_id,
  status_id,
  severity_id,
  since_at,
  tie_break,
  passes,
  lead(since_at) OVER finding_order AS closed_at,
  lead(status_id) OVER finding_order AS closing_status_id
FROM decisive
WHERE (status_id = 1) <> (ifnull(previous_status_id, 0) = 1)
WINDOW finding_order AS (
  PARTITION BY finding_id
  ORDER BY since_at, tie_break
);
