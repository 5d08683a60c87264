-- When in the period the findings were accepted.
--
-- @uses period, waived_interval
-- @materialized yes
SELECT
  waived.finding_id,
  waived.framework_id,
  waived.requirement_id,
  waived.starts_at,
  waived.ends_at
FROM period
CROSS JOIN waived_interval AS waived
  ON waived.starts_at < period.ends_at
  AND waived.ends_at > period.starts_at;
